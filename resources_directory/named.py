"""Services that people call by their name: « la HAD », « le CCAS », « le DAC », « l'ADMR », « l'Unafam »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .directory import Directory
from .found import Found
from .gazetteer.normalise import plain
from .gazetteer.place import Place
from .wording import NEEDS

FILE = Path(__file__).with_name("named.yml")
# « en un clic » is no point of information.
_CLICK = re.compile(
    r"\b(?:d un(?: seul)?|en (?:un|deux|trois|quelques)(?: seul| simple)?|un (?:seul|simple|petit)|double) clics?\b"
    r"|\bclic (?:sur|droit|gauche)\b"
)


@dataclass(frozen=True)
class Named:
    """A kind of service that has a name, or one service by its own name.

    `types`, `words`: which services are meant, see `Directory.search`. `needs`: what is searched. `what`, `reach`:
    its name in plain French words, and how to reach it. `country`: where it exists; `abroad`: who does it in the other.
    """

    code: str
    says: tuple[str, ...]
    types: tuple[str, ...]
    needs: tuple[str, ...]
    what: str
    reach: str
    words: tuple[str, ...] = ()
    country: str = "FR"
    abroad: str = ""

    def about(self, need: str) -> Named:
        """The same, `need` being what it is asked for first."""
        return replace(self, needs=(need, *(n for n in self.needs if n != need)))


@cache
def kinds() -> tuple[Named, ...]:
    """All the kinds that the project knows."""
    data: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Named(
            code=code,
            says=tuple(d["says"]),
            types=tuple(d["types"]),
            needs=tuple(d["needs"]),
            what=d["what"],
            reach=d["reach"],
            words=tuple(d.get("words", ())),
            country=d.get("country", "FR"),
            abroad=d.get("abroad", ""),
        )
        for code, d in data.items()
    )


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Named]]:
    by_words = {words: kind for kind in kinds() for words in kind.says}
    longest_first = sorted(by_words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b"), by_words


def split_at_name(text: str) -> tuple[str, Named, str] | None:
    """What stands before the first name of a kind of service, the kind, and what stands after it, in folded words.

    None when the text names none. Accents and capitals do not count.
    """
    folded = _CLICK.sub(" ", plain(text))
    pattern, by_words = _pattern()
    found = pattern.search(folded)
    if found is None:
        return None
    words = found.group()
    kind = by_words.get(words) or by_words[words.removesuffix("s")]
    return folded[: found.start()].strip(), kind, folded[found.end() :].strip()


def named_in(text: str) -> Named | None:
    """The first kind of service that a text names; None when there is none."""
    found = split_at_name(text)
    return found[1] if found else None


def by_code(code: str, country: str = "") -> Named | None:
    """A kind by its code; where it does not exist, what is in its place in that country (« FR », « BE »), or None."""
    kind = next((k for k in kinds() if k.code == code), None)
    if kind is None or not country or kind.country == country:
        return kind
    return by_code(kind.abroad) if kind.abroad else None


def one_called(words: Sequence[str]) -> Named:
    """The services that bear this name, whatever they do."""
    return Named("", (), (), tuple(NEEDS), " ".join(words), "", words=tuple(words))


def find_named(
    directory: Directory, kind: Named, place: Place | None, needs: Sequence[str] = (), **narrower: Any
) -> list[Found]:
    """The services of that kind at a place, best first; empty when the directory has none: `kind.reach` then helps.

    `needs`: in place of those of the kind. `narrower`: the other options of `Directory.search` (audience, limit…).
    """
    return directory.search(needs or kind.needs, place, types=kind.types, words=kind.words, **narrower)
