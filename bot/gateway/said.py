"""What a person did in a turn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Typed ``text``, or pressed ``buttons`` (several for a multiple choice).

    ``secret``: a number or password was masked in the text, « alone » when nothing else was said, « among » words.
    """

    text: str = ""
    buttons: tuple[str, ...] = ()
    client_message_id: str | None = None
    easy: bool = False
    channel: str = ""  # where it was said; empty: where the conversation was opened
    address: str = ""  # of the person on that channel, sealed: kept with a request, if they agree
    secret: str = ""
