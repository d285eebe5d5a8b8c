"""What a person sent by a messaging channel, whatever the provider's words for it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from bot.privacy.masking import mask

Kind = Literal["text", "button", "location", "media", "contact", "open", "leave", "stop", "start"]
LONGEST = 8000  # characters of a text that are kept: enough to hear a danger at the end of a very long one


@dataclass(frozen=True)
class Incoming:
    """One message.

    :param address: whom to answer: a number, a chat or a page-scoped identifier. Never stored in clear.
    :param message_id: the provider's own name of the message, the same when it is delivered twice.
    :param rank: the provider's own order (0: none, the order of arrival).
    :param text: what was typed, or the caption of a photo.
    :param acknowledge: what the provider wants named to show that a button was heard.
    :param told: the provider has itself confirmed a STOP or a START.
    """

    address: str
    message_id: str
    kind: Kind
    rank: int = 0
    text: str = ""
    button: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    acknowledge: str = ""
    told: bool = False

    def dump(self) -> bytes:
        """As bytes, to be encrypted; a number or a password that must not be written here is masked before."""
        return json.dumps({**asdict(self), "text": mask(self.text).text}, ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def load(cls, body: bytes) -> "Incoming":
        """From the bytes of :meth:`dump`."""
        return cls(**json.loads(body))
