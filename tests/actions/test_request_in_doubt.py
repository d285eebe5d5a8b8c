"""A confirmation that was lost on its way: whatever the person then says, the request stands once, under its code."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import select

from actions.inform import ActionInform
from actions.world import World
from bot.privacy.vault import Vault
from bot.referrals.models import Referral
from bot.referrals.reference import find_reference
from tests.actions.talk import Caller


def _rows(world: World, session_id: str) -> list[Referral]:
    with world.database.session() as session:
        return list(session.scalars(select(Referral).where(Referral.session_id == session_id)))


def _lost(caller: Caller) -> str:
    """« Oui », recorded; but Rasa dies before it keeps what changed. The code that was drawn."""
    before = dict(caller.slots)
    said = caller.press("answer", options=["yes"])
    caller.slots = before
    code = find_reference(said)
    assert code is not None
    return code.code


def test_where_is_my_request_before_it_is_sent(world: World) -> None:
    caller = Caller(world, "doubt-0")
    caller.to_the_recap()
    said = caller.ask("referral_status")
    assert "pas encore envoyée" in said and "transmets" in said, "and the question comes back"
    assert _rows(world, "doubt-0") == []


@pytest.mark.parametrize("doubt", ["yes again", "status", "begin again"])
def test_one_request_under_its_code(world: World, doubt: str) -> None:
    caller = Caller(world, f"doubt-{doubt[:6]}")
    caller.to_the_recap()
    code = _lost(caller)
    if doubt == "yes again":
        said = caller.press("answer", options=["yes"])
    elif doubt == "status":
        said = caller.ask("referral_status")
    else:
        said = caller.press("call_back", service="")
    assert "enregistrée" in said and code in said and caller.slots["reference"] == code
    assert len(_rows(world, caller.session_id)) == 1 and not caller.slots.get("interview")


def _late(caller: Caller, name: str, **values: object) -> str:
    """A button pressed where no question waits, as the dialogue takes it."""
    turn = caller.turn(do={"do": name, **values})
    ActionInform().act(turn)
    return " ".join(str(message.get("text", "")) for message in turn.messages)


def test_yes_again_when_only_the_answer_was_lost(world: World) -> None:
    """Rasa kept the request, the gateway died before it could say so: its last words were the recap."""
    caller = Caller(world, "doubt-heard")
    caller.to_the_recap()
    code = find_reference(caller.press("answer", options=["yes"]))
    said = _late(caller, "answer", options=["yes"])
    assert code is not None and "bien enregistrée" in said
    assert len(_rows(world, "doubt-heard")) == 1


@pytest.mark.parametrize("name", ["answer", "skip", "unknown_here"])
def test_a_question_that_is_over_is_not_said_again(world: World, name: str) -> None:
    assert "déjà cette réponse" in _late(Caller(world, "late"), name, options=["yes"])


def test_the_same_request_is_not_made_twice_unless_wanted(world: World) -> None:
    caller = Caller(world, "doubt-again")
    caller.to_the_recap()
    code = find_reference(caller.press("answer", options=["yes"]))
    said = caller.press("call_back", service="")
    assert "déjà enregistrée" in said and code is not None and code.code in said and not caller.slots.get("interview")
    assert "accord" in caller.press("call_back", service="", another=True)


def test_the_address_of_the_messenger_is_kept_by_consent(world: World) -> None:
    caller = Caller(world, "doubt-tg")
    sealed = world.vault.encrypt("chat-42", "referral.channel_address")
    caller.address = base64.b64encode(sealed).decode()
    assert "messagerie" in caller.press("call_back", service="")
    caller.press("answer", options=["yes"])
    caller.type("Odile")
    caller.type("06 12 34 56 78")
    caller.press("answer", options=["morning"])
    caller.press("skip")
    caller.press("answer", options=["yes"])
    (row,) = _rows(world, "doubt-tg")
    assert row.channel == "telegram"
    vault: Vault = world.vault
    assert vault.decrypt(row.channel_address, "referral.channel_address") == "chat-42"


def test_on_the_web_nothing_is_said_nor_kept_of_a_messenger(world: World) -> None:
    caller = Caller(world, "doubt-web")
    assert "messagerie" not in caller.press("call_back", service="")
    caller.slots = {}
    caller.to_the_recap()
    caller.press("answer", options=["yes"])
    (row,) = _rows(world, "doubt-web")
    assert row.channel_address is None
