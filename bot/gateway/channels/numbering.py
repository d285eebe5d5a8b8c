"""« 1. … » : which buttons of a turn bear a number, and which one « 2 », « le premier » or « 1 et 3 » means.

The renderer prints the numbers and the conversation understands them: both ask here, so that they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.messages import Button, Message
from bot.understanding.choices import pick
from bot.understanding.text import normalise

_SEVERAL = re.compile(r"\d{1,2}(?:(?:\s|,|;|\+|et)+\d{1,2})*")


def choices_of(message: Message) -> list[Button]:
    """The choices of a message: the answers to its question first, then its buttons."""
    return [*(message.get("question") or {}).get("options", ()), *message.get("buttons", ())]


def numbered(message: Message) -> bool:
    """True when the choices of this message may bear numbers.

    Not beside a question whose answer is itself a number, a date or words, nor when the labels begin with figures:
    there « 2 » is the answer.
    """
    question = message.get("question")
    if question is None:
        return bool(message.get("buttons"))
    options = question.get("options", ())
    return bool(options) and not any(option["label"][:1].isdigit() for option in options)


def numbers(messages: Sequence[Message]) -> list[Button]:
    """The buttons of a turn that bear a number, in order: the first is « 1 »."""
    return [button for message in messages if numbered(message) for button in choices_of(message)]


def several(messages: Sequence[Message]) -> bool:
    """True when the last question of the turn takes several answers."""
    return bool(messages) and (messages[-1].get("question") or {}).get("type") == "multiple"


def chosen(text: str, labels: Sequence[str], *, many: bool = False) -> list[int]:
    """The indexes that ``text`` chooses among numbered ``labels``; empty when it is something else."""
    if many and _SEVERAL.fullmatch(normalise(text).strip(" .")):
        wanted = list(dict.fromkeys(int(figure) - 1 for figure in re.findall(r"\d+", text)))
        return wanted if all(0 <= index < len(labels) for index in wanted) else []
    one = pick(text, labels)
    return [] if one is None else [one]
