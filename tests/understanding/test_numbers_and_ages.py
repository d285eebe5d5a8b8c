"""Numbers in words, and ages: whose, and not durations."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.ages import ages_of
from bot.understanding.numbers import in_digits, value
from bot.understanding.text import normalise

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("quatre-vingt-deux", 82),
        ("quatre vingt dix neuf", 99),
        ("soixante et onze", 71),
        ("septante-huit", 78),
        ("nonante et un", 91),
        ("huitante", 80),
        ("vingt et un", 21),
        ("quatre-vingts", 80),
        ("cent deux", 102),
        ("dix-sept", 17),
        ("un deux", None),
        ("trois", 3),
    ],
)
def test_value(words: str, number: int | None) -> None:
    assert value(words) == number


def test_articles_stay_words() -> None:
    assert in_digits("une femme de soixante-dix ans et un chien") == "une femme de 70 ans et un chien"


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("82 ans", [(82, False)]),
        ("maman a bientôt 90 ans", [(90, False)]),
        ("bientôt 90", [(90, False)]),
        ("j'ai 74 ans et mon mari 81", [(74, True), (81, False)]),
        ("moi 52 ans, je m'occupe de papa", [(52, True)]),
        ("née en 1940", [(86, False)]),
        ("je suis née en 1951", [(75, True)]),
        ("je m'en occupe depuis 3 ans", []),
        ("il y a deux ans, mon père de quatre-vingt-quatre ans est tombé", [(84, False)]),
        ("mariés depuis cinquante ans", []),
        ("60 ans de mariage", []),
        ("mon fils de 9 ans", [(9, False)]),
        ("il a 12 km à faire et 200 euros", []),
        ("dans un an", []),
        ("elle va sur ses 95 ans", [(95, False)]),
        ("une dame de 430 ans", []),
    ],
)
def test_ages(text: str, ages: list[tuple[int, bool]]) -> None:
    assert [(age.years, age.own) for age in ages_of(normalise(text), TODAY)] == ages
