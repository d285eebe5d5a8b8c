"""Taking stock again, three months later, in another conversation: what changed is said in words."""

from __future__ import annotations

import json
import re
from typing import Any

from freezegun import freeze_time
from sqlalchemy import select

from actions.form import hear
from actions.turn import Turn
from actions.world import World
from bot.privacy import consent
from bot.returns import find_code
from bot.returns.models import StockReturn
from tests.actions.talk import Talk

EXHAUSTED = {"helps": "spouse", "needs": ["relay", "moral"], "tired": "exhausted", "help_in_place": ["none"]}
RESTED = {"helps": "spouse", "needs": ["paperwork"], "tired": "fine", "help_in_place": ["day_care"]}


def _take_stock(talk: Talk, answers: dict[str, Any]) -> str:
    talk.press("stock")
    return talk.answer({"agreed": "yes", **answers})


def test_three_months_later_what_changed_is_said_in_words(world: World) -> None:
    with freeze_time("2026-03-01"):
        first = Talk(world, "s1")
        said = _take_stock(first, EXHAUSTED)
        assert "Voici où vous en êtes" in said and "Ce qui a changé" not in said
        first.press("remember")
        code = find_code(first.answer({"agreed": "yes"}))
        assert code is not None
    with freeze_time("2026-06-05"):
        later = Talk(world, "s2")
        assert "résumé de la dernière fois" in later.say(f"bonjour mon code est {code.lower()}")
        said = _take_stock(later, RESTED)
    changed = said[said.index("Ce qui a changé") :]
    assert "trois mois" in changed
    assert re.search(r"[Mm]oins|mieux|allég", changed), changed
    assert "forces" in changed and not re.search(r"niveau \d|score", changed)


def test_the_summary_holds_no_word_no_name_no_place(world: World) -> None:
    talk = Talk(world, "m1", {"facts": {"place": {"code": "21054", "label": "Beaune (21)"}, "age": 82}})
    _take_stock(talk, EXHAUSTED)
    talk.press("remember")
    code = find_code(talk.answer({"agreed": "yes"}))
    other = Talk(world, "m2")
    other.say(str(code))
    kept = json.dumps([other.slots["stock"], other.slots["facts"]], ensure_ascii=False)
    assert "Beaune" not in kept and "21054" not in kept and "82" not in kept
    assert set(other.slots["stock"]) == {"at", "summary", "code"}


def test_refused_nothing_is_kept(world: World) -> None:
    talk = Talk(world, "r1")
    _take_stock(talk, EXHAUSTED)
    talk.press("remember")
    assert "je ne garde pas" in talk.answer({"agreed": "no"})
    with world.database.session() as session:
        assert session.scalars(select(StockReturn).where(StockReturn.session_id == "r1")).all() == []
        assert "follow_up" not in consent.active(session, "r1")


def test_a_summary_of_last_week_is_the_same_time(world: World) -> None:
    with freeze_time("2026-03-01"):
        talk = Talk(world, "s1")
        _take_stock(talk, EXHAUSTED)
    with freeze_time("2026-03-03"):
        talk.press("again")
        assert "Ce qui a changé" not in talk.answer(RESTED)


def test_an_appointment_of_the_past_is_not_noted(world: World) -> None:
    talk = Talk(world, "s1")
    _take_stock(talk, EXHAUSTED)
    talk.press("appointment")
    assert "je ne note pas" in talk.answer({})
    assert "appointments" not in talk.slots["facts"]


def test_an_answer_never_changes_who_is_helped(world: World) -> None:
    """« ma fille m'aide », asked what help is there, says nothing of the husband."""
    husband = {"relation": {"code": "spouse", "label": "votre mari", "subject": "il"}, "role": "carer"}
    talk = Talk(world, "u1", {"facts": husband, "consents": ["screening"]})
    talk.press("stock")
    talk.press("skip")
    talk.press("skip")
    talk.press("skip")
    turn = Turn(world, talk.tracker("ma fille m'aide", [_fact("relation", {"code": "child", "label": "votre fille"})]))
    hear(turn)
    assert turn.facts["relation"]["label"] == "votre mari"


def test_a_changed_answer_forgets_the_person_named_before(world: World) -> None:
    husband = {"relation": {"code": "spouse", "label": "votre mari", "subject": "il"}, "role": "carer"}
    talk = Talk(world, "u2", {"facts": husband, "consents": ["screening"]})
    talk.press("stock")
    talk.answer(EXHAUSTED)
    talk.press("revise", ref="essential.helps")
    talk.answer({"helps": "child"})
    assert "relation" not in talk.slots["facts"]


def _fact(name: str, value: Any) -> dict[str, Any]:
    return {"entity": name, "value": value, "extractor": "facts"}
