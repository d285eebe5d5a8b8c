"""One process at a time answers a correspondent; when it dies, its lease ends and another takes over."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from bot.database import Database
from bot.gateway.channels.inbox import clock_ms
from bot.gateway.channels.models import Correspondent, Inbox, ReplyPart


class LeaseLost(Exception):
    """Another process answers this correspondent now: what was being done here must not be written."""


@dataclass(frozen=True)
class Lease:
    """The right to answer one correspondent. ``owner`` is drawn at each claim: a process that was slow to renew must
    not be taken for itself when it claims again."""

    key: str
    owner: str


class Leases:
    """Leases of one process.

    :param seconds: how long a process may be silent before another takes over.
    """

    def __init__(self, database: Database, seconds: float) -> None:
        self._database, self._ms = database, int(seconds * 1000)

    def claim(self, most: int, settled_ms: int) -> list[Lease]:
        """Take up to ``most`` correspondents who wait for something and whom nobody answers."""
        at = clock_ms()
        with self._database.session() as session:
            waiting = exists().where(
                Inbox.correspondent == Correspondent.key, Inbox.state == "waiting", Inbox.arrived_ms <= settled_ms
            )
            unsent = exists().where(
                ReplyPart.correspondent == Correspondent.key, ReplyPart.state == "waiting", ReplyPart.due_ms <= at
            )
            resting = exists().where(
                ReplyPart.correspondent == Correspondent.key, ReplyPart.state == "waiting", ReplyPart.due_ms > at
            )
            keys = session.scalars(
                select(Correspondent.key)
                .where(Correspondent.lease_ms < at, or_(waiting, unsent), ~resting)
                .order_by(Correspondent.seen_ms)
                .limit(most)
            ).all()
        return [lease for key in keys if (lease := self._take(key, at)) is not None]

    def _take(self, key: str, at: int) -> Lease | None:
        lease = Lease(key, secrets.token_hex(8))
        with self._database.session() as session:
            taken = session.execute(
                update(Correspondent)
                .where(Correspondent.key == key, Correspondent.lease_ms < at)
                .values(lease_owner=lease.owner, lease_ms=at + self._ms)
            )
        return lease if taken.rowcount else None

    def renew(self, lease: Lease) -> None:
        """Go on holding.

        :raises LeaseLost: somebody else holds it.
        """
        with self.held(lease):
            pass

    @contextmanager
    def held(self, lease: Lease) -> Iterator[Session]:
        """A transaction that is only committed if the lease is still ours; it renews it too.

        :raises LeaseLost: somebody else holds it; nothing is written.
        """
        with self._database.session() as session:
            kept = session.execute(
                update(Correspondent)
                .where(Correspondent.key == lease.key, Correspondent.lease_owner == lease.owner)
                .values(lease_ms=clock_ms() + self._ms)
            )
            if not kept.rowcount:
                raise LeaseLost
            yield session

    def release(self, lease: Lease) -> None:
        """Let go, so that the next message need not wait."""
        with self._database.session() as session:
            session.execute(
                update(Correspondent)
                .where(Correspondent.key == lease.key, Correspondent.lease_owner == lease.owner)
                .values(lease_owner=None, lease_ms=0)
            )
