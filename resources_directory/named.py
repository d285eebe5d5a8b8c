"""Services that people call by their name: « la HAD », « le CCAS », « le CLIC », « le DAC »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .directory import Directory
from .found import Found
from .gazetteer.normalise import fold
from .gazetteer.place import Place

FILE = Path(__file__).with_name("named.yml")
_OTHER = re.compile(r"[^a-z0-9]+")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
# « en un clic » is no point of information.
_CLICK = re.compile(
    r"\b(?:d un(?: seul)?|en (?:un|deux|trois|quelques)(?: seul| simple)?|un (?:seul|simple|petit)|double) clics?\b"
    r"|\bclic (?:sur|droit|gauche)\b"
)


@dataclass(frozen=True)
class Named:
    """A kind of service that has a name. `types` and `needs`: what to search; `what`, `reach`: French sentences."""

    code: str
    says: tuple[str, ...]
    types: tuple[str, ...]
    needs: tuple[str, ...]
    what: str
    reach: str


@cache
def kinds() -> tuple[Named, ...]:
    """All the kinds that the project knows."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Named(code, tuple(d["says"]), tuple(d["types"]), tuple(d["needs"]), d["what"], d["reach"])
        for code, d in data.items()
    )


def _plain(text: str) -> str:
    """Folded words with one space between: « S.S.I.A.D. » is « ssiad », « l'appui » is « l appui »."""
    return _OTHER.sub(" ", _INITIALS.sub(r"\1", fold(text)))


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Named]]:
    by_words = {words: kind for kind in kinds() for words in kind.says}
    longest_first = sorted(by_words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b"), by_words


def named_in(text: str) -> Named | None:
    """The first kind of service that a text names; None when there is none. Accents and capitals do not count."""
    folded = _CLICK.sub(" ", _plain(text))
    pattern, by_words = _pattern()
    found = pattern.search(folded)
    if found is None:
        return None
    words = found.group()
    return by_words.get(words) or by_words[words.removesuffix("s")]


def find_named(
    directory: Directory, kind: Named, place: Place | None, needs: Sequence[str] = (), **narrower: Any
) -> list[Found]:
    """The services of that kind at a place, best first; empty when the directory has none: `kind.reach` then helps.

    `needs`: in place of those of the kind. `narrower`: the other options of `Directory.search` (audience, limit…).
    """
    return directory.search(needs or kind.needs, place, types=kind.types, **narrower)
