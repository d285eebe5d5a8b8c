"""People who write by Telegram, SMS, WhatsApp and Messenger, in front of the doubles of the providers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.database import Base, Database
from bot.gateway.channels import worker
from bot.gateway.channels.models import Inbox, ReplyPart
from tests.gateway.channels import providers
from tests.gateway.channels.providers import VARIABLES, Delivery, Providers, Sent
from tests.gateway.conftest import Door

CHANNELS = ("telegram", "sms", "whatsapp", "messenger")
ADDRESSES = {
    "telegram": "700100200", "sms": "+33612345678", "whatsapp": "whatsapp:+33612345678", "messenger": "9876543210123",
}  # fmt: skip


@dataclass
class Phone:
    """Somebody who writes by one channel: types, presses what was offered, reads what came."""

    channel: str
    door: Door
    providers: Providers
    address: str = ""
    got: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = self.address or ADDRESSES[self.channel]

    def typed(self, text: str) -> Delivery:
        """The webhook call of these words."""
        if self.channel == "telegram":
            return providers.telegram(self.address, text=text)
        if self.channel == "messenger":
            return providers.messenger(providers.messenger_event(self.address, text=text))
        return providers.twilio(self.channel, self.address, Body=text)

    async def deliver(self, delivery: Delivery) -> int:
        """Post a webhook call; the status."""
        async with self.door.client.post(delivery.path, data=delivery.body, headers=delivery.headers) as response:
            await response.read()
            return response.status

    async def say(self, text: str) -> list[Sent]:
        """Type, and wait for the whole answer."""
        return await self.hear(self.typed(text))

    async def hear(self, *deliveries: Delivery) -> list[Sent]:
        """Post, wait, and return what came to this address."""
        before = len(self.providers.sent)
        for delivery in deliveries:
            assert await self.deliver(delivery) == 200
        await quiet(self.door)
        self.got = [sent for sent in self.providers.sent[before:] if sent.to == self.address]
        return self.got

    async def press(self, label: str) -> list[Sent]:
        """Choose what was offered, as this channel does: a button, or the number before the words."""
        for sent in reversed(self.got):
            for identifier, shown in sent.buttons:
                if shown != label:
                    continue
                if self.channel == "telegram":
                    return await self.hear(providers.telegram(self.address, pressed=identifier))
                quick = {"quick_reply": {"payload": identifier}, "text": label}
                return await self.hear(providers.messenger(providers.messenger_event(self.address, **quick)))
        lines = self.words.split("\n")
        number = next(line.split(". ")[0] for line in lines if line.partition(". ")[2].strip() == label)
        return await self.say(number)

    @property
    def words(self) -> str:
        """All that just came, the counts of SMS left out."""
        import re

        return "\n".join(re.sub(r" \(\d+/\d+\)$", "", sent.text) for sent in self.got)


async def quiet(door: Door, seconds: float = 60.0) -> None:
    """Wait until nothing waits in the inbox nor to be sent."""
    until = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until:
        with door.database.session() as session:
            waiting = session.execute(select(Inbox.id).where(Inbox.state == "waiting")).first()
            unsent = session.execute(select(ReplyPart.id).where(ReplyPart.state == "waiting")).first()
        if waiting is None and unsent is None:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("something still waits")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No need to be as patient as in life."""
    monkeypatch.setattr(worker, "SETTLE_MS", 30)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.1)
    monkeypatch.setattr("bot.gateway.channels.carrier.PATIENCE", 0.05)
    monkeypatch.setattr("bot.gateway.channels.replies.DELAYS", (0.1, 0.1, 0.1))


@pytest_asyncio.fixture
async def api() -> AsyncIterator[tuple[Providers, str]]:
    """The doubles, and their address."""
    made = Providers()
    server = TestServer(made.app())
    await server.start_server()
    yield made, str(server.make_url("")).rstrip("/")
    await server.close()


@pytest_asyncio.fixture
async def open_channels(
    open_door: Callable[..., Awaitable[Door]], api: tuple[Providers, str]
) -> Callable[..., Awaitable[Door]]:
    """Make a gateway with every channel plugged into the doubles: on SQLite, or on the PostgreSQL that
    ``RELAIS_TEST_DATABASE`` names, which is emptied first."""
    base = os.environ.get("RELAIS_TEST_DATABASE", "")
    if base:
        Base.metadata.drop_all(Database(base).engine)

    async def make(**variables: str) -> Door:
        bases = {
            **({"DATABASE_URL": base} if base else {}),
            "RELAIS_TELEGRAM_API": api[1], "RELAIS_TWILIO_API": api[1], "RELAIS_MESSENGER_API": f"{api[1]}/graph",
        }  # fmt: skip
        return await open_door(**{**VARIABLES, **bases, **variables})

    return make


@pytest_asyncio.fixture
async def phone_of(
    open_channels: Callable[..., Awaitable[Door]], api: tuple[Providers, str]
) -> Callable[..., Awaitable[Phone]]:
    """Somebody with one channel, in front of a fresh gateway."""

    async def make(channel: str, **variables: Any) -> Phone:
        return Phone(channel, await open_channels(**variables), api[0])

    return make
