"""What became of a request, and « ce numéro est faux »."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from actions import interviews
from actions.base import RelaisAction
from actions.news import go_on
from actions.offers import doors
from actions.referral import recorded
from actions.registry import INTENTS, command, finish, on
from actions.standing import unheard, waits
from actions.turn import Turn
from bot import messages as m
from bot.referrals.reference import find_reference
from bot.referrals.status import status


class ActionFollowUp(RelaisAction):
    """Status of a request; a wrong piece of information."""

    action_name = "action_follow_up"

    def act(self, turn: Turn) -> None:
        """By intent."""
        INTENTS[turn.intent](turn)


@on("referral_status")
def _status(turn: Turn) -> None:
    if code := unheard(turn):
        recorded(turn, code)
        return
    code = turn.text if find_reference(turn.text) else turn.get("reference")
    if not code and waits(turn):  # its question comes back after these words
        turn.say("referral_unsent")
        return
    if not code:
        turn.start("reference", ["reference"])
        interviews.ask(turn)
        return
    tell(turn, code)


@finish("reference")
def _code_given(turn: Turn) -> None:
    run = turn.interview or {}
    value = (turn.world.engine.answers(run["state"]).get("reference.code") or {}).get("value")
    turn.set("interview", None)
    tell(turn, str(value or ""))


def tell(turn: Turn, code: str) -> None:
    """The state in words, or that no request has this code."""
    with turn.world.database.session() as session:
        found = status(session, code)
    if found is None:
        turn.say("referral_status_unknown", [m.intent_button("Parler à une personne", "ask_human")])
        return
    words = (
        f"{found.text}\nDemande faite le {found.created_at:%d/%m/%Y} à : {found.service_name}. "
        f"Dernier changement : le {found.updated_at:%d/%m/%Y}."
    )
    turn.show(m.text(words, [] if found.news_step or found.proposed or found.opinion else doors()))
    go_on(turn, code, found)


@on("report_wrong_info")
def _wrong(turn: Turn) -> None:
    report(turn, {})


@command("report")
def report(turn: Turn, do: dict[str, Any]) -> None:
    """Which service, then what is wrong."""
    shown = (turn.get("shown") or {}).get("services", [])
    if not shown:
        turn.say("report_which", [m.button("Trouver un service", "near")])
        return
    if "service" not in do and len(shown) > 1:
        turn.show(
            m.text(
                "De quel service parlez-vous ?",
                [m.button(shorten(s["name"], 80, placeholder=" …"), "report", service=s["id"]) for s in shown],
            )
        )
        return
    service = next((s for s in shown if s["id"] == do.get("service")), shown[0])
    turn.start("report", ["report"], {"service": service})
    interviews.ask(turn)


@finish("report")
def _reported(turn: Turn) -> None:
    run = turn.interview or {}
    what = (turn.world.engine.answers(run["state"]).get("report.what") or {}).get("value") or "other"
    turn.set("interview", None)
    turn.world.directory.report(run["context"]["service"]["id"], str(what))
    turn.say(
        "report_thanks",
        [m.button("Voir d'autres services", "more"), m.intent_button("Parler à une personne", "ask_human")],
    )
