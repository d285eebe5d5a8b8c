"""The shapes of what is shown: a name too long for a button keeps what tells it from another."""

from __future__ import annotations

import pytest

from bot.messages import short_name

LONG = "Plateforme d'accompagnement et de répit pour les aidants de personnes âgées - "


@pytest.mark.parametrize("town", ["Semur-en-Auxois", "Beaune", "Saint-Georges-sur-Baulche"])
def test_the_town_at_the_end_stays(town: str) -> None:
    cut = short_name(LONG + town)
    assert len(cut) <= 80 and cut.endswith(town) and cut.startswith("Plateforme d'accompagnement") and " … " in cut


def test_what_is_short_enough_is_whole() -> None:
    assert short_name("Plateforme de répit") == "Plateforme de répit"
    assert short_name("x" * 80) == "x" * 80


@pytest.mark.parametrize("name", ["x" * 200, "a " + "x" * 200, "x" * 200 + " a", "mot " * 60])
def test_whatever_it_is_made_of_it_fits(name: str) -> None:
    cut = short_name(name)
    assert 60 < len(cut) <= 80 and "…" in cut
