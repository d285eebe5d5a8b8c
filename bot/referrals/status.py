"""What became of a request, said to the person who holds its whole code."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.referrals.models import Referral
from bot.referrals.reference import find_reference

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


@dataclass(frozen=True)
class Status:
    """``state`` is the coded state, ``text`` a French sentence; times are naive UTC."""

    reference: str
    state: str
    text: str
    service_name: str
    created_at: datetime
    updated_at: datetime


def status(session: Session, text: str) -> Status | None:
    """Find the request whose whole code stands in ``text``; None when there is none, or the secret half is wrong.

    The two cases are not told apart, so that codes cannot be guessed half by half.
    """
    reference = find_reference(text)
    if reference is None:
        return None
    referral = session.scalars(select(Referral).where(Referral.public_reference == reference.public)).first()
    if referral is None or not hmac.compare_digest(str(referral.secret_hash), reference.secret_hash):
        return None
    return Status(
        reference.public,
        str(referral.state),
        _IN_WORDS[str(referral.state)],
        str(referral.service_name),
        referral.created_at,
        referral.updated_at,
    )
