"""Who hears a typed message first is written down, and nobody is forgotten."""

from __future__ import annotations

import pytest

from actions.registry import WORDS, WORDS_IN_ORDER, on_words


def test_every_place_in_the_order_is_taken() -> None:
    assert set(WORDS) == set(WORDS_IN_ORDER)
    assert len(set(WORDS_IN_ORDER)) == len(WORDS_IN_ORDER)


def test_a_listener_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        on_words("unheard_of", lambda turn: True)


def test_a_bare_name_of_a_place_is_thought_of_last() -> None:
    assert WORDS_IN_ORDER[-1] == "place_alone"
