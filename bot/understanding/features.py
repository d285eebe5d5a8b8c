"""What the intent model sees of a message: pieces of words, words, stems (all TF-IDF), and what the words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.meanings import WIDTH, Meanings
from bot.understanding.text import normalise

_WORD = re.compile(r"\w+")
# Endings of French verbs, plurals and feminines. Coarse on purpose: people misspell exactly these.
_ENDING = re.compile(r"(?<=\w{3})(?:es|s|e|ent|er|ez|ee|ees|ait|ais|aient|is|it)$")
MEANING = 0.4  # length of the vector of meaning, against 1 for each vocabulary (docs/understanding.md)
_STEM = 7  # letters kept of a stem


def stems(normal: str) -> str:
    """The words of a normalised text without their endings, at most seven letters each."""
    return " ".join(_ENDING.sub("", word)[:_STEM] for word in _WORD.findall(normal))


class Features:
    """Three vocabularies learnt from the training sentences, and the vectors of words.

    Learning goes through scikit-learn; one message afterwards through plain dictionaries, which is ten times faster
    than scikit-learn's matrices for a single row (tests/understanding/test_features.py compares both).
    """

    def __init__(
        self, characters: tuple[int, int] = (2, 4), words: bool = True, stemmed: bool = True, meaning: float = MEANING
    ) -> None:
        self._meanings = Meanings(meaning) if meaning else None
        self._views: list[_View] = []
        if characters[1]:
            self._views.append(
                _View(
                    TfidfVectorizer(
                        analyzer="char_wb", ngram_range=characters, min_df=2, sublinear_tf=True, dtype=np.float32
                    )
                )
            )
        if words:
            self._views.append(_View(_tokens(r"[\w']+")))
        if stemmed:
            self._views.append(_View(_tokens(r"\w+"), on_stems=True))

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabularies; the features of ``texts`` (one row a text)."""
        normal = [normalise(text) for text in texts]
        counted = [view.learn(normal) for view in self._views]
        if self._meanings is not None:
            counted.append(csr_matrix(self._meanings.learn(normal)))
        return hstack(counted).tocsr()

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Columns and values of one text; of the vocabularies only what is in the text."""
        normal = normalise(text)
        columns, values, offset = [], [], 0
        for view in self._views:
            found, weights = view.look(normal)
            columns.append(found + offset)
            values.append(weights)
            offset += len(view.idf)
        if self._meanings is not None:
            columns.append(np.arange(offset, offset + WIDTH))
            values.append(self._meanings.look(normal))
        return np.concatenate(columns), np.concatenate(values)


class _View:
    """One vocabulary: which pieces it cuts, their columns and rarities."""

    def __init__(self, vectorizer: TfidfVectorizer, on_stems: bool = False) -> None:
        self._vectorizer, self._on_stems = vectorizer, on_stems
        self.idf = np.zeros(0, dtype=np.float32)

    def learn(self, normal: Sequence[str]) -> csr_matrix:
        seen = self._vectorizer.fit_transform([stems(text) for text in normal] if self._on_stems else normal)
        self.idf = self._vectorizer.idf_.astype(np.float32)
        # Its list of removed pieces would double the archive, and serves nothing.
        self._vectorizer.stop_words_ = None
        return seen

    def look(self, normal: str) -> tuple[np.ndarray, np.ndarray]:
        """Columns and TF-IDF values, of length one, as scikit-learn computes them."""
        cut, known = self._analyzer, self._vectorizer.vocabulary_
        counts: dict[int, int] = {}
        for piece in cut(stems(normal) if self._on_stems else normal):
            column = known.get(piece)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(times)) * self.idf[columns] if len(counts) else times
        length = float(np.linalg.norm(values))
        return columns, values / length if length else values

    @cached_property
    def _analyzer(self) -> Callable[[str], list[str]]:
        return self._vectorizer.build_analyzer()

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_analyzer"}


def _tokens(pattern: str) -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=pattern, dtype=np.float32)
