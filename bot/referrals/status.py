"""What became of a request, said to the person who holds its whole code."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.referrals import lifecycle, news, proposals, satisfaction
from bot.referrals.lifecycle import CLOSED, MOVES, WITHDRAWN
from bot.referrals.models import Referral
from bot.referrals.reference import find_reference
from bot.referrals.standing import agreed

_IN_WORDS: dict[str, str] = {
    "requested": "Votre demande est bien enregistrée. Personne ne l'a encore traitée.",
    "received": "Votre demande a été lue. Quelqu'un va vous appeler.",
    "accepted": "Votre demande est acceptée par le service.",
    "rejected": "Ce service ne peut pas répondre. Une autre piste va vous être proposée.",
    "in-progress": "Quelqu'un s'occupe de votre demande en ce moment.",
    "completed": "Votre demande est terminée : l'aide est en place.",
    "cancelled": "Votre demande est annulée.",
    "failed": "Votre demande n'a pas abouti. Vous pouvez en faire une autre.",
}
_WITHDRAWN = "Votre accord est retiré : cette demande est annulée. Personne ne peut plus lire votre numéro ici."


@dataclass(frozen=True)
class Proposed:
    """Another service for the same need; ``name`` is "" when none was found."""

    name: str
    phone: str | None


@dataclass(frozen=True)
class Status:
    """``state`` is the coded state, ``text`` a French sentence; times are naive UTC.

    ``news_step``: « Avez-vous eu quelqu'un ? » waits for an answer to this step (days).
    """

    reference: str
    state: str
    text: str
    service_name: str
    created_at: datetime
    updated_at: datetime
    proposed: Proposed | None = None
    news_step: int | None = None
    can_cancel: bool = False
    opinion: bool = False  # it is over, and « Cette aide vous a-t-elle été utile ? » has no answer


def held_by(session: Session, text: str) -> Referral | None:
    """The request whose whole code stands in ``text``; None when there is none, or the secret half is wrong.

    The two cases are not told apart, so that codes cannot be guessed half by half.
    """
    reference = find_reference(text)
    if reference is None:
        return None
    referral = session.scalars(select(Referral).where(Referral.public_reference == reference.public)).first()
    if referral is None or not hmac.compare_digest(str(referral.secret_hash), reference.secret_hash):
        return None
    return referral


def status(session: Session, text: str) -> Status | None:
    """What became of the request whose whole code stands in ``text``; None as :func:`held_by`."""
    referral = held_by(session, text)
    if referral is None:
        return None
    proposal, question = proposals.latest(session, referral), news.pending(session, referral)
    return Status(
        str(referral.public_reference),
        str(referral.state),
        _in_words(session, referral),
        str(referral.service_name),
        referral.created_at,
        referral.updated_at,
        Proposed(str(proposal.service_name), proposal.service_phone) if proposal else None,
        int(question.step) if question else None,
        "cancelled" in MOVES[str(referral.state)],
        satisfaction.awaited(session, referral),
    )


def _in_words(session: Session, referral: Referral) -> str:
    bereft = referral.state not in CLOSED and not agreed(session, referral)
    return _WITHDRAWN if bereft or referral.state_reason == WITHDRAWN else _IN_WORDS[str(referral.state)]


def cancel(session: Session, text: str) -> bool:
    """The holder of the whole code does not want it any more; True when it is now cancelled, twice too.

    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved it at the same moment.
    """
    referral = held_by(session, text)
    if referral is None:
        return False
    if referral.state != "cancelled":
        if "cancelled" not in MOVES[str(referral.state)]:
            return False
        lifecycle.move(session, referral, "cancelled", "person", reason="declined-by-person")
    return True
