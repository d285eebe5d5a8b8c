"""What the danger classifier sees of a message: pieces of words, words, pairs of stems, and the rules that fired.

Pieces are kept as 32-bit hashes in one sorted array, not as a dictionary of strings: a twentieth of the memory, and one
message costs well under a millisecond.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from bot.crisis.rules import Hit

_ENDING = re.compile(r"(?<=\w{3})(?:es|s|e|ent|er|ez|ee|ees|ait|ais|aient|is|it)$")
_STEM = 7  # letters kept of a stem
_NEAR = 4  # stems further apart than this are not paired
_RULES = 0.8  # length of the rules' part, the others' being 1: enough to weigh, not to win alone
_UNKNOWN = 5.0  # weight, in the length of a message, of a piece never met: the less is known, the less is claimed
_WEIGHTS = (1.0, 1.0, 0.7, _RULES)


def stem(word: str) -> str:
    """The word without its ending; coarse, because people misspell exactly the endings."""
    return _ENDING.sub("", word)[:_STEM]


def _letters(words: Sequence[str]) -> Iterable[str]:
    for word in words:
        padded = f" {word} "
        size = len(padded)
        for length in (3, 4, 5):
            for start in range(max(1, size - length + 1)):
                yield padded[start : start + length]


def _words(words: Sequence[str]) -> Iterable[str]:
    for length in (1, 2, 3):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _pairs(words: Sequence[str]) -> Iterable[str]:
    """Stems, and pairs of stems in their order: « jamais … frappe » is not « frappe … jamais ».

    Punctuation counts in pairs only: a quotation mark alone says nothing.
    """
    stems = [stem(word) for word in words]
    for place, first in enumerate(stems):
        if first.isalnum():
            yield first
        for second in stems[place + 1 : place + 1 + _NEAR]:
            yield f"{first}_{second}"


def _fired(hits: Sequence[Hit]) -> Iterable[str]:
    for hit in hits:
        state = "dropped" if hit.dropped else "weakened" if hit.weakened else "full"
        yield f"{hit.rule.name}:{state}"
        yield f"{hit.rule.klass}:{hit.rule.strength if state == 'full' else state}"
        if hit.blocker:
            yield hit.blocker


def pieces(said: Sequence[str], hits: Sequence[Hit]) -> list[Counter[int]]:
    """One count of hashed pieces a view, for a message given as normalised sentences and the rules that fired in it."""
    words = " . ".join(said).split()
    spoken = [word for word in words if word.isalnum()]
    views = (_letters(spoken), _words(spoken), _pairs(words), _fired(hits))
    return [Counter(crc32(f"{view}{piece}".encode()) for piece in found) for view, found in enumerate(views)]


class Features:
    """The pieces met often enough in training, with their rarity."""

    def __init__(self, least: tuple[int, ...] = (4, 2, 3, 3)) -> None:
        self._least = least
        self.keys = np.zeros(0, dtype=np.uint32)
        self.rarity = np.zeros(0, dtype=np.float32)

    def learn(self, texts: Sequence[list[Counter[int]]]) -> csr_matrix:
        """Choose the pieces from the training messages (as :func:`pieces` gives them); one row a message."""
        kept: list[np.ndarray] = []
        rarity: list[np.ndarray] = []
        for view, least in enumerate(self._least):
            seen: Counter[int] = Counter()
            for text in texts:
                seen.update(text[view].keys())
            often = [(key, count) for key, count in seen.items() if count >= least]
            kept.append(np.array([key for key, _ in often], dtype=np.uint32))
            counts = np.array([count for _, count in often], dtype=np.float32)
            rare = np.log((1 + len(texts)) / (1 + counts)) + 1 if view != len(self._least) - 1 else np.ones_like(counts)
            rarity.append(rare.astype(np.float32))
        keys, first = np.unique(np.concatenate(kept), return_index=True)
        self.keys, self.rarity = keys, np.concatenate(rarity)[first]
        return self.matrix(texts)

    def matrix(self, texts: Sequence[list[Counter[int]]]) -> csr_matrix:
        """One row a message."""
        rows = [self.row(text) for text in texts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([c for c, _ in rows]) if rows else np.zeros(0, dtype=np.int64)
        values = np.concatenate([v for _, v in rows]) if rows else np.zeros(0, dtype=np.float32)
        return csr_matrix((values, columns, ends), shape=(len(rows), len(self.keys)))

    def row(self, text: list[Counter[int]]) -> tuple[np.ndarray, np.ndarray]:
        """Columns and values of one message; both empty when nothing in it was ever met."""
        columns, values = [], []
        for counts, weight in zip(text, _WEIGHTS, strict=True):
            keys = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts))
            times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            places = np.searchsorted(self.keys, keys)
            places[places == len(self.keys)] = 0
            known = self.keys[places] == keys if len(self.keys) else np.zeros(len(keys), dtype=bool)
            places, found = places[known], (1 + np.log(times[known])) * self.rarity[places[known]]
            length = float(np.hypot(np.linalg.norm(found), _UNKNOWN * np.sqrt(len(keys) - len(places))))
            columns.append(places)
            values.append(weight * found / length if length else found)
        return np.concatenate(columns), np.concatenate(values)
