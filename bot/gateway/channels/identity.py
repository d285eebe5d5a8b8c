"""Names that lead back to nobody: keyed hashes of addresses and of the providers' message identifiers.

A phone number has so few possible values that a bare hash of it is the number itself; the signing key makes it one
that only this installation can compute.
"""

from __future__ import annotations

import hashlib
import hmac


class Names:
    """Hashes with the installation's signing key."""

    def __init__(self, signing_key: str) -> None:
        self._key = signing_key.encode()

    def correspondent(self, channel: str, address: str) -> str:
        """Who writes, by which channel: 64 hexadecimal digits."""
        return self._hash("correspondent", channel, address)

    def message(self, channel: str, message_id: str) -> str:
        """The provider's message: 64 hexadecimal digits."""
        return self._hash("message", channel, message_id)

    def session(self, channel: str, address: str, epoch: str) -> str:
        """The conversation of this correspondent during this ``epoch``, a random word drawn at its opening."""
        return self._hash("session", channel, address, epoch)[:48]

    def _hash(self, *parts: str) -> str:
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
