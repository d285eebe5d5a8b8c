"""OpenStreetMap opening hours (« Mo-Fr 08:30-12:30; PH off ») in French words."""

from __future__ import annotations

import re

DAYS = {
    "Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi", "Fr": "vendredi", "Sa": "samedi", "Su": "dimanche",
    "PH": "jours fériés",
}  # fmt: skip
DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
RULE = re.compile(rf"({DAY}(?:\s*[-,]\s*{DAY})*)\s+((?:\d\d:\d\d-\d\d:\d\d)(?:\s*,\s*\d\d:\d\d-\d\d:\d\d)*|off|closed)")


def in_french(text: str | None) -> str:
    """« du lundi au vendredi 08:30-12:30 »; what is not of this simple form is left as it is."""
    rules = [part.strip() for part in (text or "").split(";") if part.strip()]
    found = [RULE.fullmatch(rule) for rule in rules]
    if not all(found):
        return (text or "").strip()
    parts = []
    for rule in filter(None, found):
        if rule[2] in {"off", "closed"}:
            continue
        parts.append(f"{_days(rule[1])} {' et '.join(t.strip() for t in rule[2].split(','))}")
    return " ; ".join(parts)


def _days(text: str) -> str:
    spans = []
    for span in text.split(","):
        first, _, last = (d.strip() for d in span.partition("-"))
        spans.append(f"du {DAYS[first]} au {DAYS[last]}" if last else DAYS[first])
    return ", ".join(spans)
