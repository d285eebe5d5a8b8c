"""A number or a password typed by mistake goes nowhere: not to Rasa, not to the history, not to a file, not to a log."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot.messages import effect, text
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]
SECRETS = {
    "mon numéro c'est 1 84 12 76 451 089 46 et je cherche un atelier à Nantes": "451 089",
    "j'ai perdu mon code, mon mot de passe c'est Soleil2024 je crois": "Soleil2024",
    "１８４１２７６４５１０８９４６ pour mon espace santé svp": "184127645108946",
}


@pytest.mark.parametrize("typed", SECRETS)
async def test_nothing_of_it_is_kept(open_door: Open, typed: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    door = await open_door()
    await door.open()
    # Even in a conversation that the person agreed to keep.
    door.rasa.answer = [effect("kept", durable=True), text("Oui.")]
    await door.post({"text": "bonjour"})
    messages = await door.post({"text": typed, "client_message_id": "m1"})
    assert messages[0]["kind"] == "notice" and "effacé" in messages[0]["text"] and messages[-1]["text"] == "Oui."
    again = await door.post({"text": typed, "client_message_id": "m1"})
    assert again == messages and len(door.rasa.turns) == 2
    secret = SECRETS[typed]
    assert "masqué" in door.rasa.turns[-1]["text"]
    kept = [
        json.dumps(door.rasa.turns, ensure_ascii=False),
        json.dumps(await door.history(), ensure_ascii=False),
        caplog.text,
        *(path.read_bytes().decode("latin-1") for path in door.home.rglob("*") if path.is_file()),
    ]
    assert not any(secret in text or secret.replace(" ", "") in text for text in kept)


async def test_alone_it_is_refused_kindly_and_what_was_asked_stands(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    door.rasa.answer = [{"kind": "question", "text": "Quel est le code de votre demande ?"}]
    await door.post({"text": "où en est ma demande"})
    messages = await door.post({"text": "184127645108946"})
    assert [message["kind"] for message in messages] == ["notice", "question"] and len(door.rasa.turns) == 1


async def test_danger_comes_first_all_the_same(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    messages = await door.post({"text": "je veux mourir, mon mot de passe c'est Soleil2024"})
    assert messages[-1]["kind"] == "crisis" and not door.rasa.turns
    assert "3114" in json.dumps(messages)


async def test_three_messages_stay_three(open_door: Open) -> None:
    door = await open_door()
    await door.open()
    door.rasa.answer = [text("un"), text("deux"), text("trois")]
    messages = await door.post({"text": "mon code est 483920, il ne marche pas du tout"})
    assert len(messages) == 3 and "effacé" in messages[0]["text"] and messages[0]["text"].endswith("un")
