"""Opening, history, erasing: the life of a conversation at the door."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone

import pytest

from bot.conversations import ConversationStore, MemoryStore
from bot.database import Database
from bot.gateway.session import Sessions
from bot.gateway.tokens import Tokens
from bot.messages import effect, text
from bot.privacy.vault import Vault, new_key
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]


async def test_a_conversation_opens_without_rasa(open_door: Open) -> None:
    door = await open_door()
    opened = await door.open()
    left = datetime.fromisoformat(opened["expires_at"].replace("Z", "+00:00")) - datetime.now(timezone.utc)
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    (message,) = opened["messages"]
    assert message["kind"] == "text" and "assistant automatique" in message["text"] and "3114" in message["text"]
    assert [b["label"] for b in message["buttons"]] == [
        "J'aide un proche",
        "Je suis malade ou fragile",
        "Je suis professionnel",
        "Une question",
    ]
    assert door.rasa.turns == []


async def test_what_a_button_means_never_leaves_the_server(door: Door) -> None:
    async with door.client.get("/api/chat/messages", headers={"Authorization": f"Bearer {door.token}"}) as response:
        page = await response.text()
    assert "payload" not in page and "/inform" not in page


async def test_two_conversations_share_nothing(open_door: Open) -> None:
    door = await open_door()
    first, second = await door.open(), await door.open()
    ids = [{b["id"] for b in opened["messages"][0]["buttons"]} for opened in (first, second)]
    assert first["token"] != second["token"] and not ids[0] & ids[1]
    await door.say("un secret")
    door.token = first["token"]
    assert "un secret" not in str(await door.history())


async def test_the_life_of_a_conversation_is_a_setting(open_door: Open) -> None:
    door = await open_door(RELAIS_SESSION_HOURS="1")
    expires = datetime.fromisoformat((await door.open())["expires_at"].replace("Z", "+00:00"))
    assert expires - datetime.now(timezone.utc) <= timedelta(hours=1)


async def test_the_easy_mode_opens_in_easy_words(open_door: Open) -> None:
    door = await open_door()
    easy = await door.open(**{"X-Relais-Mode": "easy"})
    plain = await door.open()
    assert easy["messages"][0]["text"] != plain["messages"][0]["text"]


async def test_belgium_opens_with_its_own_numbers(open_door: Open) -> None:
    door = await open_door(RELAIS_COUNTRY="BE")
    words = (await door.open())["messages"][0]["text"]
    assert "0800 32 123" in words and "3114" not in words


async def test_the_history_shows_both_in_order(door: Door) -> None:
    await door.say("bonjour")
    shown = await door.history()
    assert [(m["author"], m["text"]) for m in shown[1:]] == [("person", "bonjour"), ("assistant", "réponse 1")]
    assert shown[0]["author"] == "assistant" and all(re.fullmatch(r"[0-9a-f]{12}", m["id"]) for m in shown)


async def test_the_history_of_a_long_conversation_is_bounded(door: Door) -> None:
    for number in range(105):
        await door.say(f"message {number}")
    assert len(await door.history()) <= 202


async def test_erasing_gives_a_receipt_and_leaves_nothing(door: Door) -> None:
    await door.say("je cherche une aide")
    status, body = await door.call("DELETE", "/api/chat/session")
    assert status == 200 and body["complete"] is True
    assert re.fullmatch(r"E-\d{8}-[A-Z2-9]{5}", body["receipt"]) and body["receipt"] in body["message"]
    assert "{" not in body["message"] and set(body["removed"].values()) == {0}
    assert door.rasa.forgotten == [_session_of(door)]
    assert await door.history() == []


async def test_erasing_twice_is_harmless(door: Door) -> None:
    first = (await door.call("DELETE", "/api/chat/session"))[1]
    status, second = await door.call("DELETE", "/api/chat/session")
    assert status == 200 and second["receipt"] != first["receipt"]


async def test_erasing_while_rasa_is_down_says_that_it_is_not_complete(door: Door) -> None:
    await door.say("je cherche une aide")
    await door.stop_rasa()
    status, body = await door.call("DELETE", "/api/chat/session")
    assert status == 200 and body["complete"] is False and await door.history() == []
    assert body["receipt"] in body["message"] and "{" not in body["message"]
    assert "vos données sont effacées" not in body["message"] and "Dans 24 heures au plus tard" in body["message"]


async def test_what_rasa_could_not_forget_is_asked_again_by_itself(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.forgetting._FIRST", 0.01)
    door.rasa.status = 500
    assert (await door.call("DELETE", "/api/chat/session"))[1]["complete"] is False
    await asyncio.sleep(0.05)
    assert door.rasa.forgotten == []
    door.rasa.status = 200
    async with asyncio.timeout(20):
        while not door.rasa.forgotten:
            await asyncio.sleep(0.01)
    assert door.rasa.forgotten == [_session_of(door)]


async def test_a_conversation_taken_up_again_is_forgotten_first_and_once(door: Door) -> None:
    door.rasa.status = 500
    await door.call("DELETE", "/api/chat/session")
    door.rasa.status = 200
    assert (await door.say("bonjour"))[0]["kind"] == "text"
    assert door.rasa.forgotten == [_session_of(door)]
    await door.say("encore")
    assert len(door.rasa.forgotten) == 1


async def test_erased_by_a_sentence_the_past_is_gone_and_the_receipt_is_shown(door: Door) -> None:
    await door.say("je m'appelle Odile")
    door.rasa.answer = [effect("erased"), text("C'est fait. Reçu : E-20261122-BCDFG.")]
    await door.say("efface mes données")
    (left,) = await door.history()
    assert left["text"] == "C'est fait. Reçu : E-20261122-BCDFG."
    assert left["erased"] is True, "the screen must empty itself too"


async def test_after_consent_another_process_finds_the_conversation(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    door.rasa.answer = [effect("kept", durable=True), text("C'est noté.")]
    await door.say("oui")
    other = await open_door()
    other.token = door.token
    assert [m["text"] for m in (await other.history())[1:]] == ["oui", "C'est noté."]
    door.rasa.answer = [effect("kept", durable=False), text("Accord retiré.")]
    await door.say("je retire mon accord")
    another = await open_door()
    another.token = door.token
    assert await another.history() == [], "taken back: no copy is left"


async def test_without_consent_another_process_knows_nothing(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    await door.say("je m'appelle Odile")
    other = await open_door()
    other.token = door.token
    assert await other.history() == []
    files = b"".join(path.read_bytes() for path in door.home.glob("relais.sqlite*"))
    assert b"Odile" not in files and _session_of(door).encode() not in files


def _session_of(door: Door) -> str:
    return Tokens(door.secrets.signing_key, 24).read(f"Bearer {door.token}")


async def test_a_conversation_of_another_version_goes_on() -> None:
    store = ConversationStore("transcript", MemoryStore(60), Database("sqlite://"), Vault([new_key()]))
    sessions = Sessions(store)
    body = {"session_id": "s1", "channel": "sms", "a_field_of_tomorrow": 3}
    store.save("s1", json.dumps(body).encode(), durable=False, was_durable=False)
    assert (await sessions.load("s1")).channel == "sms"
