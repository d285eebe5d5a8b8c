"""What Relais writes first (news of a request), by a channel whose people may have said STOP."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.database import Database
from bot.delivery.carrier import Carrier, Undeliverable
from bot.gateway.channels.identity import Names
from bot.gateway.channels.models import Correspondent


class Unstopped:
    """A carrier that writes to nobody who said STOP."""

    def __init__(self, channel: str, carrier: Carrier, names: Names, database: Database) -> None:
        self._channel, self._carrier, self._names, self._database = channel, carrier, names, database

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        """Send as the carrier does; to who said STOP nothing leaves, and it is refused for good."""
        if await asyncio.to_thread(self._stopped, recipient):
            raise Undeliverable("stopped", permanent=True)
        await self._carrier.send(recipient, subject, text, buttons)

    def _stopped(self, recipient: str) -> bool:
        with self._database.session() as session:
            row = session.get(Correspondent, self._names.correspondent(self._channel, recipient))
            return row is not None and row.stopped_ms is not None
