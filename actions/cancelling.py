"""« finalement je ne veux plus être rappelée »: the request is cancelled here, after one confirmation."""

from __future__ import annotations

import re
from typing import Any

from actions import interviews
from actions.offers import doors
from actions.registry import command, on_words
from actions.thread import ASKING
from actions.turn import Turn
from bot import messages as m
from bot.referrals.reference import find_reference
from bot.referrals.status import cancel, status
from bot.understanding.text import normalise

_CANCEL = re.compile(
    r"\b(?:veux|souhaite|voudrais|desire|tiens) (?:plus|pas|pas du tout|plus du tout) (?:a )?"
    r"(?:etre (?:r?appele|contacte|joint)"
    r"|(?:qu'on|que quelqu'un|que vous|que l'on) (?:me |m')?(?:r?appell?|contact|joign))"
    r"|\bme r?appelez (?:pas|plus)\b|\bme contactez (?:pas|plus)\b"
    r"|\b(?:annul\w+|retir\w+|supprim\w+|arret\w+) (?:\w+ )?(?:ma|la|cette|mon|le|ce|l')\s?(?:demande|rappel|appel)\b"
    r"|\bplus besoin (?:d'etre r?appele|qu'on (?:me |m')r?appel|du rappel|de (?:ce|cet|votre) r?appel)"
)


def wants_no_call(text: str) -> bool:
    """Whether a sentence takes a request for a call back."""
    return bool(_CANCEL.search(normalise(text)))


@on_words("no_call", lambda turn: wants_no_call(turn.text), everywhere=True)
def no_call(turn: Turn) -> None:
    """Not sent yet: nothing is sent. Recorded: asked once, then cancelled. No code here: it is asked."""
    run = turn.interview
    if run is not None and run["purpose"] in ASKING:
        chosen = (run["context"].get("service") or {}).get("id", "")
        turn.set("interview", None)
        turn.say("not_sent", [m.button("Reprendre la demande", "call_back", service=chosen), *doors()[::2]])
        return
    if run is not None and run["purpose"] == "amend":
        turn.set("interview", None)
    code = turn.text if find_reference(turn.text) else turn.get("reference")
    if not code:
        turn.start("reference", ["reference"], {"then": {"do": "cancelling"}})
        interviews.ask(turn, turn.words("cancel_which"))
        return
    cancelling(turn, {"code": code})


@command("cancelling")
def cancelling(turn: Turn, do: dict[str, Any]) -> None:
    """Say which request, and ask once: a cancelled request does not come back."""
    code = str(do.get("code") or turn.get("reference") or "")
    with turn.world.database.session() as session:
        found = status(session, code)
    if found is None:
        turn.say("referral_status_unknown", [m.intent_button("Parler à une personne", "ask_human")])
        return
    if not found.can_cancel:
        turn.show(m.text(found.text, doors()))
        return
    turn.set("offer", {"do": "cancel_request", "code": code, "else": "keep_request"})
    turn.say(
        "cancel_confirm",
        [
            m.button("Oui, annuler ma demande", "cancel_request", code=code),
            m.button("Non, la garder", "keep_request"),
            m.button("Changer le numéro", "new_contact", code=code),
        ],
        service=found.service_name,
    )


@command("cancel_request")
def cancel_request(turn: Turn, do: dict[str, Any]) -> None:
    """Only then said to be cancelled."""
    turn.set("offer", None)
    with turn.world.database.session() as session:
        done = cancel(session, str(do.get("code", "")))
    if done:
        turn.say("news_cancelled", doors())
        return
    turn.say("not_cancelled", [m.intent_button("Parler à une personne", "ask_human")])


@command("keep_request")
def keep_request(turn: Turn, _do: dict[str, Any]) -> None:
    """« Non, la garder »."""
    turn.set("offer", None)
    turn.say("kept_request", [m.intent_button("Où en est ma demande ?", "referral_status")])
