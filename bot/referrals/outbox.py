"""The outbox: what is to be sent, claimed by one sender at a time, tried again later, given up in plain sight.

A sender that dies between the sending and :func:`sent` leaves its lease to run out, and the message goes again under
the same key: never lost, and recognisable as the same. Everything else is exactly once.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Database
from bot.referrals.models import OutboxMessage

LEASE = timedelta(minutes=2)  # longer than any sending may last
MOST_ATTEMPTS = 12  # over about a day
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=6)
CONSOLE = "console"
CUT_SHORT = "interrupted"


@dataclass(frozen=True)
class Claimed:
    """A message that this process alone may send until its lease runs out."""

    id: int
    lease: str
    referral_id: int
    kind: str
    channel: str
    audience: str
    key: str
    created_at: datetime


def enqueue(session: Session, referral_id: int, kind: str, channel: str, audience: str, about: str = "") -> bool:
    """Write a message, in the caller's transaction; False when this very message is already there.

    :param about: what tells it from another of its kind (a service, a step).
    """
    at = now()
    row = OutboxMessage(
        referral_id=referral_id,
        kind=kind,
        channel=channel,
        audience=audience,
        key=":".join((str(referral_id), kind, channel, audience, about))[:160],
        created_at=at,
        due_at=at,
    )
    if session.scalars(select(OutboxMessage.id).where(OutboxMessage.key == row.key)).first() is not None:
        return False
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another process wrote it meanwhile
        return False
    return True


def claim(database: Database, channels: Collection[str], most: int = 10) -> list[Claimed]:
    """Take the messages of these channels that are due, the oldest first; each counts one attempt more."""
    at, lease = now(), secrets.token_hex(8)
    free = and_(
        OutboxMessage.channel.in_(list(channels)),
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.dead_at.is_(None),
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < at),
    )
    with database.session() as session:
        # Each attempt ended with its process: trying for ever would hide it.
        _update(
            session,
            and_(free, OutboxMessage.attempts >= MOST_ATTEMPTS),
            dead_at=at,
            lease=None,
            leased_until=None,
            last_error=CUT_SHORT,
        )
        due = (
            select(OutboxMessage.id)
            .where(free, OutboxMessage.due_at <= at)
            .order_by(OutboxMessage.due_at, OutboxMessage.id)
            .limit(most)
            .with_for_update(skip_locked=True)  # PostgreSQL: two senders read two lists
        )
        for identifier in session.scalars(due).all():
            _update(
                session,
                and_(free, OutboxMessage.id == identifier),
                lease=lease,
                leased_until=at + LEASE,
                attempts=OutboxMessage.attempts + 1,
            )
        mine = session.scalars(select(OutboxMessage).where(OutboxMessage.lease == lease).order_by(OutboxMessage.id))
        return [
            Claimed(
                int(row.id), lease, int(row.referral_id), str(row.kind), str(row.channel), str(row.audience),
                str(row.key), row.created_at,
            )
            for row in mine
        ]  # fmt: skip


def sent(database: Database, message: Claimed) -> bool:
    """It is gone. False when the lease was lost meanwhile: somebody else answers for it."""
    with database.session() as session:
        return _update(session, _held(message), sent_at=now(), lease=None, leased_until=None, last_error=None)


def failed(database: Database, message: Claimed, error: str, *, permanent: bool) -> bool:
    """It did not go: later, after twice the wait, or never when ``permanent`` or tried often enough. True when dead."""
    with database.session() as session:
        attempts = session.scalar(select(OutboxMessage.attempts).where(_held(message)))
        if attempts is None:
            return False
        at = now()
        dead = permanent or attempts >= MOST_ATTEMPTS
        _update(
            session,
            _held(message),
            lease=None,
            leased_until=None,
            last_error=error[:200],
            **({"dead_at": at} if dead else {"due_at": at + delay(attempts)}),
        )
        return dead


def drop(database: Database, message: Claimed) -> None:
    """Nothing to say any more: the request is closed, or the agreement taken back."""
    with database.session() as session:
        session.execute(delete(OutboxMessage).where(_held(message)))


def revive(session: Session, referral_id: int) -> int:
    """Try the dead messages of a referral again from now; how many."""
    at = now()
    dead = and_(OutboxMessage.referral_id == referral_id, OutboxMessage.dead_at.is_not(None))
    values = {"dead_at": None, "attempts": 0, "due_at": at, "created_at": at}  # created anew: so are its links
    return int(session.execute(update(OutboxMessage).where(dead).values(**values)).rowcount)


def delay(attempts: int) -> timedelta:
    """The wait after this many attempts: doubled each time, give or take a quarter so that senders do not march."""
    steady = min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempts - 1))
    return steady * random.uniform(0.75, 1.25)


def _held(message: Claimed) -> Any:
    return and_(OutboxMessage.id == message.id, OutboxMessage.lease == message.lease)


def _update(session: Session, where: Any, **values: Any) -> bool:
    done = session.execute(
        update(OutboxMessage).where(where).values(**values).execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)
