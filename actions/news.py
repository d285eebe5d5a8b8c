"""After the state of a request: the next service when one is proposed, and « Avez-vous eu quelqu'un ? » when due."""

from __future__ import annotations

from typing import Any

from actions import interviews
from actions.offers import doors
from actions.registry import command, finish
from actions.turn import Turn
from bot import messages as m
from bot.referrals import news, proposals, satisfaction
from bot.referrals.routing import Routes
from bot.referrals.status import Status, held_by

# What the questionnaire « follow_up » answers → the codes of the log.
OUTCOMES = {
    "in_place": "in-place",
    "planned": "planned",
    "full": "full",
    "refused": "refused",
    "declined": "declined",
}


def go_on(turn: Turn, code: str, found: Status) -> None:
    """Propose, then ask; nothing when neither is due. Another questionnaire under way is not lost for it."""
    if found.proposed is not None:
        _propose(turn, code, found)
    if found.opinion and found.news_step is None:
        buttons = [m.button("Utile", "opinion", code=code, useful=True), m.button("Pas utile", "opinion", code=code)]
        turn.show(m.text(turn.words("opinion_ask"), buttons))
    if found.news_step is not None and turn.interview is None:
        turn.start("follow_up", ["follow_up"], {"code": code, "step": found.news_step})
        interviews.ask(turn)


def _propose(turn: Turn, code: str, found: Status) -> None:
    service = found.proposed
    assert service is not None
    if not service.name:
        turn.say("proposal_none", [m.intent_button("Parler à une personne", "ask_human")])
        return
    links = [m.tel(f"Appeler le {service.phone}", service.phone)] if service.phone else []
    turn.show(
        m.text(
            f"Un autre service peut répondre : {service.name}.\n{_consent(turn, service.name)}",
            [
                m.button("Oui, transmettre ma demande", "accept_proposal", code=code, service=service.name),
                m.button("Non merci", "decline_proposal", code=code),
            ],
            links,
        )
    )


@command("accept_proposal")
def accept(turn: Turn, do: dict[str, Any]) -> None:
    """Hand the request over to the proposed service, by this agreement; only then say that it is done."""
    with turn.world.database.session() as session:
        referral = held_by(session, do["code"])
        waiting = proposals.latest(session, referral) if referral else None
        name = str(waiting.service_name) if waiting else ""
        done = (
            referral is not None
            and name == do["service"]  # what was shown is what is agreed to
            and proposals.accept(session, referral, "person", Routes.of(turn.world.settings), _consent(turn, name))
        )
    words = f"C'est fait. Votre demande est maintenant pour : {name}." if done else "Cette proposition n'est plus là."
    turn.show(m.text(words, [m.intent_button("Où en est ma demande ?", "referral_status")]))


@command("decline_proposal")
def decline(turn: Turn, do: dict[str, Any]) -> None:
    """« Non merci »."""
    with turn.world.database.session() as session:
        referral = held_by(session, do["code"])
        if referral is not None:
            proposals.decline(session, referral, "person")
    turn.say("proposal_declined", doors())


@command("opinion")
def opinion(turn: Turn, do: dict[str, Any]) -> None:
    """« Utile », « pas utile »: kept with the request, and counted without a name."""
    with turn.world.database.session() as session:
        referral = held_by(session, do["code"])
        useful = bool(do.get("useful"))
        taken = referral is not None and satisfaction.answer(session, turn.world.vault, referral, useful)
    turn.say("opinion_thanks" if taken else "news_already", doors())


@finish("follow_up")
def answered(turn: Turn) -> None:
    """Write the news in the request, and say what they change."""
    run = turn.run
    said = turn.world.engine.values(run["state"])
    turn.set("interview", None)
    code, worse = _coded(said), said.get("follow_up.better") == "worse"
    if code is None:
        turn.show(m.text("D'accord. Je n'ai rien noté.", doors()))
        return
    with turn.world.database.session() as session:
        referral = held_by(session, run["context"]["code"])
        taken = referral is not None and news.answer(
            session, referral, run["context"]["step"], code, "person", Routes.of(turn.world.settings), worse=worse
        )
        cancelled = referral is not None and referral.state == "cancelled"
    key = "news_already"
    if taken:
        key = "news_cancelled" if cancelled else "news_waiting" if code in news.UNHELPED else "news_thanks"
    turn.say(key, doors())


def _coded(said: dict[str, Any]) -> str | None:
    """The answers of the questionnaire as one code; None when the first question was passed over."""
    reached, other = said.get("follow_up.reached"), said.get("follow_up.other_service")
    if reached is None:
        return None
    if reached != "yes":
        return "waiting" if other is False else "not-yet"
    outcome = OUTCOMES.get(str(said.get("follow_up.outcome")), "yes")
    return "stop" if outcome in news.UNHELPED and other is False else outcome


def _consent(turn: Turn, service: str) -> str:
    return turn.words("proposal_consent", service=service)
