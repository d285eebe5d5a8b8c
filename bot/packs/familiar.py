"""« tu » for the young: ``familiar.yml`` of a pack, what is written for all → how it is said to a teenager.

As a table of translations: one wording of each sentence stays the rule, and a sentence that the table lacks is said as
it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SHOWN = ("text", "why", "label", "questions", "options", "buttons", "links", "question", "services")


class Familiar:
    """Says things in the familiar form."""

    def __init__(self, table: Mapping[str, str]) -> None:
        """:param table: sentences, or groups of words, as they are shown → in the familiar form."""
        self._table = dict(table)
        # The longest first: a sentence that holds another is not cut.
        ordered = sorted(self._table, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def say(self, words: str) -> str:
        """The words, each known one in its familiar form."""
        return self._pattern.sub(lambda found: self._table[found.group()], words) if self._pattern else words

    def message(self, message: Any) -> Any:
        """A message as the actions make it, with all that a person reads in it said so; the rest is untouched."""
        if isinstance(message, list):
            return [self.message(part) for part in message]
        if not isinstance(message, Mapping):
            return message
        return {
            key: self.say(value)
            if isinstance(value, str) and key in _SHOWN
            else self.message(value)
            if key in _SHOWN
            else value
            for key, value in message.items()
        }
