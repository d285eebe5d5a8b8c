"""A name that only looks like a place does not replace the place that is known."""

from __future__ import annotations

import pytest

from bot.understanding.places import really_said


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
