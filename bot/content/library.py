"""The library of all that Relais says, read once and checked when it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.content.cards import Card, read_card
from bot.content.helplines import Helpline, Helplines, read_helpline
from bot.yaml_files import read_mapping

HERE = Path(__file__).parent
COUNTRIES = ("FR", "BE")
_HELPLINE = re.compile(r"\{helpline:([a-z0-9_]+)\}")


class ContentError(Exception):
    """A content file cannot be used; the message names the file and what is wrong, in French."""


class Content:
    """Cards by topic and country, helplines by danger, sentences by key."""

    def __init__(
        self,
        cards: dict[str, dict[str, Card]],
        helplines: Helplines,
        texts: dict[str, dict[str, Any]],
        familiar: Mapping[str, str] | None = None,
    ) -> None:
        # What is said to those under 18: a sentence of Relais → how it is said to them.
        self.familiar: Mapping[str, str] = dict(familiar or {})
        self._cards, self._helplines, self._texts = cards, helplines, texts
        self.lines_verified_on = helplines.verified_on

    @classmethod
    def load(cls, root: Path = HERE) -> "Content":
        """Read ``topics/*.yml``, ``helplines.yml``, ``texts.yml`` and ``familiar.yml``.

        :raises ContentError: a file is missing, is not YAML, or lacks a field.
        """
        raw_lines = _read(root / "helplines.yml")
        lines = tuple(_checked(root / "helplines.yml", read_helpline, raw) for raw in raw_lines["lines"])
        cards = {
            path.stem: {c: _checked(path, read_card, _read(path), c) for c in COUNTRIES}
            for path in sorted((root / "topics").glob("*.yml"))
        }
        helplines = Helplines(lines, raw_lines.get("situations") or {}, raw_lines["verified_on"])
        young = root / "familiar.yml"
        return cls(cards, helplines, _read(root / "texts.yml"), _read(young) if young.exists() else {})

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that has a card."""
        return tuple(self._cards)

    def card(self, topic: str, country: str = "FR") -> Card:
        """The card of a topic, in the wording of ``country``."""
        return self._cards[topic][country if country in COUNTRIES else "FR"]

    def line(self, line_id: str) -> Helpline:
        """One helpline by its identifier."""
        return next(line for line in self._helplines.lines if line.id == line_id)

    def lines(self, danger: str, country: str | None = None, *, child: bool = False) -> list[Helpline]:
        """The lines to show for a danger (or a situation of ``helplines.yml``), first the first to call.

        :param country: unknown, those of every country. :param child: with the lines that are for children only.
        """
        return self._helplines.of(danger, country, child=child)

    def emergency(self, country: str | None = None) -> list[Helpline]:
        """The three lines that every page shows: vital emergency, all emergencies, suicide prevention."""
        return self.lines("crisis_medical", country)[:2] + self.lines("crisis_suicide", country)[:1]

    def text(self, key: str, *, easy: bool = False, country: str = "FR", **values: str) -> str:
        """A fixed sentence with its placeholders filled; the easy wording, or the country's, where there is one."""
        entry = self._texts[key]
        wordings = ([f"easy_{country}", "easy"] if easy else []) + [country, "FR"]
        words = next(entry[name] for name in wordings if entry.get(name))
        text = "\n".join(f"• {item}" for item in words) if isinstance(words, list) else str(words)
        return self.numbers(text.format_map(_Kept(values)))

    def has_text(self, key: str) -> bool:
        """True when the key exists."""
        return key in self._texts

    def numbers(self, text: str) -> str:
        """Put the number of each ``{helpline:id}`` in its place."""
        return _HELPLINE.sub(lambda match: self.line(match.group(1)).number, text)

    def used_lines(self, texts: Iterable[str]) -> list[Helpline]:
        """The helplines that these raw texts name, in order."""
        return [self.line(name) for text in texts for name in _HELPLINE.findall(text)]


class _Kept(dict[str, str]):
    """Leaves ``{helpline:…}`` and unknown placeholders for later."""

    def __missing__(self, key: str) -> Any:
        return _Placeholder(key)


class _Placeholder(str):
    def __format__(self, spec: str) -> str:
        return "{" + str(self) + (f":{spec}" if spec else "") + "}"


def _read(path: Path) -> dict[str, Any]:
    return read_mapping(path, ContentError)


def _checked(path: Path, read: Any, *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except (KeyError, TypeError) as error:
        raise ContentError(f"{path.name} : le champ {error} manque ou n'a pas la forme attendue.") from error
