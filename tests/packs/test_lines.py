"""Without a screen: only the ways that this installation has are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions import lines  # noqa: F401  (register handlers)
from tests.packs.chat import Chat, make_world

TWILIO = {
    "RELAIS_TWILIO_SID": "AC" + "0" * 32, "RELAIS_TWILIO_TOKEN": "0" * 32,
    "RELAIS_TWILIO_SMS_FROM": "+33700000000", "RELAIS_PUBLIC_URL": "https://exemple.fr",
}  # fmt: skip


@pytest.mark.parametrize("there", [True, False])
def test_the_number_for_text_messages_is_said_when_there_is_one(tmp_path: Path, there: bool) -> None:
    person = Chat(make_world(tmp_path, **(TWILIO if there else {})), "patient", ease="low")
    person.say("je voudrais faire ça par sms", "digital_help")
    hrefs = [link["href"] for message in person.messages for link in message.get("links", [])]
    assert "03 80 00 00 00" in person.text and "tel:0380000000" in hrefs
    assert ("sms:+33700000000" in hrefs) is there
    assert ("SMS ne sont pas ouverts" in person.text) is not there
