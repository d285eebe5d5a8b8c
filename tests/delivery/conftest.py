"""A store, a local SMTP server that keeps what it receives, a local webhook receiver, and a worker between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.controller import Controller

from bot.database import Database
from bot.delivery.carrier import Carrier
from bot.delivery.letters import Writer
from bot.delivery.mail import Mail
from bot.delivery.worker import Worker
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.links import Links
from bot.referrals.log import record
from bot.referrals.proposals import NextService
from bot.referrals.reference import new_reference
from bot.referrals.routing import Routes
from tests.sample_request import sample_request

ROUTES = Routes(
    mail=True,
    coordinators={"": "equipe@relais.example", "39": "jura@relais.example"},
    services=True,
    webhook=False,
)


@dataclass
class Post:
    """Receives letters; ``answers`` are given one by one instead of a « 250 »."""

    letters: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """aiosmtpd's hook."""
        if self.answers and (answer := self.answers.pop(0)) != "250":
            return answer
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def smtp(post: Post, unused_tcp_port: int) -> Iterator[str]:
    """The address of a server that runs in its own thread."""
    controller = Controller(post, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    yield f"smtp://127.0.0.1:{unused_tcp_port}"
    controller.stop()


@dataclass
class Receiver:
    """A webhook receiver that keeps what it was sent."""

    url: str = ""
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Keep, and answer the next status."""
        self.received.append((dict(request.headers), await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 204, headers={"Location": "/elsewhere"})


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    kept = Receiver()
    app = web.Application()
    app.router.add_post("/hook", kept.take)
    server = TestServer(app)
    await server.start_server()
    kept.url = str(server.make_url("/hook"))
    yield kept
    await server.close()


@pytest.fixture
def refer(database: Database, vault: Vault) -> Callable[..., str]:
    """Record a request; its whole code."""

    def make(routes: Routes = ROUTES, **given: Any) -> str:
        with database.session() as session:
            agreed = int(consent.grant(session, "s1", "referral", "texte", "1").id)
        told = {
            "first_name": "Théodoline", "contact": "theodoline@exemple.fr", "message": "mon mari crie la nuit",
            "summary": {"illness": "Alzheimer"}, "service_by_mail": True,
        }  # fmt: skip
        return record(database, vault, sample_request(agreed, **{**told, **given}), new_reference().code, routes)

    return make


@pytest.fixture
def worker(database: Database, vault: Vault, smtp: str) -> Callable[..., Worker]:
    """A worker, by e-mail unless told otherwise."""

    def make(carriers: dict[str, Carrier] | None = None, routes: Routes = ROUTES, **more: Any) -> Worker:
        writer = Writer(
            "Mutuelle d'exemple",
            "03 80 00 00 00",
            vault,
            routes,
            Links("a signing key", "https://relais.example"),
            more.pop("service_mail", lambda identifier: f"{identifier}@service.example"),
        )
        ways = {"email": Mail(smtp, "relais@relais.example", "Relais")} if carriers is None else carriers
        return Worker(database, writer, lambda *_: NextService("srv-2", "Relayage", None, True), ways)

    return make
