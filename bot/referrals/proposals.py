"""After a refusal or ten days of silence, the next service: found once a service tried, accepted by the person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals import lifecycle
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import Referral, ReferralEvent
from bot.referrals.routing import Routes, tell_service, tell_team
from bot.referrals.standing import agreed, bring

SILENCE = timedelta(days=10)
WAITING = ("requested", "received", "accepted")
REFUSALS = ("full", "out-of-territory", "not-eligible", "no-answer-from-service", "other")
CAUSES: dict[str, str] = {
    "rejected": "le service a refusé",
    "silence": "dix jours sans réponse",
    "not-yet": "la personne n'a encore vu personne",
}
CONSENT_VERSION = "proposal-1"


@dataclass(frozen=True)
class NextService:
    """A service of the directory; ``by_mail``: it has an e-mail address there."""

    id: str
    name: str
    phone: str | None
    by_mail: bool


# need, code of the place, door (carer | patient | prescriber), services not to propose again
FindNext = Callable[[str, str, str, Collection[str]], "NextService | None"]


def due(session: Session, most: int = 50) -> list[tuple[Referral, str]]:
    """The requests whose present service refused, kept silent, or was not seen by the person; each with the cause."""
    last_act = (
        select(func.max(ReferralEvent.at))
        .where(ReferralEvent.referral_id == Referral.id, ReferralEvent.kind.not_in(("proposal", "news")))
        .scalar_subquery()
    )
    refused = or_(
        Referral.state == "rejected", and_(Referral.state == "failed", Referral.state_reason.in_(REFUSALS))
    )
    long_ago = now() - SILENCE
    silent = and_(Referral.state.in_(WAITING), Referral.created_at <= long_ago, last_act <= long_ago)
    unseen = and_(
        Referral.state.not_in(lifecycle.CLOSED),
        exists().where(FollowUp.referral_id == Referral.id, FollowUp.answer == "not-yet"),
    )
    tried = exists().where(Proposal.referral_id == Referral.id, Proposal.tried_service_id == Referral.service_id)
    found: list[tuple[Referral, str]] = []
    for cause, condition in (("rejected", refused), ("silence", silent), ("not-yet", unseen)):
        query = (
            select(Referral)
            .where(condition, ~tried, Referral.anonymised_at.is_(None))
            .order_by(Referral.level.desc(), Referral.id)
            .limit(most)
        )
        known = {referral.id for referral, _ in found}
        found += [(referral, cause) for referral in session.scalars(query) if referral.id not in known]
    return [(referral, cause) for referral, cause in found if agreed(session, referral)]


def propose(session: Session, vault: Vault, referral: Referral, cause: str, find: FindNext, routes: Routes) -> None:
    """Look for the next service, write what was found or that nothing was, and warn a coordinator.

    :raises sqlalchemy.exc.IntegrityError: another process did it meanwhile; nothing of this transaction may stay.
    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved the request at the same moment.
    """
    service = find(str(referral.need), str(referral.place_code), str(referral.door), excluded(session, referral))
    session.add(
        Proposal(
            referral_id=referral.id,
            at=now(),
            cause=cause,
            tried_service_id=referral.service_id,
            service_id=service.id if service else "",
            service_name=service.name if service else "",
            service_phone=service.phone if service else None,
            by_mail=bool(service and service.by_mail),
        )
    )
    said = f"{service.name}, {service.phone or 'sans téléphone'}" if service else "Aucun autre service trouvé."
    lifecycle.append(session, referral, "system", "proposal", reason=cause, note=said, vault=vault)
    lifecycle.flush(session)
    tell_team(session, routes, referral, f"proposal_{cause.replace('-', '_')}", str(referral.service_id))


def excluded(session: Session, referral: Referral) -> set[str]:
    """The services that were tried, refused, or asked by the same person for the same need."""
    rows = session.execute(
        select(Proposal.tried_service_id, Proposal.service_id).where(Proposal.referral_id == referral.id)
    )
    tried = {str(identifier) for row in rows for identifier in row}
    asked = session.scalars(
        select(Referral.service_id).where(Referral.session_id == referral.session_id, Referral.need == referral.need)
    )
    return ({str(referral.service_id)} | tried | {str(identifier) for identifier in asked}) - {""}


def latest(session: Session, referral: Referral) -> Proposal | None:
    """What was proposed (or not found) for the present service, when nobody has decided; None otherwise."""
    if referral.state in ("completed", "cancelled") or not agreed(session, referral):
        return None
    return session.scalars(
        select(Proposal).where(
            Proposal.referral_id == referral.id,
            Proposal.tried_service_id == referral.service_id,
            Proposal.decided_at.is_(None),
        )
    ).first()


def accept(session: Session, referral: Referral, actor: str, routes: Routes, words: str | None = None) -> bool:
    """The person agrees: the request goes to the proposed service, from the beginning; False when nothing is proposed.

    :param actor: ``person``, or the login of the coordinator to whom the person said it.
    :param words: the exact wording that the person agreed to, recorded as a consent; None when said on the phone, and
        the history then says who heard it.
    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved the request at the same moment.
    """
    proposal = latest(session, referral)
    if proposal is None or not proposal.service_id or not _decide(session, proposal, "accepted"):
        return False
    if words is not None:
        held = consent.grant(session, str(referral.session_id), "referral", words, CONSENT_VERSION)
        referral.consent_id = held.id
    if referral.state not in ("rejected", "failed"):
        bring(session, referral, "rejected", actor, "no-answer-from-service")
    referral.service_id, referral.service_name = proposal.service_id, proposal.service_name
    referral.service_phone = proposal.service_phone
    lifecycle.move(session, referral, "requested", actor, reason="other-service")
    tell_team(session, routes, referral, "referral_requested", str(referral.service_id))
    tell_service(session, routes, referral, bool(proposal.by_mail))
    return True


def decline(session: Session, referral: Referral, actor: str) -> bool:
    """The person does not want that service, and the history says so; when none was found, somebody has seen it."""
    proposal = latest(session, referral)
    if proposal is None or not _decide(session, proposal, "declined" if proposal.service_id else "seen"):
        return False
    if not proposal.service_id:
        return True
    lifecycle.append(session, referral, actor, "proposal", reason="declined-by-person")
    lifecycle.flush(session)
    return True


def _decide(session: Session, proposal: Proposal, decision: str) -> bool:
    done = session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.decided_at.is_(None))
        .values(decided_at=now(), decision=decision)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)
