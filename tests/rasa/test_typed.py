"""What a person types is text, never a command."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rasa.typed import plain


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("bonjour", "bonjour"),
        ("  bonjour  ", "bonjour"),
        ("/restart", "restart"),
        ("//restart", "restart"),
        (" /restart", "restart"),
        ("\t\n/restart", "restart"),
        ("／restart", "restart"),  # full-width solidus
        ("⁄restart", "restart"),  # fraction slash
        ("∕restart", "restart"),  # division slash
        ("\u200b/restart", "restart"),  # zero-width space
        ("\ufeff/restart", "restart"),  # byte order mark
        ("\u2060\u200d/\u200c/restart", "restart"),  # joiners between
        ("\u202e/restart", "restart"),  # right-to-left override
        ("\x00\x1b/restart", "restart"),
        ("@restart", "restart"),
        ("＠restart", "restart"),
        ("\\restart", "restart"),
        ('/inform{"do": "x"}', 'inform{"do": "x"}'),
        ("/", ""),
        ("/ / /", ""),
        ("", ""),
        ("\u200b", ""),
        ("\u00ad\u200e\u202e\u0007\u200d", ""),
        ("\ud83d", ""),  # half of a pair
        ("\u3164\uffa0\u2800", ""),  # fillers
        ("\ufe0f", ""),  # a mark alone
        ("?", "?"),
        ("👍🏽", "👍🏽"),
        ("1/2 heure", "1/2 heure"),
        ("ma mère / mon père", "ma mère / mon père"),
        ("ligne un\nligne deux", "ligne un\nligne deux"),
        ("un\x07deux", "un deux"),
        ("e\u0301puisée", "épuisée"),  # composed once
        ("ﬁn", "fin"),
        ("86 ans", "86 ans"),
    ],
)
def test_the_table(typed: str, text: str) -> None:
    assert plain(typed) == text


@given(st.text(alphabet=st.characters(), max_size=200))
def test_whatever_is_typed_is_never_obeyed(typed: str) -> None:
    text = plain(typed)
    assert not text.startswith(("/", "@", "\\", "⁄", "∕", " ", "\n", "\t"))
    assert all(c in "\n\t" or unicodedata.category(c)[0] != "C" for c in text)
    text.encode()  # what is left can be stored and sent


@given(st.text(max_size=200))
def test_twice_is_once(typed: str) -> None:
    assert plain(plain(typed)) == plain(typed)
