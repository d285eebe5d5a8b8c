"""What is said in passing and need not be asked again: « je prends 7 médicaments », « je vis seul ». Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.understanding.numbers import value as number
from bot.understanding.text import normalise

# One is left out: it is often an article (« un médicament »).
_COUNTS = r"\d{1,3}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt"


@dataclass(frozen=True)
class Heard:
    """One thing that a pack hears: the name under which questionnaires ask it (``prefill``), the words, what they say.

    ``value`` None: the number said before the words.
    """

    name: str
    pattern: re.Pattern[str]
    value: Any


def read_hears(raw: Mapping[str, Mapping[str, Any]]) -> tuple[Heard, ...]:
    """The field ``hears`` of pack.yml: name → ``words`` with a ``value`` (true unless said), or ``number_of``.

    :raises KeyError: neither is there.
    """
    made = []
    for name, how in raw.items():
        counted = "number_of" in how
        ways = "|".join(_phrase(str(words)) for words in (how["number_of"] if counted else how["words"]))
        before = rf"(?P<number>{_COUNTS}) (?:\w+ )?" if counted else ""
        pattern = re.compile(rf"(?<!\w){before}(?:{ways})s?(?!\w)")
        made.append(Heard(name, pattern, None if counted else how.get("value", True)))
    return tuple(made)


def heard_in(hears: tuple[Heard, ...], text: str) -> dict[str, dict[str, Any]]:
    """Name → ``value`` and ``said`` (the words themselves), for what the sentence says."""
    normal, found = normalise(text), dict[str, dict[str, Any]]()
    written = text if len(text) == len(normal) else normal
    for one in hears:
        for match in one.pattern.finditer(normal):
            said = one.value if one.value is not None else str(_count(match["number"]))
            found[one.name] = {"value": said, "said": written[match.start() : match.end()]}
    return found


def _count(words: str) -> int:
    return int(words) if words.isdigit() else number(words) or 0


def _phrase(words: str) -> str:
    """The words in order; « … » stands for a few words between."""
    return r"\b.{0,25}\b".join(re.escape(normalise(part.strip())) for part in words.split("…"))
