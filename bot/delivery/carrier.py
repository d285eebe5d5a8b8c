"""What carries a message out of here, whatever the channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Undeliverable(Exception):
    """The message did not leave. ``permanent``: trying again would not help.

    The message of the exception is a code (« smtp-550 »), kept and shown: never words of a server, which can hold an
    address. ``after``: seconds to wait, when the other side said so.
    """

    def __init__(self, code: str, *, permanent: bool = False, after: float | None = None) -> None:
        super().__init__(code)
        self.permanent, self.after = permanent, after

    @property
    def reason(self) -> str:
        """The code."""
        return str(self)


class Carrier(Protocol):
    """One channel."""

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        """Send, or raise :class:`Undeliverable`. The same arguments again are the same message: where the channel
        knows identifiers of messages, they are derived from them.

        :param recipient: an address in the channel's own terms. :param buttons: short answers, where there are buttons.
        """
