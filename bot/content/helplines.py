"""Helplines: one dated file; the numbers live nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Helpline:
    """``dial`` is the form for a ``tel:`` link, ``order`` sorts (1 first); ``child``: for children only."""

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
    child: bool = False

    @property
    def href(self) -> str:
        """``tel:`` or ``sms:`` link."""
        return f"{'sms' if self.kind == 'sms' else 'tel'}:{self.dial}"

    @property
    def label(self) -> str:
        """« 3114 — Numéro national de prévention du suicide, 24 h/24 »."""
        return f"{self.number} — {self.name}" + (f", {self.hours}" if self.hours else "")


@dataclass(frozen=True)
class Helplines:
    """Every line of the file, and the situations of a danger where other lines than its own come first."""

    lines: tuple[Helpline, ...]
    situations: Mapping[str, Mapping[str, Any]]
    verified_on: date

    def of(self, danger: str, country: str | None, *, child: bool) -> list[Helpline]:
        """The lines of a danger, or of a situation of it, first the first to call; see :meth:`Content.lines`."""
        situation = self.situations.get(danger, {})
        first: list[str] = situation.get("first", [])
        danger = situation.get("like", danger)
        wanted = [
            line
            for line in self.lines
            if (danger in line.classes or line.id in first)
            and (country is None or country in line.countries)
            and (child or not line.child)
        ]
        return sorted(wanted, key=lambda line: (first.index(line.id) if line.id in first else len(first), line.order))


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
        child=bool(raw.get("child", False)),
    )
