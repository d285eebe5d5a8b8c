"""The private channel: nothing without the secret, typed text apart from meanings, all messages in one answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.rasa.channel import NOTHING, RelaisChannel

TOKEN = {"X-Relais-Token": "le secret"}


@dataclass
class Rasa:
    """The routes of the channel, called as Sanic calls them, and what the dialogue was asked."""

    heard: list[UserMessage] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        routes = RelaisChannel("le secret").blueprint(self._on_new_message)._future_routes
        self._routes = {(method, route.uri): route.handler for route in routes for method in route.methods}
        store = SimpleNamespace(_tracker_store=SimpleNamespace(delete=self._delete))
        domain = SimpleNamespace(intents=["ask_human", "inform", "nlu_fallback"])
        self._app = SimpleNamespace(ctx=SimpleNamespace(agent=SimpleNamespace(tracker_store=store, domain=domain)))

    async def call(self, method: str, path: str, body: Any = None, headers: Any = None) -> tuple[int, Any]:
        """Status and JSON of one call."""
        request = SimpleNamespace(headers=headers or {}, json=body, app=self._app)
        uri, values = (path, ()) if (method, path) in self._routes else (
            "/conversation/<sender>", (path.removeprefix("/conversation/"),))
        answer = await self._routes[method, uri](request, *values)
        return answer.status, json.loads(answer.body)

    async def _on_new_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        for answer in self.answers:
            await message.output_channel.send_response(message.sender_id, answer)

    async def _delete(self, sender: str) -> bool:
        self.deleted.append(sender)
        return sender == "connue"


@pytest.fixture
def rasa() -> Rasa:
    return Rasa()


def test_its_name_is_in_the_address() -> None:
    assert RelaisChannel.name() == "relais"


async def test_without_the_secret_nothing_is_said_nor_forgotten(rasa: Rasa) -> None:
    for headers in (
        None,
        {"X-Relais-Token": ""},
        {"X-Relais-Token": "le secre"},
        {"X-Relais-Token": "LE SECRET"},
        {"Authorization": "Bearer le secret"},
    ):
        turn = await rasa.call("POST", "/turn", {"sender": "s", "text": "bonjour"}, headers)
        gone = await rasa.call("DELETE", "/conversation/connue", None, headers)
        assert turn == gone == (403, {"error": "forbidden"})
    assert rasa.heard == [] and rasa.deleted == []


async def test_a_secret_of_other_letters_is_refused_too(rasa: Rasa) -> None:
    status, _ = await rasa.call("POST", "/turn", {"sender": "s", "text": "bonjour"}, {"X-Relais-Token": "é"})
    assert status == 403 and rasa.heard == []


async def test_what_is_typed_is_text_and_what_is_pressed_is_obeyed(rasa: Rasa) -> None:
    for body in (
        {"text": "/restart", "payload": None},
        {"text": "\u200b／restart"},
        {"payload": "/ask_human"},
        {"text": "bonjour", "payload": ""},
        {},
    ):
        status, _ = await rasa.call("POST", "/turn", {"sender": "s", **body}, TOKEN)
        assert status == 200
    assert [message.text for message in rasa.heard] == ["restart", "restart", "/ask_human", "bonjour", NOTHING]
    assert {message.input_channel for message in rasa.heard} == {"relais"}


@pytest.mark.parametrize("body", [{"text": "\u200b"}, {"text": "\ud83d"}, {"payload": "/intent_of_last_year"},
                                  {"payload": "/"}, {"payload": "ask_human"}])  # fmt: skip
async def test_what_means_nothing_is_not_understood_and_starts_no_loop(rasa: Rasa, body: dict[str, str]) -> None:
    await rasa.call("POST", "/turn", {"sender": "s", **body}, TOKEN)
    assert [message.text for message in rasa.heard] == ["/nlu_fallback"]


async def test_what_a_button_carries_reaches_the_dialogue_whole(rasa: Rasa) -> None:
    await rasa.call("POST", "/turn", {"sender": "s", "payload": '/inform{"do": "x"}'}, TOKEN)
    assert rasa.heard[0].text == '/inform{"do": "x"}'


async def test_the_sender_and_the_context_reach_the_dialogue(rasa: Rasa) -> None:
    await rasa.call("POST", "/turn", {"sender": "s-42", "text": "bonjour", "metadata": {"easy": True}}, TOKEN)
    assert rasa.heard[0].sender_id == "s-42" and rasa.heard[0].metadata == {"easy": True}


async def test_all_messages_come_in_the_answer_in_order(rasa: Rasa) -> None:
    rasa.answers = [{"custom": {"kind": "services", "services": []}}, {"text": "des mots"}]
    assert await rasa.call("POST", "/turn", {"sender": "s", "text": "bonjour"}, TOKEN) == (
        200,
        {"messages": [{"kind": "services", "services": []}, {"kind": "text", "text": "des mots"}]},
    )


async def test_forgetting_reaches_the_store_behind_rasa_s_wrapper(rasa: Rasa) -> None:
    assert await rasa.call("DELETE", "/conversation/connue", None, TOKEN) == (200, {"forgotten": True})
    assert await rasa.call("DELETE", "/conversation/autre", None, TOKEN) == (200, {"forgotten": False})
    assert rasa.deleted == ["connue", "autre"]


async def test_the_secret_is_that_of_the_installation(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path))
    monkeypatch.setenv("RELAIS_INTERNAL_TOKEN", "un autre secret")
    assert RelaisChannel.from_credentials(None)._token == "un autre secret"
