"""The intent model: a linear support vector machine over n-grams, whose margins are turned into probabilities.

Chosen by measurement among the variants of ``python -m bot.understanding.compare`` (docs/understanding.md).
``bot.rasa`` wraps it for the pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.svm import LinearSVC

from bot.understanding.clauses import clauses
from bot.understanding.features import Features

Ranking = list[tuple[str, float]]

STRENGTH = 0.3  # C of the support vector machine
TEMPERATURE = 7.5  # makes the confidence of the best intent close to its accuracy; seen on the evaluation sentences
# Added to the margin of « out_of_scope », whose sentences have nothing in common but not being ours: raises its recall
# by several points for one more good request in a hundred sent back (docs/understanding.md).
OUTSIDE = 0.1
OUT_OF_SCOPE = "out_of_scope"


class IntentModel:
    """Predicts the intents of one message, best first."""

    def __init__(self, strength: float = STRENGTH, temperature: float = TEMPERATURE, outside: float = OUTSIDE) -> None:
        self._strength, self._temperature, self._outside = strength, temperature, outside
        self._features = Features()
        self.classes: list[str] = []

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> "IntentModel":
        """Learn from one label a text. Raises ValueError when there are fewer than three labels."""
        if len(set(labels)) < 3:
            raise ValueError("il faut au moins trois intentions pour apprendre à les distinguer")
        seen = self._features.fit(texts)
        margin = LinearSVC(C=self._strength, tol=1e-2, random_state=0).fit(seen, labels)
        self.classes = [str(label) for label in margin.classes_]
        self._weights = np.ascontiguousarray(margin.coef_.T, dtype=np.float32)
        self._bias = margin.intercept_.astype(np.float32)
        if OUT_OF_SCOPE in self.classes:
            self._bias[self.classes.index(OUT_OF_SCOPE)] += self._outside
        return self

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Raw scores, one row a text, one column a class of ``classes``."""
        rows = np.empty((len(texts), len(self.classes)), dtype=np.float32)
        for number, text in enumerate(texts):
            columns, values = self._features.row(text)
            rows[number] = values @ self._weights[columns] + self._bias
        return rows

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Calibrated probabilities, in the order of ``classes``."""
        raw = self._temperature * self.scores(texts)
        powers = np.exp(raw - raw.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def rank(self, text: str) -> Ranking:
        """All intents with their probability, best first."""
        return self._order(self.predict_proba([text])[0])

    def rank_clauses(self, text: str) -> list[Ranking]:
        """One ranking for each clause of a message that has several; [] for one clause."""
        parts = clauses(text)
        return [self._order(row) for row in self.predict_proba(parts)] if parts else []

    def _order(self, row: np.ndarray) -> Ranking:
        return [(self.classes[i], float(row[i])) for i in np.argsort(-row)]
