"""The agreement taken back: nobody may be called any more, so the requests made under it end here, and all around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Database
from bot.privacy import consent
from bot.privacy.consent import Consent
from bot.referrals import news
from bot.referrals.lifecycle import CLOSED, MOVES, WITHDRAWN, ChangedMeanwhile, move
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral
from bot.referrals.outbox import CONSOLE
from bot.referrals.status import held_by

TRIES = 3  # when a coordinator moves the request at the same moment; the sweep does what is left


@dataclass(frozen=True)
class Ended:
    """A request that the withdrawal ended."""

    reference: str
    service_id: str
    service_name: str


def withdraw(database: Database, session_id: str, code: str = "") -> list[Ended]:
    """Take back every agreement of a conversation, and end the requests that stood by them.

    :param code: the code of a request made in another conversation, when the person gave it: its agreement ends too.
    """
    with database.session() as session:  # alone, and first: the right is obeyed whatever becomes of the rest
        mine = select(Consent.id).where(Consent.session_id == session_id, Consent.withdrawn_at.is_(None))
        ending = set(session.scalars(mine))
        consent.withdraw(session, session_id)
        held = held_by(session, code)
        if held is not None and held.consent_id is not None:
            ending.add(int(held.consent_id))
            session.execute(
                update(Consent)
                .where(Consent.id == held.consent_id, Consent.withdrawn_at.is_(None))
                .values(withdrawn_at=now())
            )
        ended = [
            Ended(str(r.public_reference), str(r.service_id), str(r.service_name))
            for r in session.scalars(select(Referral).where(Referral.consent_id.in_(ending), _open()))
        ]
    close_all(database)
    return ended


def close_all(database: Database) -> int:
    """End what still stands without an agreement, each request in a transaction of its own; how many were ended."""
    with database.session() as session:
        left = list(session.scalars(select(Referral.id).where(*_bereft()).order_by(Referral.id)))
    return sum(_close(database, identifier) for identifier in left)


def _close(database: Database, identifier: int) -> bool:
    for _ in range(TRIES):
        try:
            with database.session() as session:
                referral = session.scalars(select(Referral).where(Referral.id == identifier, *_bereft())).first()
                if referral is None:
                    return False
                _end(session, referral)
                return True
        except ChangedMeanwhile:
            continue
    return False


def _end(session: Session, referral: Referral) -> None:
    """Cancelled with its reason; nothing more is sent, asked or proposed about it."""
    identifier, at = int(referral.id), now()
    if referral.state not in CLOSED and "cancelled" in MOVES[str(referral.state)]:
        move(session, referral, "cancelled", "person", reason=WITHDRAWN)
    for query in (
        update(FollowUp)
        .where(FollowUp.referral_id == identifier, FollowUp.answered_at.is_(None))
        .values(answered_at=at, answer=news.VOID),
        update(Proposal)
        .where(Proposal.referral_id == identifier, Proposal.decided_at.is_(None))
        .values(decided_at=at, decision="withdrawn"),
        delete(OutboxMessage).where(OutboxMessage.referral_id == identifier, *_waiting()),
    ):
        session.execute(query.execution_options(synchronize_session=False))


def _open() -> Any:
    return and_(Referral.state.not_in(CLOSED), Referral.anonymised_at.is_(None))


def _waiting() -> tuple[Any, ...]:
    return (OutboxMessage.channel != CONSOLE, OutboxMessage.sent_at.is_(None))


def _bereft() -> tuple[Any, ...]:
    """Without an agreement, and something is still to be ended."""
    return (
        Referral.consent_id.in_(select(Consent.id).where(Consent.withdrawn_at.is_not(None))),
        Referral.anonymised_at.is_(None),
        or_(
            Referral.state.not_in(CLOSED),
            exists().where(FollowUp.referral_id == Referral.id, FollowUp.answered_at.is_(None)),
            exists().where(Proposal.referral_id == Referral.id, Proposal.decided_at.is_(None)),
            exists().where(OutboxMessage.referral_id == Referral.id, *_waiting()),
        ),
    )
