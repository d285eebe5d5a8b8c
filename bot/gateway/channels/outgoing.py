"""What Relais writes first (news of a request): by which channels, and never to those who said STOP.

Outside the 24 hours that follow a person's message, WhatsApp takes only an approved template, and Messenger nothing
that a machine may send (docs/channels.md): without a template the one, and always the other, are left to people.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping, Sequence

from bot.database import Database
from bot.delivery.carrier import Carrier, Undeliverable
from bot.gateway.channels.carrier import Channel
from bot.gateway.channels.identity import Names
from bot.gateway.channels.models import Correspondent
from bot.gateway.channels.twilio import Twilio
from bot.privacy.vault import Vault

SEALED_AS = "referral.channel_address"


def writes_first(
    channels: Mapping[str, Channel], template: str, names: Names, database: Database
) -> dict[str, Carrier]:
    """The channels by which news can be asked days later.

    :param template: the approved WhatsApp template, by its Twilio name (HX…); "" for none.
    """
    found: dict[str, Carrier] = {name: channels[name] for name in ("sms", "telegram") if name in channels}
    whatsapp = channels.get("whatsapp")
    if template and isinstance(whatsapp, Twilio):
        found["whatsapp"] = Template(whatsapp, template)
    return {name: Unstopped(name, carrier, names, database) for name, carrier in found.items()}


def sealing(vault: Vault, carriers: Mapping[str, Carrier]) -> Callable[[str, str], str]:
    """A channel and an address → the address sealed, as text; "" where nothing can be asked later."""

    def seal(channel: str, address: str) -> str:
        # A text message goes to the number that the person gives in words: no other is kept.
        if channel == "sms" or channel not in carriers:
            return ""
        return base64.b64encode(vault.encrypt(address, SEALED_AS)).decode()

    return seal


class Template:
    """WhatsApp by an approved template, whose blanks are {{1}}, who writes, and {{2}}, the link."""

    def __init__(self, twilio: Twilio, template: str) -> None:
        self._twilio, self._template = twilio, template

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        """``subject`` and ``text`` fill the two blanks."""
        await self._twilio.fill(recipient, self._template, (subject, text))


class Unstopped:
    """A carrier that writes to nobody who said STOP."""

    def __init__(self, channel: str, carrier: Carrier, names: Names, database: Database) -> None:
        self._channel, self._carrier, self._names, self._database = channel, carrier, names, database

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        """Send as the carrier does; to who said STOP nothing leaves, and it is refused for good."""
        if await asyncio.to_thread(self._stopped, recipient):
            raise Undeliverable("stopped", permanent=True)
        await self._carrier.send(recipient, subject, text, buttons)

    def _stopped(self, recipient: str) -> bool:
        with self._database.session() as session:
            row = session.get(Correspondent, self._names.correspondent(self._channel, recipient))
            return row is not None and row.stopped_ms is not None
