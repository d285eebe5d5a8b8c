"""Answers what waits in the inbox: each correspondent in order, several at once, taking over from the dead."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import Counter

from bot.delivery.carrier import Undeliverable
from bot.gateway.channels.carrier import Channel
from bot.gateway.channels.inbox import InboxStore, Waiting, clock_ms
from bot.gateway.channels.leases import Lease, LeaseLost, Leases
from bot.gateway.channels.people import People
from bot.gateway.channels.rendering import render
from bot.gateway.channels.replies import ReplyStore
from bot.gateway.channels.styles import STYLES
from bot.gateway.channels.turns import Turns
from bot.gateway.errors import where

SETTLE_MS = 150  # two messages that arrive the wrong way round within this are put in order
POLL_SECONDS = 2.0
AT_ONCE = 16
GRACE_SECONDS = 15.0  # at the end, for the turns under way
RECEIVED = Counter("relais_channel_messages_total", "Messages received", ["channel"])
PARTS = Counter("relais_channel_parts_total", "Parts sent or not", ["channel", "result"])
logger = logging.getLogger(__name__)


@dataclass
class Desk:
    """What the worker works with."""

    channels: Mapping[str, Channel]
    inbox: InboxStore
    replies: ReplyStore
    leases: Leases
    people: People
    turns: Turns
    public_url: str
    lease_seconds: float


class Worker:
    """One in each gateway."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wake = asyncio.Event()
        self._serving: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something has arrived."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            found = 0
            if len(self._serving) < AT_ONCE:
                try:
                    found = await self._claim(AT_ONCE - len(self._serving))
                except Exception as error:  # the database is down: said by /health/ready; the next round will do
                    logger.warning("inbox not read: %s", type(error).__name__)
            if not found:
                try:
                    await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
                    await asyncio.sleep(SETTLE_MS / 1000)
                except asyncio.TimeoutError:
                    pass

    async def close(self) -> None:
        """Let the turns under way end; what remains is taken up by another process, or at the next start."""
        if self._serving:
            _, late = await asyncio.wait(self._serving, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()

    async def _claim(self, most: int) -> int:
        leases = await asyncio.to_thread(self._desk.leases.claim, most, clock_ms() - SETTLE_MS)
        for lease in leases:
            task = asyncio.create_task(self._serve(lease))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        return len(leases)

    async def _serve(self, lease: Lease) -> None:
        """All that one correspondent waits for."""
        beating = asyncio.create_task(self._beat(lease))
        try:
            while await self._send_all(lease):
                waiting = await asyncio.to_thread(self._desk.inbox.next, lease.key, clock_ms() - SETTLE_MS)
                if waiting is None:
                    break
                await self._answer(lease, waiting)
            await asyncio.to_thread(self._desk.leases.release, lease)
        except LeaseLost:
            logger.warning("a correspondent was taken over by another process")
        except Exception as error:
            # The lease is left to run out: a pause before the next attempt, by this process or another.
            logger.error("a message was not answered: %s at %s", type(error).__name__, where(error))
        finally:
            beating.cancel()
            self.wake()

    async def _answer(self, lease: Lease, waiting: Waiting) -> None:
        try:
            await self._answered(lease, waiting)
        except LeaseLost:
            raise
        except Exception:
            await asyncio.to_thread(self._desk.inbox.failed, waiting.id)
            raise
        RECEIVED.labels(waiting.channel).inc()

    async def _answered(self, lease: Lease, waiting: Waiting) -> None:
        desk, incoming = self._desk, waiting.incoming
        person = await asyncio.to_thread(desk.people.begin, lease, waiting.channel, incoming.address)
        answered = await desk.turns.answer(person, waiting)
        parts = render(answered.messages, STYLES[waiting.channel], desk.public_url)

        def finish() -> None:
            with desk.leases.held(lease) as session:
                desk.inbox.write_parts(session, waiting, parts)
                desk.people.change(session, person, answered.change)

        await asyncio.to_thread(finish)

    async def _send_all(self, lease: Lease) -> bool:
        """Send what waits, in order; False when it must wait more."""
        desk = self._desk
        while (outgoing := await asyncio.to_thread(desk.replies.next, lease.key)) is not None:
            await asyncio.to_thread(desk.leases.renew, lease)
            channel = desk.channels.get(outgoing.channel)
            try:
                if channel is None:
                    raise Undeliverable("channel off", permanent=True)
                await channel.deliver(outgoing.address, outgoing.part)
            except Undeliverable as error:
                logger.warning("%s: a part was not taken: %s", outgoing.channel, error.reason)
                PARTS.labels(outgoing.channel, "refused" if error.permanent else "later").inc()
                if error.permanent:
                    await asyncio.to_thread(desk.replies.refused, lease.key, error.reason)
                elif await asyncio.to_thread(desk.replies.later, outgoing, error.reason, error.after):
                    return False
                continue
            await asyncio.to_thread(desk.replies.sent, outgoing.id)
            PARTS.labels(outgoing.channel, "sent").inc()
        return True

    async def _beat(self, lease: Lease) -> None:
        """Renew the lease while a turn lasts."""
        while True:
            await asyncio.sleep(self._desk.lease_seconds / 3)
            try:
                await asyncio.to_thread(self._desk.leases.renew, lease)
            except LeaseLost:
                return
            except Exception as error:
                logger.warning("lease not renewed: %s", type(error).__name__)
