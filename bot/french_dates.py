"""Days and months in French: their names, written once, and a day in words."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def day_in_words(day: date) -> str:
    """« 1er novembre 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def hour_in_words(hour: str) -> str:
    """« 14:30 » → « 14 h 30 »; « 14:00 » → « 14 h »."""
    whole, _, minutes = hour.partition(":")
    return f"{int(whole)} h" + (f" {minutes}" if minutes not in ("", "00") else "")
