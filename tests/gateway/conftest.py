"""The whole gateway on a fresh store, in front of a Rasa that says what a test tells it to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.content import Content
from bot.database import Database
from bot.gateway import app as gateway
from bot.privacy.keys import Secrets
from bot.privacy.vault import new_key
from bot.settings import load_settings
from tests.gateway.fake_rasa import FakeActions, FakeRasa
from tests.stores import STORE, empty_store

Json = dict[str, Any]


@dataclass
class Door:
    """The gateway as a client sees it, and what stands behind it."""

    client: TestClient
    rasa: FakeRasa
    rasa_server: TestServer
    secrets: Secrets
    database: Database
    home: Path
    actions: FakeActions
    actions_server: TestServer
    token: str = ""

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Status and JSON of one call, under this door's token unless told otherwise."""
        bearer = self.token if token is None else token
        sent = {**({"Authorization": f"Bearer {bearer}"} if bearer else {}), **(headers or {})}
        async with self.client.request(method, path, json=body, headers=sent) as response:
            return response.status, await response.json()

    async def open(self, **headers: str) -> Json:
        """A new conversation, whose token is then used."""
        status, body = await self.call("POST", "/api/chat/sessions", token="", headers=headers)
        assert status == 201, body
        self.token = body["token"]
        return dict(body)

    async def post(self, body: Json, **headers: str) -> list[Json]:
        """One turn that must go well; its messages."""
        status, answer = await self.call("POST", "/api/chat/messages", body, headers=headers)
        assert status == 200, answer
        return list(answer["messages"])

    async def say(self, text: str, **more: Any) -> list[Json]:
        """Type something."""
        return await self.post({"text": text, **more})

    async def press(self, message: Json, label: str) -> list[Json]:
        """Press the button of ``message`` that bears ``label``."""
        return await self.post({"button": button(message, label)})

    async def history(self) -> list[Json]:
        """The visible history."""
        status, body = await self.call("GET", "/api/chat/messages")
        assert status == 200
        return list(body["messages"])

    async def stop_rasa(self) -> None:
        """Nobody answers at Rasa's address any more."""
        await self.rasa_server.close()


def button(message: Json, label: str) -> str:
    """The identifier of the button of ``message`` that bears ``label``."""
    return str(next(b["id"] for b in message["buttons"] if b["label"] == label))


@pytest_asyncio.fixture
async def open_door(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., Awaitable[Door]]]:
    """Make a gateway with these variables; an existing ``home`` makes another process on the same store."""
    monkeypatch.setattr(gateway, "warm", lambda: None)  # the danger rules are read when first used
    secrets = Secrets("a signing key of thirty-two bytes and more", "shared", (new_key(),))
    opened: list[Door] = []

    async def make(**variables: str) -> Door:
        rasa = FakeRasa(secrets.internal_token)
        server = TestServer(rasa.app())
        await server.start_server()
        actions = FakeActions()
        actions_server = TestServer(actions.app())
        await actions_server.start_server()
        settings = load_settings(
            {
                "RELAIS_HOME": str(tmp_path),
                "RELAIS_RASA_URL": str(server.make_url("")),
                "RELAIS_ACTIONS_URL": str(actions_server.make_url("")),
                "RELAIS_MESSAGES_PER_MINUTE": "10000",
                "RELAIS_REQUESTS_PER_MINUTE": "100000",
                **variables,
            }
        )
        store = tmp_path / STORE
        database = Database(settings.database_url) if store.exists() else empty_store(store)
        client = TestClient(TestServer(gateway.make_app(settings, secrets, content)))
        await client.start_server()
        opened.append(Door(client, rasa, server, secrets, database, tmp_path, actions, actions_server))
        return opened[-1]

    yield make
    for door in opened:
        await door.client.close()
        await door.rasa_server.close()
        await door.actions_server.close()


@pytest_asyncio.fixture
async def door(open_door: Callable[..., Awaitable[Door]]) -> Door:
    """A gateway with the default settings, and a conversation open."""
    made = await open_door()
    await made.open()
    return made
