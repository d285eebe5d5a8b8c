"""« Je retire mon accord » after a request: said plainly, and the request does not wait for a call any more."""

from __future__ import annotations

from sqlalchemy import select

from actions.world import World
from bot.referrals.models import Referral
from bot.referrals.reference import find_reference
from tests.actions.talk import Caller


def _state(world: World, session_id: str) -> tuple[str, str | None]:
    with world.database.session() as session:
        row = session.scalars(select(Referral).where(Referral.session_id == session_id)).one()
        return str(row.state), row.state_reason


def _sent(caller: Caller) -> str:
    caller.to_the_recap()
    code = find_reference(caller.press("answer", options=["yes"]))
    assert code is not None
    return code.code


def test_the_person_is_told_which_request_ends_and_how_to_make_another(world: World) -> None:
    caller = Caller(world, "withdrawn-1")
    code = _sent(caller)
    said = caller.ask("withdraw_consent")
    assert "votre accord est retiré" in said and f"annulée : {code[:6]}" in said and "un appel peut encore" in said
    assert _state(world, "withdrawn-1") == ("cancelled", "consent-withdrawn")
    assert caller.messages[-1]["buttons"][0]["label"] == "Faire une autre demande"
    again = caller.press("call_back", service="")
    assert "j'ai besoin de votre accord" in again, "the agreement is asked anew"


def test_without_a_request_nothing_is_said_of_one(world: World) -> None:
    said = Caller(world, "withdrawn-2").ask("withdraw_consent")
    assert "votre accord est retiré" in said and "demande de rappel" not in said


def test_the_code_of_another_day_is_enough(world: World) -> None:
    code = _sent(Caller(world, "withdrawn-3"))
    said = Caller(world, "withdrawn-4", {"reference": code}).ask("withdraw_consent")
    assert code[:6] in said and _state(world, "withdrawn-3")[0] == "cancelled"
