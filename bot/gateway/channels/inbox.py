"""The inbox: a message is written here before the provider is told that it was received, and known again if it returns.

Every function is one transaction, and is called in a thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.gateway.channels.identity import Names
from bot.gateway.channels.incoming import Incoming
from bot.gateway.channels.models import Correspondent, Inbox, ReplyPart
from bot.gateway.channels.rendering import Part
from bot.gateway.channels.sealing import Sealed
from bot.privacy.vault import Vault


def clock_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Waiting:
    """A message taken from the inbox: how many times answering it has failed, and how long ago it arrived."""

    id: int
    key: str
    channel: str
    incoming: Incoming
    failures: int
    age_ms: int


class InboxStore:
    """Writes what arrives and takes it out in order."""

    def __init__(self, database: Database, vault: Vault, names: Names) -> None:
        self._database, self._names = database, names
        self._sealed = Sealed(vault)

    def accept(self, channel: str, incoming: Incoming) -> bool:
        """Write a message; False when it was here already.

        :raises SQLAlchemyError: it could not be written, and must not be acknowledged.
        """
        try:
            return self._write(channel, incoming)
        except IntegrityError:  # two first messages of one person at once: this one now reads what the other wrote
            return self._write(channel, incoming)

    def _write(self, channel: str, incoming: Incoming) -> bool:
        with self._database.session() as session:
            return self._accept(session, channel, incoming)

    def _accept(self, session: Session, channel: str, incoming: Incoming) -> bool:
        name = self._names.message(channel, incoming.message_id)
        known = select(Inbox.id).where(Inbox.channel == channel, Inbox.message_hash == name)
        if session.execute(known).first() is not None:
            return False
        key, at = self._names.correspondent(channel, incoming.address), clock_ms()
        if session.get(Correspondent, key) is None:
            session.add(Correspondent(key=key, channel=channel, seen_ms=at))
        session.add(
            Inbox(
                channel=channel,
                message_hash=name,
                correspondent=key,
                rank=incoming.rank,
                arrived_ms=at,
                state="waiting",
                body=self._sealed.message(channel, incoming),
            )
        )
        if incoming.kind == "stop":  # what was still to be sent is not sent
            session.execute(_waiting_parts(key).values(state="dropped", body=None))
        else:  # a new message is worth a new attempt: it may be the one that matters
            session.execute(_waiting_parts(key).values(due_ms=at))
        return True

    def next(self, key: str, settled_ms: int) -> Waiting | None:
        """The first message of a correspondent by the provider's order, once one of those that wait arrived before
        ``settled_ms``: one sent before it may have come just after, and goes first."""
        with self._database.session() as session:
            rows = session.scalars(
                select(Inbox).where(Inbox.correspondent == key, Inbox.state == "waiting").order_by(Inbox.rank, Inbox.id)
            ).all()
            if not any(row.arrived_ms <= settled_ms for row in rows):
                return None
            row = rows[0]
            incoming = self._sealed.open_message(row.channel, row.body)
            return Waiting(row.id, key, row.channel, incoming, row.failures, clock_ms() - row.arrived_ms)

    def failed(self, message_id: int) -> None:
        """Answering it raised: after a few times it is given up (a process that was killed does not count)."""
        with self._database.session() as session:
            session.execute(update(Inbox).where(Inbox.id == message_id).values(failures=Inbox.failures + 1))

    def write_parts(self, session: Session, waiting: Waiting, parts: Sequence[Part]) -> None:
        """In the caller's transaction: the message is answered by ``parts``, and its content goes."""
        at = clock_ms()
        for position, part in enumerate(parts):
            session.add(
                ReplyPart(
                    inbox_id=waiting.id,
                    position=position,
                    channel=waiting.channel,
                    correspondent=waiting.key,
                    created_ms=at,
                    due_ms=at,
                    state="waiting",
                    body=self._sealed.part(waiting.channel, waiting.incoming.address, part),
                )
            )
        session.execute(update(Inbox).where(Inbox.id == waiting.id).values(state="done", body=None))


def _waiting_parts(key: str) -> Any:
    return update(ReplyPart).where(ReplyPart.correspondent == key, ReplyPart.state == "waiting")
