"""What the intent model sees of a message: pieces of words, words, and stems, all counted (TF-IDF)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.understanding.text import normalise

_WORD = re.compile(r"\w+")
# Endings of French verbs, plurals and feminines. Coarse on purpose: people misspell exactly these.
_ENDING = re.compile(r"(?<=\w{3})(?:es|s|e|ent|er|ez|ee|ees|ait|ais|aient|is|it)$")
_STEM = 7  # letters kept of a stem


def stems(normal: str) -> str:
    """The words of a normalised text without their endings, at most seven letters each."""
    return " ".join(_ENDING.sub("", word)[:_STEM] for word in _WORD.findall(normal))


class Features:
    """Three vocabularies learnt from the training sentences."""

    def __init__(self, characters: tuple[int, int] = (2, 4), words: bool = True, stemmed: bool = True) -> None:
        self._views: list[tuple[TfidfVectorizer, bool]] = []
        if characters[1]:
            self._views.append((TfidfVectorizer(analyzer="char_wb", ngram_range=characters, min_df=2,
                                                sublinear_tf=True, dtype=np.float32), False))
        if words:
            self._views.append((_tokens(r"[\w']+"), False))
        if stemmed:
            self._views.append((_tokens(r"\w+"), True))

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabularies; the features of ``texts`` (one row a text)."""
        normal = [normalise(text) for text in texts]
        stemmed = [stems(text) for text in normal]
        return hstack([view.fit_transform(stemmed if on_stems else normal) for view, on_stems in self._views]).tocsr()

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """The features of new texts, one row a text."""
        normal = [normalise(text) for text in texts]
        stemmed = [stems(text) for text in normal]
        return hstack([view.transform(stemmed if on_stems else normal) for view, on_stems in self._views]).tocsr()


def _tokens(pattern: str) -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=pattern, dtype=np.float32)
