"""What is said beside a choice is kept with it, shown, and handed over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.interview import Engine
from bot.interview.own_words import LONGEST, beside


@pytest.fixture
def asked(engine: Engine) -> dict[str, Any]:
    """« Quand peut-on vous appeler ? » is asked."""
    state = engine.start(["callback"])
    for said in ("Odile", "06 12 34 56 78"):
        state = engine.answer(state, text=said).state
    return state


def _recap(engine: Engine, state: dict[str, Any]) -> str:
    return next(line.answer for line in engine.recap(state) if line.ref == "callback.when")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plutôt le matin mais pas le mardi", "Le matin (« plutôt le matin mais pas le mardi »)"),
        ("n'importe quand sauf le mardi", "À tout moment (« n'importe quand sauf le mardi »)"),
        ("le matin vers 10 h", "Le matin (« le matin vers 10 h »)"),
        ("oui le matin svp", "Le matin"),
        ("le soir de préférence", "En fin de journée"),
        ("après 17h", "En fin de journée"),
    ],
)
def test_what_is_said_beside_the_choice_stands_with_it(
    engine: Engine, asked: dict[str, Any], said: str, shown: str
) -> None:
    state = engine.answer(asked, text=said).state
    assert _recap(engine, json.loads(json.dumps(state))) == shown


def test_what_was_said_first_is_not_lost_when_the_question_is_put_again(engine: Engine, asked: dict[str, Any]) -> None:
    first = engine.answer(asked, text="pas le mardi")
    assert first.status == "clarify"
    state = engine.answer(first.state, text="le matin").state
    assert _recap(engine, state) == "Le matin (« pas le mardi »)"


def test_another_answer_takes_the_place_of_the_first_with_its_words(engine: Engine, asked: dict[str, Any]) -> None:
    state = engine.answer(asked, text="le matin sauf le mardi").state
    state = engine.answer(engine.modify(state, "callback.when").state, option_ids=["evening"]).state
    assert _recap(engine, state) == "En fin de journée"


def test_other_questions_keep_the_choice_alone(engine: Engine) -> None:
    state = engine.answer(engine.start(["essential"]), text="mon mari, depuis trois ans, et c'est dur").state
    assert "said" not in state["answers"]["essential.helps"]


def test_a_long_speech_is_cut(engine: Engine) -> None:
    question = engine.library.question("callback.when")
    assert question is not None
    assert len(beside(question, "le matin " + "et puis " * 200)) <= LONGEST
