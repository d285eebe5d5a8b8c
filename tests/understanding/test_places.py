"""A name that only looks like a place does not replace the place that is known."""

from __future__ import annotations

import pytest

from bot.understanding.places import really_said, resembles


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Nuits-Saint-Georges (21)", "et elle est à Nuits"),
        ("Vesoul (70)", "plutôt à Vesoule"),
        ("Chalon-sur-Saône (71)", "chalon sur saone"),
        ("Saint-Étienne (42)", "a st etienne"),
        ("Dole (39)", "39100"),
        ("Lons-le-Saunier (39)", "non Lons"),
        ("Jura (39)", "dans le 39"),
        ("Lyon (69)", "ma sœur de Lyon y pense"),
        ("Dole (39)", "et aussi à dole pour papa"),
    ],
)
def test_it_was_said(label: str, text: str) -> None:
    assert really_said({"label": label}, text)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Sandrans (01)", "Sandrine Petit"),
        ("La Garde (83)", "le garder l'après-midi"),
        ("Liré (Orée d'Anjou, 49)", "qui va lire"),
    ],
)
def test_it_only_looks_like_it(label: str, text: str) -> None:
    assert not really_said({"label": label}, text)


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("Chénas (69)", "ché pas le moral", False),
        ("Nantes (44)", "faites plus court", False),
        ("Besançon (25)", "ma mère est à bezancon", True),
        ("Dole (39)", "dol", True),
        ("Bourg-en-Bresse (01)", "bourg", True),
        ("Yvelines (78)", "mdph78", True),
    ],
)
def test_a_name_that_no_word_resembles_was_not_said(label: str, text: str, expected: bool) -> None:
    assert resembles({"label": label}, text) is expected


def test_several_places_of_one_name_are_believed() -> None:
    assert resembles({"label": "Saint-Denis", "ambiguous": True}, "st d")
