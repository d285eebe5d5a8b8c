"""What each channel can show: how long a part may be, and how a choice is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.gateway.channels import gsm

Choices = Literal["inline", "quick", "numbered"]


@dataclass(frozen=True)
class Style:
    """``most`` is the size of a part as ``measure`` counts it.

    :param choices: ``inline`` buttons under the message, ``quick`` replies above the keyboard, or a ``numbered`` list.
    :param counted: parts bear « (1/3) », because they may arrive in another order.
    :param easy: the easy wordings are used, which are shorter.
    :param stops: « STOP » ends the messages, as operators require.
    """

    name: str
    most: int
    choices: Choices
    measure: Callable[[str], int] = len
    counted: bool = False
    easy: bool = False
    stops: bool = False


def utf16(text: str) -> int:
    """Size in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "replace")) // 2


TELEGRAM = Style("telegram", 4096, "inline", utf16)
WHATSAPP = Style("whatsapp", 1600, "numbered", stops=True)
SMS = Style("sms", gsm.SEPTETS, "numbered", gsm.length, counted=True, easy=True, stops=True)
MESSENGER = Style("messenger", 2000, "quick", utf16)
STYLES = {style.name: style for style in (TELEGRAM, SMS, WHATSAPP, MESSENGER)}
