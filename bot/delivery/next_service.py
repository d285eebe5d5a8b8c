"""The next service, asked of the directory: same need, same place, none of those already tried."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from bot.referrals.proposals import FindNext, NextService
from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer


def make_find_next(directory: Directory) -> FindNext:
    """The function that the referral log calls without knowing the directory."""

    def find(need: str, place_code: str, door: str, exclude: Collection[str]) -> NextService | None:
        place = gazetteer().get(place_code) if place_code else None
        found = directory.search([need], place, audience=door, exclude=exclude, limit=1)
        if not found:
            return None
        service = found[0]
        return NextService(service.id, service.name, service.phone, service.email is not None)

    return find


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read at the first search (about a second)."""
    return Gazetteer.load()
