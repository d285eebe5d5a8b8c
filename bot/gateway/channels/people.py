"""Who writes, without knowing them: the epoch of their conversation, whether it was opened, whether they said STOP."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.gateway.channels.identity import Names
from bot.gateway.channels.inbox import clock_ms
from bot.gateway.channels.leases import Lease, Leases
from bot.gateway.channels.models import Correspondent


@dataclass(frozen=True)
class Person:
    """One correspondent during one turn."""

    key: str
    session_id: str
    greeted: bool
    stopped: bool


@dataclass(frozen=True)
class Change:
    """What a turn changes of a correspondent; None: nothing. ``ended``: the next message opens a new conversation."""

    greeted: bool | None = None
    stopped: bool | None = None
    ended: bool = False


class People:
    """Reads and changes correspondents, under their lease.

    :param hours: life of a conversation, as on the web.
    """

    def __init__(self, leases: Leases, names: Names, hours: int) -> None:
        self._leases, self._names, self._ms = leases, names, hours * 3_600_000

    def begin(self, lease: Lease, channel: str, address: str) -> Person:
        """The correspondent as it stands; a new conversation when there was none, or when it has lasted its time.

        :raises LeaseLost: another process answers.
        """
        at = clock_ms()
        with self._leases.held(lease) as session:
            row = session.get(Correspondent, lease.key)
            if not row.epoch or row.opened_ms + self._ms < at:
                row.epoch, row.opened_ms, row.greeted = secrets.token_hex(16), at, 0
            row.seen_ms = at
            session_id = self._names.session(channel, address, row.epoch)
            return Person(lease.key, session_id, bool(row.greeted), row.stopped_ms is not None)

    @staticmethod
    def change(session: Session, person: Person, change: Change) -> None:
        """In the caller's transaction."""
        row = session.get(Correspondent, person.key)
        if change.greeted is not None:
            row.greeted = int(change.greeted)
        if change.stopped is not None:
            row.stopped_ms = clock_ms() if change.stopped else None
        if change.ended:
            row.epoch = ""
