"""One campaign: the three real processes, people on the web and by Telegram, kills, and the judgement."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp.test_utils import TestServer
from aiosmtpd.controller import Controller

from bot.database import Database
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.referrals.contact import mobile
from tests.conversations.stack import Stack, free_port
from tests.delivery.conftest import Post
from tests.endurance.brain import Brain
from tests.endurance.judge import Judge
from tests.endurance.messenger import Mailboxes, Messenger
from tests.endurance.reaper import Reaper
from tests.endurance.tale import Tale
from tests.endurance.web import Web
from tests.gateway.channels.providers import VARIABLES, Providers

AT_ONCE = 12
BY_MESSENGER = 4  # one person in four
SETTLED = 240.0  # seconds for what is under way at the end: a lease, a round of the outbox
REQUESTS_PER_KILL = 14


@dataclass(frozen=True)
class Report:
    """What came of it; ``faults`` is empty when nothing was lost and nothing came twice."""

    faults: Sequence[str]
    tale: Tale
    seconds: float
    doubtful_letters: int

    def __str__(self) -> str:
        tale = self.tale
        kills = ", ".join(f"{name} {number}" for name, number in sorted(tale.kills.items()))
        lines = [
            f"{len(tale.codes)} requests in {self.seconds:.0f} s; kills: {kills}",
            f"{tale.duplicates} duplicates, {tale.reordered} pairs the wrong way round, {tale.webhooks} webhooks, "
            f"{tale.retries} attempts at a closed door",
            f"{sum(code is None for code in tale.codes.values())} people learnt it from « où en est ma demande ? »; "
            f"{self.doubtful_letters} letters left twice under one name",
            "\n".join(self.faults) or "none lost, none twice",
        ]
        return "\n".join(lines)


async def campaign(
    home: Path, referrals: int, *, kills: int | None = None, seed: int = 11, database_url: str = ""
) -> Report:
    """Run it all; ``database_url`` empty: SQLite in ``home``.

    :param kills: how many in all; by default one for every fourteen requests, three at least.
    """
    kills = max(3, referrals // REQUESTS_PER_KILL) if kills is None else kills
    began, api, post = time.monotonic(), Providers(), Post()
    server = TestServer(api.app())
    await server.start_server()
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    extra = {
        **VARIABLES,
        "RELAIS_TELEGRAM_API": str(server.make_url("")).rstrip("/"),
        "RELAIS_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "RELAIS_MAIL_FROM": "relais@relais.example",
        "RELAIS_COORDINATORS_MAIL": "equipe@relais.example",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }
    stack = await asyncio.to_thread(Stack, home, extra)
    brains = [Brain(number, random.Random(seed * 100_003 + number)) for number in range(referrals)]
    judge = Judge(
        Database(stack.settings.database_url),
        Vault(load_secrets(home).encryption_keys),
        {brain.number: str(mobile(brain.phone)) for brain in brains},
        lambda: post.letters,
    )
    tale, mailboxes = Tale(judge.stands), Mailboxes(api)
    try:
        await asyncio.to_thread(stack.start)
        await asyncio.to_thread(stack.wait_ready)
        reaping = asyncio.create_task(Reaper(stack, tale, referrals, kills, seed).run())
        await asyncio.gather(*(_persons(brains[n::AT_ONCE], stack.url, tale, mailboxes) for n in range(AT_ONCE)))
        await reaping
        end = time.monotonic() + SETTLED
        while await asyncio.to_thread(judge.waiting) and time.monotonic() < end:
            await asyncio.sleep(1)
        left = await asyncio.to_thread(judge.waiting)
    finally:
        await asyncio.to_thread(stack.stop)
        controller.stop()
        await server.close()
    faults = [f"{left} messages still wait"] if left else []
    faults += judge.faults(tale)
    return Report(faults, tale, time.monotonic() - began, judge.doubtful_letters())


async def _persons(brains: Iterable[Brain], url: str, tale: Tale, mailboxes: Mailboxes) -> None:
    """One person after the other."""
    for brain in brains:
        by_messenger = brain.number % BY_MESSENGER == BY_MESSENGER - 1
        await (Messenger(url, brain, tale, mailboxes) if by_messenger else Web(url, brain, tale)).run()
