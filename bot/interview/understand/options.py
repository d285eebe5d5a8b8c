"""Which of the proposed options a sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.interview.model import Option
from bot.interview.understand.words import FILLERS, bare, find_alike

NEGATIONS = frozenset({"pas", "plus", "jamais", "aucun", "aucune", "ni", "sans", "point"})
# « plus tard », « plus souvent », « plus ou moins » compare, and deny nothing.
COMPARED = frozenset({"tard", "tot", "souvent", "ou", "vite", "facile", "simple", "longtemps"})
CORRECTIONS = frozenset({"plutot", "enfin", "finalement", "pardon", "fait", "meme", "voire", "non"})
# Words too common to decide alone in the middle of a long sentence.
WEAK = frozenset(
    [
        "oui",
        "non",
        "si",
        "o",
        "n",
        "nan",
        "bien",
        "mal",
        "bon",
        "trop",
        "peu",
        "rien",
        "personne",
        "assez",
        "vraiment",
        "vrai",
        "faux",
        "facile",
        "moyen",
        "beaucoup",
        "toujours",
        "plutot",
        "jamais",
        "parfois",
        "mois",
        "deux",
        "moi",
        "seul",
    ]
)
BARE = (("oui",), ("non",), ("nan",))
LONG = 7


@dataclass(frozen=True)
class Hit:
    """An option found in a text, from word `start` to `end`; `likeness` 0 to 1."""

    option: Option
    phrase: tuple[str, ...]
    start: int
    end: int
    likeness: float


@lru_cache(maxsize=4096)
def phrases(option: Option) -> tuple[tuple[str, ...], ...]:
    """Every way of saying an option, as words, the longest first."""
    texts = [
        option.label,
        re.sub(r"\(.*?\)", "", option.label),
        option.label_third_person or "",
        *option.words,
    ]
    said = {tuple(bare(text).split()) for text in texts}
    said |= {("nan",)} if ("non",) in said else set()
    return tuple(sorted((p for p in said if p), key=len, reverse=True))


def exact(options: Sequence[Option], text: str) -> list[Option]:
    """Options of which the text is, word for word, the label or another way of saying it."""
    words = tuple(bare(text).split())
    trimmed = tuple(w for w in words if w not in FILLERS)
    found = [o for o in options if words in phrases(o)]
    return found or [o for o in options if trimmed and trimmed in phrases(o)]


def _hits(options: Sequence[Option], words: Sequence[str]) -> list[Hit]:
    hits = []
    for option in options:
        for phrase in phrases(option):
            found = find_alike(phrase, words)
            if found:
                hits.append(Hit(option, phrase, found[0], found[0] + len(phrase), found[1]))
    return hits


def _covered(hit: Hit, by: Hit) -> bool:
    inside = by.start <= hit.start and hit.end <= by.end
    longer = by.end - by.start > hit.end - hit.start
    same = by.end - by.start == hit.end - hit.start
    return inside and (longer or (same and by.likeness > hit.likeness))


def _clause(words: Sequence[str], text: str, at: int) -> int:
    """The first word of the clause that holds word ``at``: « pas mon mari, ma mère » denies the first alone."""
    starts = [0]
    for part in re.split(r"[,;.!?\n]", text)[:-1]:
        starts.append(starts[-1] + len(bare(part).split()))
    starts += [i for i, word in enumerate(words) if word in ("mais", "c") and i]
    return max((start for start in starts if start <= at), default=0)


def _denied(hit: Hit, words: Sequence[str], text: str) -> bool:
    from_word = max(_clause(words, text, hit.start), hit.start - 3)
    before = [
        word
        for at, word in enumerate(words[from_word : hit.start], from_word)
        if not (word == "plus" and words[at + 1 : at + 2] and words[at + 1] in COMPARED)
    ]
    after = words[hit.end : hit.end + 1]
    if hit.phrase not in BARE and NEGATIONS & set(after) and not NEGATIONS & set(hit.phrase):
        return True
    return bool(NEGATIONS & set(before))


def _weak(hit: Hit, words: Sequence[str]) -> bool:
    if len(hit.phrase) > 1 or hit.phrase[0] not in WEAK or len(words) < LONG:
        return False
    lead = [w for w in words[: hit.start] if w not in FILLERS]
    return bool(lead) and hit.end != len(words)


def named(options: Sequence[Option], text: str) -> list[Hit]:
    """The options that a text names, in the order of the text; negated and accidental ones are left out."""
    words = bare(text).split()
    hits = _hits(options, words)
    hits = [h for h in hits if not any(_covered(h, other) for other in hits)]
    hits = [h for h in hits if not _denied(h, words, text) and not _weak(h, words)]
    best = {}
    for hit in sorted(hits, key=lambda h: (h.end - h.start, h.likeness)):
        best[hit.option.id] = hit
    return sorted(best.values(), key=lambda h: h.start)


def denied(options: Sequence[Option], text: str) -> bool:
    """True when a text names an option to refuse it (« pas complètement d'accord »)."""
    words = bare(text).split()
    return any(_denied(hit, words, text) and not _weak(hit, words) for hit in _hits(options, words))


def part_of_label(options: Sequence[Option], text: str) -> list[Option]:
    """Options whose label holds every word of the text (« étage » for « Monter un étage »)."""
    words = [w for w in bare(text).split() if w not in FILLERS]
    if not words or max(len(w) for w in words) < 5 or NEGATIONS & set(words):
        return []
    return [o for o in options if set(words) <= set(bare(o.label).split())]


def coverage(hit: Hit, text: str) -> float:
    """The part of the sentence that the hit explains, 0 to 1."""
    words = bare(text).split()
    content = [w for i, w in enumerate(words) if w not in FILLERS or hit.start <= i < hit.end]
    return min(1.0, (hit.end - hit.start) / max(1, len(content)))


def corrected(hits: Sequence[Hit], text: str) -> list[Hit]:
    """« souvent, enfin non, parfois » → the last one; « non, parfois » → without the « non »."""
    if len(hits) < 2:
        return list(hits)
    solid = [h for h in hits if h.phrase not in BARE]
    if len(solid) == 1:
        return solid
    words = bare(text).split()
    if len(solid) == 2 and CORRECTIONS & set(words[solid[0].end : solid[1].start]):
        return [solid[1]]
    return solid or list(hits)
