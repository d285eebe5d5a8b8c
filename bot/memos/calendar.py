"""What has a date, as an ICS file: appointments, and the day to take stock again. Nothing about health in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

_ZONES = {"FR": "Europe/Paris", "BE": "Europe/Brussels"}
_LASTS = timedelta(hours=1)


def ics(content: Mapping[str, Any]) -> bytes:
    """The calendar of a memo (RFC 5545). Hours are local to the country, written in UTC."""
    zone = ZoneInfo(_ZONES.get(str(content["country"]), "Europe/Paris"))
    calendar = Calendar()
    calendar.add("prodid", "-//Relais//memo//FR")
    calendar.add("version", "2.0")
    stamp = datetime.fromisoformat(content["made_on"]).replace(tzinfo=timezone.utc)
    for entry in (*content["appointments"], content["reminder"]):
        calendar.add_component(_event(entry, zone, stamp))
    return bytes(calendar.to_ical())


def _event(entry: Mapping[str, str], zone: ZoneInfo, stamp: datetime) -> Event:
    event = Event()
    start = entry["start"]
    event.add("uid", hashlib.sha256(f"{start}|{entry['title']}".encode()).hexdigest()[:32] + "@relais")
    event.add("dtstamp", stamp)
    event.add("summary", entry["title"])
    if len(start) > 10:
        begins = datetime.fromisoformat(start).replace(tzinfo=zone).astimezone(timezone.utc)
        event.add("dtstart", begins)
        event.add("dtend", begins + _LASTS)
    else:
        event.add("dtstart", date.fromisoformat(start))
    if entry.get("place"):
        event.add("location", entry["place"])
    return event
