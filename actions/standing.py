"""A request that stands already is said again: the answer that confirmed it may have been lost on its way."""

from __future__ import annotations

from actions.turn import Turn
from bot import messages as m
from bot.referrals.lifecycle import CLOSED
from bot.referrals.status import held_by

CONFIRM = "confirm_referral"


def unheard(turn: Turn) -> str | None:
    """The code of the request that waits for « oui », when it is recorded all the same; None else."""
    run = turn.interview
    if run is None or run["purpose"] != CONFIRM:
        return None
    code = str(run["context"]["code"])
    with turn.world.database.session() as session:
        return code if held_by(session, code) is not None else None


def waits(turn: Turn) -> bool:
    """A request is complete, and « oui » has still to be said."""
    return turn.interview is not None and turn.interview["purpose"] == CONFIRM


def asked_already(turn: Turn, service: dict[str, str]) -> bool:
    """Say that this very request is in hand, where it is; « faire une autre demande » still does."""
    code, needs = turn.get("reference"), turn.facts.get("needs") or ["listening"]
    if not code:
        return False
    with turn.world.database.session() as session:
        held = held_by(session, code)
        same = (
            held is not None
            and held.state not in CLOSED
            and (held.service_id, held.need) == (service["id"], needs[0])
        )
    if same:
        turn.say(
            "referral_already",
            [
                m.intent_button("Où en est ma demande ?", "referral_status"),
                m.button("Faire une autre demande", "call_back", service=service["id"], another=True),
            ],
            service=service["name"],
            reference=code,
        )
    return same
