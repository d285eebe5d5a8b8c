"""The states of a referral (FHIR Task) and the moves between them.

:data:`MOVES` and :data:`REASONS` are the whole rule: what is not written there is refused.
"""

from __future__ import annotations

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.clock import now
from bot.privacy.vault import Vault
from bot.referrals.models import Referral, ReferralEvent

STATES = ("requested", "received", "accepted", "rejected", "in-progress", "completed", "cancelled", "failed")
CLOSED = frozenset({"completed", "cancelled", "failed"})
MOVES: dict[str, frozenset[str]] = {
    "requested": frozenset({"received", "accepted", "rejected", "in-progress", "completed", "cancelled", "failed"}),
    "received": frozenset({"accepted", "rejected", "in-progress", "completed", "cancelled", "failed"}),
    "accepted": frozenset({"in-progress", "completed", "cancelled", "failed", "rejected"}),
    "rejected": frozenset({"requested", "received", "cancelled"}),  # reopened towards another service, or ended
    "in-progress": frozenset({"completed", "cancelled", "failed"}),
    "completed": frozenset({"in-progress"}),
    "cancelled": frozenset(),
    "failed": frozenset({"requested", "received"}),
}
WITHDRAWN = "consent-withdrawn"
REASONS: dict[str, str] = {
    "unreachable": "personne injoignable",
    "full": "plus de place",
    "not-eligible": "hors du public du service",
    "out-of-territory": "hors du territoire du service",
    "declined-by-person": "la personne ne le souhaite plus",
    WITHDRAWN: "la personne a retiré son accord",
    "duplicate": "demande déjà faite",
    "wrong-contact": "numéro ou adresse faux",
    "no-answer-from-service": "le service n'a pas répondu",
    "other-service": "orientée vers un autre service",
    "done": "aide en place",
    "activated": "Mon espace santé activé",
    "other": "autre raison",
}
# What a coordinator chooses from: an agreement is taken back by the person alone.
CHOICES: dict[str, str] = {code: words for code, words in REASONS.items() if code != WITHDRAWN}
NEEDS_REASON = frozenset({"rejected", "cancelled", "failed"})
STATE_LABELS: dict[str, str] = {
    "requested": "à traiter",
    "received": "reçue",
    "accepted": "acceptée",
    "rejected": "refusée par le service",
    "in-progress": "en cours",
    "completed": "aide en place",
    "cancelled": "annulée",
    "failed": "pas aboutie",
}


class IllegalMove(Exception):
    """The move is not in :data:`MOVES`, or lacks its reason; the message is a French sentence."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the referral since it was read; nothing was written."""


def allowed(state: str) -> tuple[str, ...]:
    """The states that may follow ``state``, in the order of :data:`STATES`."""
    return tuple(s for s in STATES if s in MOVES[state])


def move(
    session: Session,
    referral: Referral,
    to_state: str,
    actor: str,
    *,
    reason: str | None = None,
    note: str | None = None,
    vault: Vault | None = None,
    seen_version: int | None = None,
) -> ReferralEvent:
    """Change the state of ``referral`` and append the event.

    :param seen_version: the version that the coordinator was looking at; when given and passed, the move is refused.
    :raises IllegalMove: unknown state, forbidden move, or missing reason.
    :raises ChangedMeanwhile: somebody else moved it first.
    """
    check_version(referral, seen_version)  # first: an old page is why most refused moves are refused
    if to_state not in STATES or to_state not in MOVES[str(referral.state)]:
        raise IllegalMove(
            f"Une demande « {STATE_LABELS[str(referral.state)]} » ne peut pas devenir "
            f"« {STATE_LABELS.get(to_state, to_state)} »."
        )
    if reason is not None and reason not in REASONS:
        raise IllegalMove("Cette raison n'existe pas. Choisissez-en une dans la liste.")
    if to_state in NEEDS_REASON and reason is None:
        raise IllegalMove("Choisissez une raison dans la liste.")
    event = append(session, referral, actor, "state", to_state=to_state, reason=reason, note=note, vault=vault)
    referral.state, referral.state_reason = to_state, reason
    flush(session)
    return event


def append(
    session: Session,
    referral: Referral,
    actor: str,
    kind: str,
    *,
    to_state: str | None = None,
    reason: str | None = None,
    note: str | None = None,
    vault: Vault | None = None,
) -> ReferralEvent:
    """Append an event to the history of ``referral`` and date it; a note is encrypted and so needs the vault."""
    if note and vault is None:
        raise ValueError("a note is kept encrypted: give the vault")
    event = ReferralEvent(
        referral_id=referral.id,
        at=now(),
        actor=actor,
        kind=kind,
        from_state=referral.state,
        to_state=to_state or referral.state,
        reason=reason,
        note=vault.encrypt(note, "referral.note") if note and vault else None,
    )
    session.add(event)
    referral.updated_at = referral.last_contact_at = now()
    return event


def check_version(referral: Referral, seen_version: int | None) -> None:
    """Refuse when the coordinator looked at an older version than the one that stands."""
    if seen_version is not None and referral.version != seen_version:
        raise ChangedMeanwhile("Une autre personne vient de modifier cette demande. Relisez-la avant d'agir.")


def flush(session: Session) -> None:
    """Write now, so that a concurrent change is seen here and not at the commit."""
    try:
        session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile(
            "Une autre personne vient de modifier cette demande. Relisez-la avant d'agir."
        ) from error
