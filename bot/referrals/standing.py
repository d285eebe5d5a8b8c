"""May anything still be said of a request to somebody outside, and the way from one state to another."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.privacy.consent import Consent
from bot.referrals.lifecycle import CLOSED, MOVES, move
from bot.referrals.models import Referral


def agreed(session: Session, referral: Referral) -> bool:
    """True while the request names somebody, and that person has not taken the agreement back."""
    if referral.anonymised_at is not None or referral.consent_id is None:
        return False
    consent = session.get(Consent, referral.consent_id)
    return consent is not None and consent.withdrawn_at is None


def shareable(session: Session, referral: Referral) -> bool:
    """True while a service may be told of it, or shown it: agreed, and not closed."""
    return referral.state not in CLOSED and agreed(session, referral)


def bring(session: Session, referral: Referral, to_state: str, actor: str, reason: str | None = None) -> bool:
    """Move to a state by the moves that exist, through « reçue » when there is no direct one; False when already
    there for the same reason, or when it cannot be reached.

    A service that refuses after it began has failed: FHIR's Task knows no way back from in-progress to rejected.
    """
    state = str(referral.state)
    if (state, referral.state_reason) == (to_state, reason):
        return False
    if to_state == "rejected" and state == "in-progress":
        to_state = "failed"
    if to_state not in MOVES[state]:
        if "received" not in MOVES[state] or to_state not in MOVES["received"]:
            return False
        move(session, referral, "received", actor)
    move(session, referral, to_state, actor, reason=reason)
    return True
