"""Messages and parts as encrypted bytes: nothing of a person is readable in the inbox."""

from __future__ import annotations

import json

from bot.gateway.channels.incoming import Incoming
from bot.gateway.channels.rendering import Part
from bot.privacy.vault import Vault


class Sealed:
    """Encrypts for the inbox; each kind and channel has its own context.

    Reading raises :class:`bot.privacy.vault.VaultError` when the key is gone.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def message(self, channel: str, incoming: Incoming) -> bytes:
        """A message received, with the address to answer."""
        return self._vault.encrypt(incoming.dump(), f"inbox.{channel}")

    def open_message(self, channel: str, body: bytes) -> Incoming:
        """What :meth:`message` sealed."""
        return Incoming.load(self._vault.decrypt_bytes(body, f"inbox.{channel}"))

    def part(self, channel: str, address: str, part: Part) -> bytes:
        """A part to be sent, with its address."""
        held = {"address": address, "text": part.text, "buttons": part.buttons}
        return self._vault.encrypt(json.dumps(held, ensure_ascii=False), f"reply.{channel}")

    def open_part(self, channel: str, body: bytes) -> tuple[str, Part]:
        """What :meth:`part` sealed: the address, and the part."""
        held = json.loads(self._vault.decrypt_bytes(body, f"reply.{channel}"))
        return held["address"], Part(held["text"], tuple((i, label) for i, label in held["buttons"]))
