"""Free words to one recipient, as any carrier sends them: cut to the channel's size, the choices at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.gateway.channels.rendering import Part, render
from bot.gateway.channels.styles import Style


async def send_text(
    deliver: Callable[[str, Part], Awaitable[None]],
    style: Style,
    recipient: str,
    subject: str,
    text: str,
    buttons: Sequence[str],
) -> None:
    """Send every part in order. ``buttons`` are shown as a numbered list: their labels can be typed in answer.

    :raises Undeliverable: of the part that was not taken; those before it were.
    """
    lines = [f"{number}. {label}" for number, label in enumerate(buttons, 1)]
    words = "\n\n".join(block for block in (subject, text, "\n".join(lines)) if block)
    for part in render([{"kind": "text", "text": words}], style):
        await deliver(recipient, part)
