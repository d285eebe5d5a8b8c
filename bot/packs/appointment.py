"""An appointment out of the answers to ``appointment.yml``: what, when, where, as memos and calendars take it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_HOUR = re.compile(r"\b([01]?\d|2[0-3])\s*(?:h(?:eures?)?|:)\s*([0-5]\d)?\b", re.IGNORECASE)


def appointment(values: Mapping[str, Any], today: date) -> dict[str, str] | None:
    """``title``, ``start`` (ISO, with the hour when there is one) and ``place``; None without a whole day.

    A day of the year that is past is next year's. An hour in other words stays in the title.
    """
    day = str(values.get("appointment.day") or "")
    if len(day) != 10:
        return None
    when = date.fromisoformat(day)
    if when < today and when.year == today.year:
        when = date(when.year + 1, when.month, min(when.day, 28) if when.month == 2 else when.day)
    title = str(values.get("appointment.what") or "Rendez-vous").strip()
    hour = str(values.get("appointment.hour") or "").strip()
    start, found = when.isoformat(), _HOUR.search(hour)
    if found:
        start += f"T{int(found.group(1)):02d}:{found.group(2) or '00'}"
    elif hour:
        title += f" ({hour})"
    return {"title": title, "start": start, "place": str(values.get("appointment.place") or "").strip()}
