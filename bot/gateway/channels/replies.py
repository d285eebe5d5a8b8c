"""What is to be sent: taken in order, marked as sent one by one, so that a crash resumes after the last one sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from bot.database import Database
from bot.gateway.channels.inbox import clock_ms
from bot.gateway.channels.models import ReplyPart
from bot.gateway.channels.rendering import Part
from bot.gateway.channels.sealing import Sealed
from bot.privacy.vault import Vault

# Seconds before each new attempt; after the last, the part is given up.
DELAYS = (2, 5, 15, 60, 180, 600, 1200)


@dataclass(frozen=True)
class Outgoing:
    """One part whose turn has come."""

    id: int
    channel: str
    address: str
    part: Part
    attempts: int


class ReplyStore:
    """Parts of one correspondent, the oldest first."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._sealed = database, Sealed(vault)

    def next(self, key: str) -> Outgoing | None:
        """The first part not yet sent."""
        with self._database.session() as session:
            row = session.scalars(
                select(ReplyPart)
                .where(ReplyPart.correspondent == key, ReplyPart.state == "waiting")
                .order_by(ReplyPart.id)
                .limit(1)
            ).first()
            if row is None:
                return None
            address, part = self._sealed.open_part(row.channel, row.body)
            return Outgoing(row.id, row.channel, address, part, row.attempts)

    def sent(self, part_id: int) -> None:
        """It was sent: its content goes."""
        self._set(part_id, state="sent", body=None, last_error=None)

    def later(self, outgoing: Outgoing, error: str, after: float | None = None) -> bool:
        """It failed for now: wait, longer each time, at least ``after`` seconds; False when it is given up."""
        if outgoing.attempts >= len(DELAYS):
            self._set(outgoing.id, state="failed", body=None, last_error=error[:60])
            return False
        seconds = max(DELAYS[outgoing.attempts], after or 0)
        due = clock_ms() + int(seconds * 1000)
        self._set(outgoing.id, attempts=outgoing.attempts + 1, due_ms=due, last_error=error[:60])
        return True

    def refused(self, key: str, error: str) -> None:
        """The provider will not deliver to this address: nothing more of this turn is sent."""
        with self._database.session() as session:
            session.execute(
                update(ReplyPart)
                .where(ReplyPart.correspondent == key, ReplyPart.state == "waiting")
                .values(state="failed", body=None, last_error=error[:60])
            )

    def _set(self, part_id: int, **values: object) -> None:
        with self._database.session() as session:
            session.execute(update(ReplyPart).where(ReplyPart.id == part_id).values(**values))
