"""The loop of the gateway: messages leave, and what time brings is asked. Several may run; each message leaves once."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database
from bot.delivery.carrier import Carrier, Undeliverable
from bot.delivery.letters import Letter, Writer
from bot.delivery.reminding import Reminding
from bot.referrals import news, outbox
from bot.referrals.outbox import Claimed
from bot.referrals.proposals import FindNext
from bot.referrals.sweep import sweep

SECONDS = 30  # between two rounds
LONGEST = 60  # for one message: well within the lease
logger = logging.getLogger(__name__)


@dataclass
class Worker:
    """``carriers`` by channel: « email », « webhook », « sms », « telegram », « whatsapp », « messenger »."""

    database: Database
    writer: Writer
    find_next: FindNext
    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    reminding: Reminding | None = None

    async def run(self) -> None:
        """Until cancelled. Gateways that start together do not ask together."""
        await asyncio.sleep(random.uniform(1, 5))
        while True:
            try:
                await self.round()
            except SQLAlchemyError as error:  # /health/ready says it; the next round will do
                logger.warning("outbox not read: %s", type(error).__name__)
            except Exception as error:  # the message could hold what a person wrote
                logger.error("outbox round failed: %s", type(error).__name__)
            await asyncio.sleep(SECONDS * random.uniform(0.8, 1.2))

    async def round(self) -> int:
        """Ask what is due, then send all that is due; how many messages left."""
        ways = set(self.carriers)
        await asyncio.to_thread(
            sweep, self.database, self.writer.vault, self.writer.routes, self.find_next, ways - {"webhook"}
        )
        left = await self.reminding.round() if self.reminding else 0
        while self.carriers:
            claimed = await asyncio.to_thread(outbox.claim, self.database, list(self.carriers))
            if not claimed:
                break
            left += sum(await asyncio.gather(*(self._deliver(message) for message in claimed)))
        return left

    async def _deliver(self, message: Claimed) -> bool:
        try:
            letter = await asyncio.to_thread(self._write, message)
            if letter is None:
                await asyncio.to_thread(self._nothing_to_say, message)
                return False
            await asyncio.wait_for(
                self.carriers[message.channel].send(letter.recipient, letter.subject, letter.text), LONGEST
            )
        except Undeliverable as error:
            await asyncio.to_thread(self._failed, message, str(error), error.permanent)
            return False
        except Exception as error:  # a carrier that breaks must not stop the others, nor speak of a person
            permanent = bool(getattr(error, "permanent", False))
            await asyncio.to_thread(self._failed, message, type(error).__name__, permanent)
            return False
        return await asyncio.to_thread(outbox.sent, self.database, message)

    def _write(self, message: Claimed) -> Letter | None:
        with self.database.session() as session:
            return self.writer.write(session, message)

    def _nothing_to_say(self, message: Claimed) -> None:
        outbox.drop(self.database, message)
        self._call_instead(message)

    def _failed(self, message: Claimed, code: str, permanent: bool) -> None:
        dead = outbox.failed(self.database, message, code, permanent=permanent)
        logger.warning("message %s not sent by %s: %s%s", message.id, message.channel, code, ", given up" * dead)
        if dead:
            self._call_instead(message)

    def _call_instead(self, message: Claimed) -> None:
        """News that cannot be asked in writing are asked by a coordinator."""
        if message.audience == "person" and message.kind.startswith(news.KIND):
            with self.database.session() as session:
                news.call_instead(session, message.referral_id, int(message.kind.removeprefix(news.KIND)))
