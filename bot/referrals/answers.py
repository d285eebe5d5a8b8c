"""What a service answers by its link: six coded answers, and what each does to the request."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.referrals import lifecycle
from bot.referrals.models import Referral, ReferralEvent
from bot.referrals.routing import Routes, tell_team
from bot.referrals.standing import bring

ACTOR = "service"


@dataclass(frozen=True)
class Answer:
    """``label`` on the button, ``done`` once recorded."""

    label: str
    to_state: str
    reason: str | None
    done: str


ANSWERS: dict[str, Answer] = {
    "called": Answer("Nous l'avons appelée", "in-progress", None, "Vous avez appelé la personne."),
    "in-place": Answer("Rendez-vous pris, ou aide en place", "completed", "done", "L'aide est en place."),
    "unreachable": Answer("Injoignable", "received", "unreachable", "La personne n'a pas pu être jointe."),
    "full": Answer("Complet", "rejected", "full", "Vous n'avez pas de place."),
    "out-of-territory": Answer(
        "Hors territoire", "rejected", "out-of-territory", "La personne est hors de votre territoire."
    ),
    "not-for-us": Answer("Ce n'est pas pour nous", "rejected", "not-eligible", "La demande n'est pas pour vous."),
}


def answer(session: Session, referral: Referral, code: str, routes: Routes) -> bool:
    """Record a service's answer; False when this answer is the last that it gave already.

    :raises KeyError: no such answer.
    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved the request at the same moment.
    """
    wanted = ANSWERS[code]
    if given(session, referral) == code:
        return False
    if not bring(session, referral, wanted.to_state, ACTOR, wanted.reason):
        # Nothing to move (« injoignable » when the case is already in hand): it is said all the same.
        lifecycle.append(session, referral, ACTOR, "call", reason=wanted.reason or "reached")
        lifecycle.flush(session)
    tell_team(session, routes, referral, "service_answered", f"{referral.service_id}:{referral.version}")
    return True


def given(session: Session, referral: Referral) -> str | None:
    """The code of the last answer of the present service, if it still stands as the latest word on the request."""
    last = session.scalars(
        select(ReferralEvent)
        .where(ReferralEvent.referral_id == referral.id, ReferralEvent.kind.in_(("state", "call")))
        .order_by(ReferralEvent.id.desc())
        .limit(1)
    ).first()
    if last is None or last.actor != ACTOR:
        return None
    for code, known in ANSWERS.items():
        if last.kind == "call":
            if (last.reason or "") == (known.reason or "reached"):
                return code
        elif _landed(known, str(last.to_state)) and last.reason == known.reason:
            return code
    return None


def _landed(known: Answer, state: str) -> bool:
    return state == known.to_state or (known.to_state == "rejected" and state == "failed")
