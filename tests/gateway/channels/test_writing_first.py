"""What Relais writes first, days later: by which messengers, in which shape, with which address kept until then."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable

import pytest

from bot.delivery.carrier import Undeliverable
from bot.gateway.keys import CARRIERS
from bot.privacy.vault import Vault
from tests.gateway.channels.conftest import Phone
from tests.gateway.channels.providers import Failure

Make = Callable[..., Awaitable[Phone]]
TEMPLATE = "HX" + "0" * 32


@pytest.mark.parametrize(("template", "ways"), [("", {"sms", "telegram"}), (TEMPLATE, {"sms", "telegram", "whatsapp"})])
async def test_the_ways_that_may_write_first(phone_of: Make, template: str, ways: set[str]) -> None:
    """Never Messenger; WhatsApp with an approved template."""
    phone = await phone_of("telegram", RELAIS_TWILIO_WHATSAPP_NEWS=template)
    assert set(phone.door.client.app[CARRIERS]) == ways


@pytest.mark.parametrize(
    ("channel", "template", "kept"),
    [("telegram", "", True), ("whatsapp", TEMPLATE, True), ("whatsapp", "", False), ("sms", "", False),
     ("messenger", "", False)],
)  # fmt: skip
async def test_the_address_goes_to_the_dialogue_sealed_and_only_where_it_will_serve(
    phone_of: Make, channel: str, template: str, kept: bool
) -> None:
    phone = await phone_of(channel, RELAIS_TWILIO_WHATSAPP_NEWS=template)
    await phone.say("je voudrais être rappelée")
    metadata = phone.door.rasa.turns[-1]["metadata"]
    assert ("address" in metadata) is kept
    if kept:
        assert phone.address not in json.dumps(metadata)
        vault = Vault(phone.door.secrets.encryption_keys)
        sealed = base64.b64decode(metadata["address"])
        assert vault.decrypt(sealed, "referral.channel_address") == phone.address


async def test_a_template_is_sent_with_its_blanks(phone_of: Make) -> None:
    phone = await phone_of("whatsapp", RELAIS_TWILIO_WHATSAPP_NEWS=TEMPLATE)
    carrier = phone.door.client.app[CARRIERS]["whatsapp"]
    await carrier.send(phone.address, "La plateforme", "https://relais.exemple.fr/nouvelles/n7-X")
    (sent,) = phone.providers.sent
    assert sent.to == phone.address
    assert sent.text == f'{TEMPLATE} {{"1": "La plateforme", "2": "https://relais.exemple.fr/nouvelles/n7-X"}}'
    phone.providers.failures.append(Failure(400, {"code": 63027, "message": "Template does not exist"}))
    with pytest.raises(Undeliverable) as refused:
        await carrier.send(phone.address, "a", "b")
    assert refused.value.permanent and refused.value.reason == "twilio 63027"


async def test_nothing_is_written_to_who_said_stop(phone_of: Make) -> None:
    phone = await phone_of("whatsapp", RELAIS_TWILIO_WHATSAPP_NEWS=TEMPLATE)
    await phone.say("STOP")
    phone.providers.sent.clear()
    with pytest.raises(Undeliverable, match="stopped"):
        await phone.door.client.app[CARRIERS]["whatsapp"].send(phone.address, "a", "b")
    assert phone.providers.sent == []
