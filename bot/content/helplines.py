"""Helplines: one dated file; the numbers live nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Helpline:
    """``dial`` is the form for a ``tel:`` link, ``order`` sorts (1 first)."""

    id: str
    number: str
    dial: str
    name: str
    what: str
    hours: str
    free: bool
    countries: tuple[str, ...]
    classes: tuple[str, ...]
    order: int
    kind: str

    @property
    def href(self) -> str:
        """``tel:`` or ``sms:`` link."""
        return f"{'sms' if self.kind == 'sms' else 'tel'}:{self.dial}"

    @property
    def label(self) -> str:
        """« 3114 — Numéro national de prévention du suicide, 24 h/24 »."""
        return f"{self.number} — {self.name}" + (f", {self.hours}" if self.hours else "")


def read_helpline(raw: Mapping[str, Any]) -> Helpline:
    """Make a line from its entry in the file.

    :raises KeyError: a field is missing (its name is the message).
    """
    return Helpline(
        id=raw["id"],
        number=str(raw["number"]),
        dial=str(raw["dial"]),
        name=raw["name"],
        what=raw["what"],
        hours=raw.get("hours") or "",
        free=bool(raw.get("free", False)),
        countries=tuple(raw["countries"]),
        classes=tuple(raw.get("for") or ()),
        order=int(raw.get("order", 99)),
        kind=raw.get("kind", "voice"),
    )
