"""The doors of the providers: signatures, sizes, recorded shapes, and what is not plugged in."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.gateway.channels import door as door_module
from bot.gateway.channels.messenger import Messenger
from bot.gateway.channels.models import Inbox
from bot.gateway.channels.telegram import Telegram
from bot.gateway.channels.twilio import Twilio
from tests.gateway.channels import providers
from tests.gateway.channels.conftest import CHANNELS, Phone
from tests.gateway.channels.providers import APP, AUTH, PUBLIC, SECRET, SID, VERIFY
from tests.gateway.conftest import Door

Make = Callable[..., Awaitable[Phone]]
SHAPES = Path(__file__).parent / "shapes"
READERS: dict[str, Any] = {
    "telegram": Telegram("t", SECRET, "http://x"),
    "messenger": Messenger("p", APP, VERIFY, "http://x"),
    "sms": Twilio("sms", SID, AUTH, "+1", "http://x"),
    "whatsapp": Twilio("whatsapp", SID, AUTH, "+1", "http://x"),
}


def _received(door: Door) -> int:
    with door.database.session() as session:
        return len(session.scalars(select(Inbox.id)).all())


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_right_signature_is_taken_a_wrong_one_is_not(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    good = phone.typed("bonjour")
    (header,) = set(good.headers) - {"Content-Type"}
    signature = good.headers[header]
    for wrong in ("", "x", signature[:-3] + "abc", signature + "=", "é", signature.swapcase()):
        assert await phone.deliver(replace(good, headers={**good.headers, header: wrong})) == 403
    bare = {"Content-Type": good.headers["Content-Type"]}
    assert await phone.deliver(replace(good, headers=bare)) == 403
    if channel != "telegram":  # Telegram signs with a word, not the content
        assert await phone.deliver(replace(good, body=good.body.replace(b"bonjour", b"bonsoir"))) == 403
    assert _received(phone.door) == 0 and phone.providers.sent == []
    assert await phone.deliver(good) == 200
    assert _received(phone.door) == 1


async def test_twilio_signs_the_public_address_with_its_port_or_without(phone_of: Make) -> None:
    phone = await phone_of("sms", RELAIS_PUBLIC_URL="https://relais.exemple.fr:443")
    assert await phone.deliver(phone.typed("bonjour")) == 200
    other = await phone_of("sms", RELAIS_PUBLIC_URL="https://autre.exemple.fr")
    assert await other.deliver(other.typed("bonjour")) == 403


async def test_accents_spaces_and_empty_fields_are_signed_as_twilio_does(phone_of: Make) -> None:
    phone = await phone_of("sms")
    await phone.say("une aide à domicile l'été, à Beaune & Dijon + 100 % « né » ?")
    assert phone.door.rasa.turns[-1]["text"] == "une aide à domicile l'été, à Beaune & Dijon + 100 % « né » ?"


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_channel_without_its_settings_has_no_address(phone_of: Make, channel: str) -> None:
    one = {"telegram": "RELAIS_TELEGRAM_SECRET", "sms": "RELAIS_TWILIO_SMS_FROM",
           "whatsapp": "RELAIS_TWILIO_WHATSAPP_FROM", "messenger": "RELAIS_MESSENGER_APP_SECRET"}[channel]  # fmt: skip
    phone = await phone_of(channel, **{one: ""})
    assert await phone.deliver(phone.typed("bonjour")) == 404
    nowhere = await phone_of(channel, RELAIS_PUBLIC_URL="")
    assert await nowhere.deliver(nowhere.typed("bonjour")) == 404


async def test_meta_verifies_the_address(phone_of: Make) -> None:
    client = (await phone_of("messenger")).door.client
    right = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    async with client.get("/webhooks/messenger", params=right) as answer:
        assert (answer.status, await answer.text()) == (200, "1158201444")
        assert answer.content_type == "text/plain"
    for wrong in ({**right, "hub.verify_token": "x"}, {**right, "hub.mode": "unsubscribe"}, {}):
        async with client.get("/webhooks/messenger", params=wrong) as answer:
            assert answer.status == 403


async def test_what_is_answered_to_each_provider(phone_of: Make) -> None:
    phone = await phone_of("sms")
    for channel, words in (("telegram", ""), ("messenger", "EVENT_RECEIVED"), ("sms", "<Response/>")):
        delivery = Phone(channel, phone.door, phone.providers).typed("bonjour")
        async with phone.door.client.post(delivery.path, data=delivery.body, headers=delivery.headers) as answer:
            assert answer.status == 200 and (await answer.text()).endswith(words)


async def test_too_large_is_refused_and_long_is_not(phone_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = await phone_of("messenger")
    events = [providers.messenger_event(str(n), text="bonjour " * 30) for n in range(60)]
    assert await phone.deliver(providers.messenger(*events)) == 200, "more than the chat API takes"
    assert _received(phone.door) == 60
    monkeypatch.setattr(door_module, "LARGEST", 1000)
    assert await phone.deliver(providers.messenger(*events)) == 413


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"[" * 5000, b"\xff", b'{"object": "page", "entry": [1]}'])
async def test_signed_and_unreadable_is_put_aside(phone_of: Make, body: bytes, caplog: Any) -> None:
    phone = await phone_of("telegram")
    good = providers.telegram_update({})
    assert await phone.deliver(replace(good, body=body)) == 200
    assert _received(phone.door) == 0


async def test_one_strange_event_does_not_lose_the_others(phone_of: Make) -> None:
    phone = await phone_of("messenger")
    strange = {"sender": {"id": "1"}, "timestamp": "x", "message": 3}
    await phone.hear(providers.messenger(strange, providers.messenger_event(phone.address, text="bonjour")))
    assert "pas une personne" in phone.words


async def test_secrets_and_words_are_in_no_log(phone_of: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    phone = await phone_of("sms")
    await phone.say("Théodoline pleure dans la cuisine")
    await phone.deliver(replace(phone.typed("Théodoline"), headers={}))
    secret = [phone.address, phone.address.lstrip("+"), "Théodoline", AUTH, SECRET, providers.TOKEN, APP, providers.PAGE]
    assert not [word for word in secret if word in caplog.text]
    from bot.settings import load_settings

    shown = repr(load_settings(dict(providers.VARIABLES)))
    assert not [word for word in (AUTH, SECRET, providers.TOKEN, APP, providers.PAGE, VERIFY) if word in shown]


# -- recorded shapes


def _cases() -> list[Any]:
    found = []
    for path in sorted(SHAPES.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            found.append(pytest.param(path.stem, case["body"], case["read"], id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("channel", "body", "read"), _cases())
def test_recorded_shapes_are_read(channel: str, body: Any, read: Any) -> None:
    from urllib.parse import urlencode

    raw = urlencode(body) if channel in ("sms", "whatsapp") else json.dumps(body)
    got = READERS[channel].read(raw.encode())
    assert len(got) == (0 if read is None else 1)
    if read is not None:
        assert {name: getattr(got[0], name) for name in read} == read
        assert type(got[0]).load(got[0].dump()) == got[0]


def test_the_signature_of_twilio_is_that_of_its_documentation() -> None:
    form = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675310", "Digits": "1234", "From": "+14158675310",
            "To": "+18005551212"}  # fmt: skip
    reader = Twilio("sms", SID, "12345", "+1", "http://x")
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert reader.signature(url, form.items()) == b"GvWf1cFY/Q7PnoempGyD5oXAezc="
    assert PUBLIC.startswith("https://")
