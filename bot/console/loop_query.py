"""What the loop leaves to people: news to ask by telephone, services to propose, messages that did not leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.referrals.contact import MESSENGERS
from bot.referrals.lifecycle import CLOSED
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral
from bot.referrals.outbox import CONSOLE

MOST = 50
OUTWARD = ("email", "webhook", "sms", *sorted(MESSENGERS))
LATE = timedelta(minutes=15)  # a message that waits less is on its way
_REFERRAL = (Referral.public_reference, Referral.need, Referral.place_label, Referral.service_name, Referral.level)


def to_call(session: Session, mine: Any) -> list[Any]:
    """The questions for a coordinator to ask, the oldest first."""
    return session.execute(
        select(*_REFERRAL, FollowUp.step, FollowUp.asked_at, FollowUp.silent_at, FollowUp.silent_by, Referral.state)
        .join(Referral, Referral.id == FollowUp.referral_id)
        .where(mine, *_unasked(), Referral.anonymised_at.is_(None))
        .order_by(Referral.level.desc(), FollowUp.asked_at, FollowUp.id)
        .limit(MOST)
    ).all()


def proposed(session: Session, mine: Any) -> list[Any]:
    """The next services that nobody has decided on, and the requests for which none was found."""
    return session.execute(
        select(
            *_REFERRAL,
            Proposal.at,
            Proposal.cause,
            Proposal.service_id,
            Proposal.service_name.label("next_name"),
            Proposal.service_phone.label("next_phone"),
        )
        .join(Referral, Referral.id == Proposal.referral_id)
        .where(
            mine,
            Proposal.decided_at.is_(None),
            Proposal.tried_service_id == Referral.service_id,
            Referral.state.not_in(("completed", "cancelled")),
            Referral.anonymised_at.is_(None),
        )
        .order_by(Referral.level.desc(), Proposal.at, Proposal.id)
        .limit(MOST)
    ).all()


def stuck(session: Session, mine: Any) -> list[Any]:
    """The messages that should have left and have not, those given up first."""
    return session.execute(
        select(
            Referral.public_reference,
            OutboxMessage.kind,
            OutboxMessage.channel,
            OutboxMessage.audience,
            OutboxMessage.attempts,
            OutboxMessage.last_error,
            OutboxMessage.created_at,
            OutboxMessage.due_at,
            OutboxMessage.dead_at,
        )
        .join(Referral, Referral.id == OutboxMessage.referral_id)
        .where(mine, *_stuck())
        .order_by(OutboxMessage.dead_at.is_(None), OutboxMessage.created_at, OutboxMessage.id)
        .limit(MOST)
    ).all()


def counts(session: Session, mine: Any) -> dict[str, int]:
    """How many of each."""

    def number(table: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(table).join(Referral, Referral.id == table.referral_id)
        return int(session.scalar(query.where(mine, *conditions)) or 0)

    return {
        "to_call": number(FollowUp, *_unasked(), Referral.anonymised_at.is_(None)),
        "proposed": number(
            Proposal,
            Proposal.decided_at.is_(None),
            Proposal.tried_service_id == Referral.service_id,
            Referral.state.not_in(("completed", "cancelled")),
            Referral.anonymised_at.is_(None),
        ),
        "stuck": number(OutboxMessage, *_stuck()),
    }


def _unasked() -> tuple[Any, ...]:
    return (
        FollowUp.channel == CONSOLE,
        FollowUp.asked_at.is_not(None),
        FollowUp.answered_at.is_(None),
        Referral.state.not_in(tuple(CLOSED - {"completed"})),
    )


def _stuck() -> tuple[Any, ...]:
    return (
        OutboxMessage.channel.in_(OUTWARD),  # by name: an index cannot follow a « not »
        OutboxMessage.sent_at.is_(None),
        or_(
            OutboxMessage.dead_at.is_not(None),
            OutboxMessage.attempts > 0,
            OutboxMessage.created_at < now() - LATE,
        ),
    )
