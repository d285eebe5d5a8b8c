"""The menu of each role."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.context import BASE
from bot.console.roles import ADMINISTRATORS, COORDINATORS, EDITORS, SIGNED_IN, Rule


@dataclass(frozen=True)
class Entry:
    """One link; ``here`` when the present page is behind it."""

    href: str
    label: str
    here: bool


_ENTRIES: tuple[tuple[str, str, Rule], ...] = (
    ("/referrals", "Demandes", COORDINATORS),
    ("/follow-up", "Suivis", COORDINATORS),
    ("/directory", "Annuaire", SIGNED_IN),
    ("/content", "Contenus", EDITORS),
    ("/statistics", "Chiffres", SIGNED_IN),
    ("/exports", "Exports", COORDINATORS),
    ("/users", "Comptes", ADMINISTRATORS),
    ("/journal", "Journal", ADMINISTRATORS),
)


def menu(role: str, url: str) -> tuple[Entry, ...]:
    """The entries that a role may open."""
    return tuple(
        Entry(BASE + path, label, url.startswith(BASE + path))
        for path, label, rule in _ENTRIES
        if rule.permits("full", role)
    )
