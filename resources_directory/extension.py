"""The key « relais » of a service in data·inclusion or HSDS: what the standard cannot say, so that nothing is lost.

These standards allow other keys. Who verified a service is a person's name: it is never published.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from .record import Record
from .wording import AUDIENCES, NEEDS

EXTENSION = "relais"
TEXTS = frozenset(f.name for f in fields(Record) if f.type == "str")
LISTS = ("needs", "phones", "audience", "illnesses", "modes")
DATES = ("source_date", "verified_at")
NUMBERS = ("latitude", "longitude", "age_min", "age_max")


def extension(record: Record) -> dict[str, Any]:
    """Everything of a record but its empty fields and who verified it, as JSON values."""
    values = asdict(record)
    del values["verified_by"]
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in ("", None, (), {}, False)
    }


def record_of_extension(value: Any) -> Record | None:
    """The record of such a key; None when it is absent or was made by something else."""
    if not isinstance(value, dict):
        return None
    try:
        data: dict[str, Any] = {name: value[name] for name in TEXTS & value.keys() if isinstance(value[name], str)}
        data |= {name: tuple(map(str, value.get(name, ()))) for name in LISTS}
        data |= {name: date.fromisoformat(value[name]) for name in DATES if value.get(name)}
        for name in NUMBERS:
            if name in value:
                data[name] = int(value[name]) if name.startswith("age") else float(value[name])
        data["areas"] = tuple((str(kind), str(code)) for kind, code in value.get("areas", ()))
        data["identifiers"] = {str(k): str(v) for k, v in dict(value.get("identifiers", {})).items()}
        data |= {name: value.get(name) is True for name in ("entry_point", "to_verify")}
        data.pop("verified_by", None)
        record = Record(**data)
    except (TypeError, ValueError, KeyError):
        return None
    sound = set(record.needs) <= set(NEEDS) and set(record.audience) <= set(AUDIENCES) and bool(record.needs)
    return record if sound and record.reach in {"territory", "distance", "national"} and record.name else None
