"""A worker alone in its process, to be killed: ``python -m tests.delivery.sender DATABASE KEY SMTP``."""

from __future__ import annotations

import asyncio
import sys

from bot.database import Database
from bot.delivery.letters import Writer
from bot.delivery.mail import Mail
from bot.delivery.worker import Worker
from bot.privacy.vault import Vault
from bot.referrals.links import Links
from tests.delivery.conftest import ROUTES


async def _work(url: str, key: str, smtp: str) -> None:
    links = Links("a signing key", "https://relais.example")
    writer = Writer("Mutuelle", "", Vault([key]), ROUTES, links, lambda name: f"{name}@service.example")
    worker = Worker(Database(url), writer, lambda *_: None, {"email": Mail(smtp, "relais@relais.example", "Relais")})
    while True:
        await worker.round()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:4]))
