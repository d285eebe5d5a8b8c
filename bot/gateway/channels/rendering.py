"""From the messages of the chat API to the parts of a channel. Pure: no input, no output, no clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.gateway.channels import gsm
from bot.gateway.channels.lines import link_line, service_lines
from bot.gateway.channels.numbering import choices_of, numbered, numbers, several
from bot.gateway.channels.splitting import split
from bot.gateway.channels.styles import Style
from bot.messages import Button, Message

QUICK_REPLIES, QUICK_LABEL = 13, 20  # Messenger's limits
_COUNT = len(" (10/10)")
SEVERAL = "Plusieurs réponses sont possibles : écrivez par exemple 1, 2."
ALSO = "Vous pouvez aussi écrire : {labels}."


@dataclass(frozen=True)
class Part:
    """One message of the provider: ``buttons`` are (identifier, label), shown under it."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


def render(messages: Sequence[Message], style: Style, public_url: str = "") -> list[Part]:
    """The parts of one turn, in the order in which they are sent: a danger first.

    :param public_url: where this installation is reached from outside, put before the links to its own pages.
    """
    order = [button["id"] for button in numbers(messages)]
    many = several(messages)
    shown = sorted(messages, key=lambda message: message.get("kind") != "crisis")
    drafts = [_draft(message, style, public_url, order, last=message is messages[-1], many=many) for message in shown]
    if style.counted:
        return _counted(shown, drafts, style)
    return [part for draft in drafts for part in _cut(draft, style)]


def clean(text: str) -> str:
    """``text`` without control, direction and private characters; line ends stay."""
    kept = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" or c == "\u200d" else " " for c in text)
    return kept.strip()


def _draft(message: Message, style: Style, public_url: str, order: Sequence[str], *, last: bool, many: bool) -> Part:
    """The whole message as one part, not yet cut."""
    blocks = [message.get("text", "")]
    blocks += ["\n".join(service_lines(service, short=style.easy)) for service in message.get("services", ())]
    lines = [link_line(link, public_url, message.get("text", "")) for link in message.get("links", ())]
    blocks.append("\n".join(line for line in lines if line))
    choices = choices_of(message)
    if _pressed(message, style, last=last, many=many):
        buttons = tuple((choice["id"], clean(choice["label"])) for choice in choices)
    else:
        buttons = ()
        blocks.append("\n".join(_listed(message, choices, order, many=many and last)))
    return Part(clean("\n\n".join(block.strip() for block in blocks if block.strip())), buttons)


def _pressed(message: Message, style: Style, *, last: bool, many: bool) -> bool:
    """True when the channel has buttons for the choices of this message."""
    if style.choices == "inline":
        return not (many and last)
    labels = [choice["label"] for choice in choices_of(message)]
    # Quick replies go away with the next message: those of the last alone can be pressed.
    return (
        style.choices == "quick"
        and last
        and not many
        and len(labels) <= QUICK_REPLIES
        and all(len(label) <= QUICK_LABEL for label in labels)
    )


def _listed(message: Message, choices: Sequence[Button], order: Sequence[str], *, many: bool) -> list[str]:
    """The choices as lines: numbered, or as words that can be typed."""
    if numbered(message):
        lines = [f"{order.index(choice['id']) + 1}. {choice['label']}" for choice in choices]
        return [SEVERAL, *lines] if many else lines
    options = [option["label"] for option in (message.get("question") or {}).get("options", ())]
    controls = [button["label"].lower() for button in message.get("buttons", ())]
    return [*options, *([ALSO.format(labels=", ".join(controls))] if controls else [])]


def _cut(draft: Part, style: Style) -> list[Part]:
    """Pieces of the channel's size; the buttons stand under the last."""
    pieces = split(draft.text, style.most, style.measure)
    if not pieces:
        return []
    return [*(Part(piece) for piece in pieces[:-1]), Part(pieces[-1], draft.buttons)]


def _counted(messages: Sequence[Message], drafts: Sequence[Part], style: Style) -> list[Part]:
    """SMS: the messages of a turn run together; a danger stands first, its numbers before its words."""
    urgent = [(m, d) for m, d in zip(messages, drafts, strict=True) if m.get("kind") == "crisis"]
    room = style.most - _COUNT
    pieces: list[str] = []
    for message, draft in urgent:
        words = split(gsm.near(draft.text), room, style.measure)
        if len(words) > 1:
            pieces += split(gsm.near(_numbers_first(message)), room, style.measure)
        pieces += words
    rest = "\n\n".join(d.text for m, d in zip(messages, drafts, strict=True) if m.get("kind") != "crisis")
    alone = gsm.near(rest)
    if not pieces and style.measure(alone) <= style.most:
        return [Part(alone)] if alone else []
    pieces += split(alone, room, style.measure)
    if len(pieces) < 2:
        return [Part(piece) for piece in pieces]
    return [Part(f"{piece} ({number}/{len(pieces)})") for number, piece in enumerate(pieces, 1)]


def _numbers_first(message: Message) -> str:
    return " ".join(f"{link['label']}." for link in message.get("links", ())[:2])
