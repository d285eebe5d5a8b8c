"""A choice among what was offered, and yes or no."""

from __future__ import annotations

import pytest

from bot.understanding.choices import pick, yes_or_no

LABELS = ["Le répit", "L'accueil de jour", "Les repas"]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("1", 0),
        ("le deuxième", 1),
        ("le dernier", 2),
        ("Les repas", 2),
        ("les repa", 2),
        ("4", None),
        ("0", None),
        ("", None),
        ("je voudrais surtout parler de ma mère", None),
        ("l'accueil de jour", 1),
        ("numéro 3", 2),
    ],
)
def test_pick(text: str, index: int | None) -> None:
    assert pick(text, LABELS) == index


def test_nothing_to_pick_from() -> None:
    assert pick("1", []) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oui", True),
        ("ouais bien sûr", True),
        ("non merci", False),
        ("pas du tout", False),
        ("peut-être", None),
        ("", None),
        ("je ne veux pas", False),
        ("oui mais alors il faudrait que quelqu'un m'explique tout ça", None),
    ],
)
def test_yes_or_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer
