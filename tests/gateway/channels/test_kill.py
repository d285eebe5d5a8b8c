"""`kill -9` at random moments, duplicates and reordering: no message lost, none answered twice but for a doubtful part."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bot.gateway.channels.models import Inbox, ReplyPart
from bot.messages import text
from tests.gateway.channels import providers
from tests.gateway.channels.providers import VARIABLES, Delivery, Providers
from tests.gateway.fake_rasa import FakeRasa
from tests.sources import ROOT
from tests.stores import empty_store

MESSAGES, PEOPLE, KILLS = 100, 12, 5


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Killable:
    """The gateway's process, started again after each kill."""

    def __init__(self, environment: dict[str, str], url: str) -> None:
        self._environment, self._url = environment, url
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.gateway.channels.gateway_process"],
            cwd=ROOT, env=self._environment, start_new_session=True,
        )  # fmt: skip
        async with aiohttp.ClientSession() as http:
            for _ in range(600):
                try:
                    async with http.get(f"{self._url}/health/live"):
                        return
                except aiohttp.ClientError:
                    assert self._process.poll() is None, "the gateway ended by itself"
                    await asyncio.sleep(0.1)
        raise AssertionError("the gateway does not start")

    def kill(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.mark.slow
async def test_killed_at_random_nothing_is_lost_and_nothing_answered_twice(
    tmp_path: Path, api: tuple[Providers, str]
) -> None:
    draw = random.Random(11)
    rasa = FakeRasa("shared")
    rasa.answer = lambda turn: [text(f"Réponse à {turn['text']}."), text(f"Suite de {turn['text']}.")]
    rasa.seconds = 0.05
    server = TestServer(rasa.app())
    await server.start_server()
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ, **VARIABLES,
        "RELAIS_TELEGRAM_API": api[1], "RELAIS_TWILIO_API": api[1], "RELAIS_MESSENGER_API": f"{api[1]}/graph",
        "RELAIS_HOME": str(tmp_path), "RELAIS_PORT": str(port), "RELAIS_RASA_URL": str(server.make_url("")),
        "RELAIS_INTERNAL_TOKEN": "shared", "RELAIS_MESSAGES_PER_MINUTE": "10000",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'relais.sqlite'}",
    }  # fmt: skip
    database = empty_store(tmp_path / "relais.sqlite")
    gateway = Killable(environment, url)
    await gateway.start()

    async def post(delivery: Delivery) -> None:
        """As a provider does: again until it is acknowledged, and sometimes once more."""
        again = draw.random() < 0.2
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as http:
            while True:
                try:
                    async with http.post(url + delivery.path, data=delivery.body, headers=delivery.headers) as answer:
                        if answer.status == 200:
                            if not again:
                                return
                            again = False
                            continue
                except (aiohttp.ClientError, asyncio.TimeoutError):
                    pass
                await asyncio.sleep(0.2)

    async def write() -> None:
        made = [providers.telegram(str(1000 + n % PEOPLE), text=f"question {n}") for n in range(MESSAGES)]
        draw.shuffle(made)
        waiting = []
        for delivery in made:
            waiting.append(asyncio.create_task(post(delivery)))
            await asyncio.sleep(draw.random() * 0.2)
        await asyncio.gather(*waiting)

    writing = asyncio.create_task(write())
    for _ in range(KILLS):
        await asyncio.sleep(0.5 + draw.random() * 2)
        gateway.kill()
        await gateway.start()
    await writing
    for _ in range(600):
        with database.session() as session:
            left = session.scalar(select(func.count()).select_from(Inbox).where(Inbox.state == "waiting"))
            unsent = session.scalar(select(func.count()).select_from(ReplyPart).where(ReplyPart.state == "waiting"))
        if not left and not unsent:
            break
        await asyncio.sleep(0.1)
    gateway.kill()
    await server.close()

    sent = [message.text for message in api[0].sent]
    for kind in ("Réponse à", "Suite de"):
        counts = [sum(said.endswith(f"{kind} question {n}.") for said in sent) for n in range(MESSAGES)]
        assert min(counts) == 1, "none lost"
        assert sum(counts) - MESSAGES <= KILLS * PEOPLE and max(counts) <= 2
    doubtful = len([said for said in sent if said.startswith(("Réponse", "Suite"))]) - 2 * MESSAGES
    print(f"{KILLS} kills, {MESSAGES} messages, {doubtful} parts sent again, {len(rasa.turns)} turns of the dialogue")
    assert doubtful <= 16 * KILLS, "at most one part of each turn that was under way"
