"""French as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.text import fold, normalise


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("D’accord, merci", "d'accord, merci"),
        ("AIDEZ-MOI   svp", "aidez-moi s'il vous plait"),
        ("jpeux pa dormir", "je peux pas dormir"),
        ("j ai 82 ans", "j'ai 82 ans"),
        ("c est pr ma mere", "c'est pour ma mere"),
        ("g besoin d aide", "j'ai besoin d'aide"),
        ("l hopital", "l'hopital"),
        ("qqn pr garder mon mari qd je sors", "quelqu'un pour garder mon mari quand je sors"),
        ("un epahd", "un ehpad"),
        ("heeeelp", "heelp"),
        ("à 10 h on part", "a 10 h on part"),
        ("une SEP", "une sep"),
    ],
)
def test_forms(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


@pytest.mark.parametrize(
    "plain", ["bonjour", "ma mere tombe souvent", "le plan d'eau", "il y a deux ans", "son pere et sa mere"]
)
def test_plain_french_is_left_alone(plain: str) -> None:
    assert normalise(plain) == plain


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    folded = fold(text)
    assert folded == folded.lower() and folded.isascii() and "  " not in folded
