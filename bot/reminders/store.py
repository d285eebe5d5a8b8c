"""Keeping a reminder, taking it back, claiming those that are due. Times are naive UTC."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import MORNING, at_hour, now, today
from bot.database import Database
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.outbox import LEASE, MOST_ATTEMPTS, delay
from bot.reminders.models import Reminder

PURPOSE = "reminder"
DAYS = 182  # six months
LATE = timedelta(days=3)  # after the day, longer than all the attempts: nothing can leave any more
CONFIRM, WAIT = "confirm", "wait"
CONTEXT = "reminder.contact"


@dataclass(frozen=True)
class Due:
    """A message to send now, claimed by this process alone until its lease ends."""

    id: int
    stage: str
    channel: str
    contact: str
    secret: str
    remind_at: datetime
    leased_until: datetime


def keep(session: Session, vault: Vault, session_id: str, topic: str, channel: str, contact: str) -> datetime:
    """Write a reminder in the place of the one that the conversation had; the day it will come.

    :raises PermissionError: the person did not agree to it.
    """
    if PURPOSE not in consent.active(session, session_id):
        raise PermissionError(PURPOSE)
    forget(session, session_id)
    at = now()
    # Asked for at night, it does not come at night.
    day = at_hour(today() + timedelta(days=DAYS), MORNING)
    session.add(
        Reminder(
            session_id=session_id,
            topic=topic,
            channel=channel,
            contact=vault.encrypt(contact, CONTEXT),
            secret=secrets.token_urlsafe(18),
            created_at=at,
            due_at=at,
            remind_at=day,
        )
    )
    return day


def forget(session: Session, session_id: str) -> int:
    """Delete the reminder of a conversation, in the caller's transaction; how many."""
    return int(session.execute(delete(Reminder).where(Reminder.session_id == session_id)).rowcount)


def stop(session: Session, secret: str) -> bool:
    """Delete a reminder by the secret of its link, and take the agreement back; False when there is none."""
    row = session.scalars(select(Reminder).where(Reminder.secret == secret)).first()
    if row is None:
        return False
    _end(session, row)
    return True


def kept(session: Session, session_id: str) -> bool:
    """True while the conversation has a reminder to come, and the agreement to it."""
    row = session.scalars(select(Reminder.id).where(Reminder.session_id == session_id)).first()
    return row is not None and PURPOSE in consent.active(session, session_id)


def purge(session: Session) -> int:
    """Delete the reminders whose day went by without a way to send them, with their agreement; how many."""
    rows = session.scalars(select(Reminder).where(Reminder.remind_at < now() - LATE)).all()
    for row in rows:
        _end(session, row)
    return len(rows)


def exists(session: Session, secret: str) -> bool:
    """True while the link of this secret can stop something."""
    return session.scalars(select(Reminder.id).where(Reminder.secret == secret)).first() is not None


def claim(database: Database, vault: Vault, channels: Collection[str], most: int = 10) -> list[Due]:
    """Take what is due on these channels; each counts one attempt more. Without its agreement a reminder is deleted."""
    at, taken = now(), []
    free = and_(
        Reminder.channel.in_(list(channels)),
        Reminder.due_at <= at,
        or_(Reminder.leased_until.is_(None), Reminder.leased_until < at),
    )
    with database.session() as session:
        rows = session.scalars(
            select(Reminder).where(free).order_by(Reminder.due_at).limit(most).with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            if PURPOSE not in consent.active(session, str(row.session_id)) or row.attempts >= MOST_ATTEMPTS:
                _end(session, row)
                continue
            until = at + LEASE
            mine = session.execute(
                update(Reminder)
                .where(free, Reminder.id == row.id)
                .values(leased_until=until, attempts=Reminder.attempts + 1)
                .execution_options(synchronize_session=False)
            )
            if mine.rowcount:
                contact = vault.decrypt(row.contact, CONTEXT)
                taken.append(
                    Due(
                        int(row.id), str(row.stage), str(row.channel), contact, str(row.secret), row.remind_at, until,
                    )
                )  # fmt: skip
    return taken


def sent(session: Session, due: Due) -> None:
    """After the first message, wait for the day; after the second there is nothing left to keep.

    Nothing happens when the lease was lost meanwhile: the process that took the row answers for it.
    """
    if due.stage == WAIT:
        _end_held(session, due)
        return
    session.execute(
        update(Reminder)
        .where(_held(due))
        .values(stage=WAIT, due_at=Reminder.remind_at, attempts=0, leased_until=None)
        .execution_options(synchronize_session=False)
    )


def failed(session: Session, due: Due, *, permanent: bool) -> None:
    """It did not leave: later; an address that nothing can reach is deleted. Nothing when the lease was lost."""
    if permanent:
        _end_held(session, due)
        return
    attempts = session.scalar(select(Reminder.attempts).where(_held(due)))
    if attempts is None:
        return
    session.execute(
        update(Reminder)
        .where(_held(due))
        .values(due_at=now() + delay(attempts), leased_until=None)
        .execution_options(synchronize_session=False)
    )


def _held(due: Due) -> Any:
    """The row as this process leased it: another stage or another lease is another message."""
    return and_(Reminder.id == due.id, Reminder.stage == due.stage, Reminder.leased_until == due.leased_until)


def _end_held(session: Session, due: Due) -> None:
    row = session.scalars(select(Reminder).where(_held(due)).with_for_update()).first()
    if row is not None:
        _end(session, row)


def _end(session: Session, row: Reminder) -> None:
    """Delete a reminder with its agreement: without the one, the other would say that something is still to come."""
    consent.withdraw(session, str(row.session_id), PURPOSE)
    session.delete(row)
