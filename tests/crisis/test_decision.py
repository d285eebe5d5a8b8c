"""From shares to an outcome: what length changes, and what it never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.crisis.decision import ALARM, CARE, decide
from bot.crisis.detection import ABUSE, CARING, DANGERS, GREY, TAKEOVER
from bot.crisis.rules import match
from bot.crisis.text import sentences

_WORD = "maison "  # no rule fires on it


def _outcome(danger: float, words: int) -> str | None:
    return decide([(_WORD * words).strip()], [], {ABUSE: danger}).outcome


@given(danger=st.floats(0, 1), words=st.integers(4, 200), more=st.integers(1, 200))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_same_alarm_says_no_more_in_a_longer_message(danger: float, words: int, more: int) -> None:
    """Takeover, question, nothing: never upwards with the length."""
    order = [None, CARING, TAKEOVER]
    assert order.index(_outcome(danger, words + more)) <= order.index(_outcome(danger, words))


def test_a_doubt_in_a_long_story_gets_the_question() -> None:
    """Just above the threshold of a short message."""
    doubt = ALARM[""] + 0.02
    assert _outcome(doubt, 8) == TAKEOVER
    assert _outcome(doubt, 80) == CARING


def test_a_certainty_is_taken_over_however_long_the_story() -> None:
    """By the rule alone: the classifier may say what it likes."""
    said = sentences("ma mère va bien et la maison est calme, " * 20 + ". je vais me suicider ce soir")
    assert decide(said, match(said), dict.fromkeys((*DANGERS, GREY), 0.0)).outcome == TAKEOVER


@pytest.mark.parametrize("force", ALARM)
def test_the_question_comes_before_the_takeover(force: str) -> None:
    """At every strength a lesser alarm asks."""
    assert CARE[force] <= ALARM[force]


def test_the_class_asked_about_is_the_likeliest() -> None:
    """Control by a husband is not met by a question on death."""
    found = decide([_WORD * 8], [], {ABUSE: CARE[""] + 0.05, GREY: 0.1})
    assert (found.klass, found.outcome) == (ABUSE, CARING)
