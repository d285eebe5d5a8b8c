"""Keeping a reminder, taking it back, claiming those that are due. Times are naive UTC."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Database
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.outbox import LEASE, MOST_ATTEMPTS, delay
from bot.reminders.models import Reminder

PURPOSE = "reminder"
DAYS = 182  # six months
CONFIRM, WAIT = "confirm", "wait"
CONTEXT = "reminder.contact"


@dataclass(frozen=True)
class Due:
    """A message to send now, claimed by this process alone until its lease ends."""

    id: int
    stage: str
    topic: str
    channel: str
    contact: str
    secret: str
    remind_at: datetime


def keep(session: Session, vault: Vault, session_id: str, topic: str, channel: str, contact: str) -> datetime:
    """Write a reminder in the place of the one that the conversation had; the day it will come.

    :raises PermissionError: the person did not agree to it.
    """
    if PURPOSE not in consent.active(session, session_id):
        raise PermissionError(PURPOSE)
    forget(session, session_id)
    at = now()
    session.add(
        Reminder(
            session_id=session_id,
            topic=topic,
            channel=channel,
            contact=vault.encrypt(contact, CONTEXT),
            secret=secrets.token_urlsafe(18),
            created_at=at,
            due_at=at,
            remind_at=at + timedelta(days=DAYS),
        )
    )
    return at + timedelta(days=DAYS)


def forget(session: Session, session_id: str) -> int:
    """Delete the reminder of a conversation, in the caller's transaction; how many."""
    return int(session.execute(delete(Reminder).where(Reminder.session_id == session_id)).rowcount)


def stop(session: Session, secret: str) -> bool:
    """Delete a reminder by the secret of its link, and take the agreement back; False when there is none."""
    row = session.scalars(select(Reminder).where(Reminder.secret == secret)).first()
    if row is None:
        return False
    consent.withdraw(session, str(row.session_id), PURPOSE)
    session.delete(row)
    return True


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
                session.delete(row)
                continue
            mine = session.execute(
                update(Reminder)
                .where(free, Reminder.id == row.id)
                .values(leased_until=at + LEASE, attempts=Reminder.attempts + 1)
                .execution_options(synchronize_session=False)
            )
            if mine.rowcount:
                contact = vault.decrypt(row.contact, CONTEXT)
                taken.append(
                    Due(
                        int(row.id), str(row.stage), str(row.topic), str(row.channel), contact, str(row.secret),
                        row.remind_at,
                    )
                )  # fmt: skip
    return taken


def sent(session: Session, due: Due) -> None:
    """After the first message, wait for the day; after the second there is nothing left to keep."""
    if due.stage == WAIT:
        session.execute(delete(Reminder).where(Reminder.id == due.id))
        return
    session.execute(
        update(Reminder)
        .where(Reminder.id == due.id)
        .values(stage=WAIT, due_at=Reminder.remind_at, attempts=0, leased_until=None)
    )


def failed(session: Session, due: Due, *, permanent: bool) -> None:
    """It did not leave: later; an address that nothing can reach is deleted."""
    if permanent:
        session.execute(delete(Reminder).where(Reminder.id == due.id))
        return
    attempts = session.scalar(select(Reminder.attempts).where(Reminder.id == due.id)) or 1
    session.execute(
        update(Reminder).where(Reminder.id == due.id).values(due_at=now() + delay(attempts), leased_until=None)
    )
