"""The classifier beside the rules: most dangerous sentences imply, and no list of words hears them.

A linear support vector machine over the pieces of :mod:`bot.crisis.features`, the rules that fired among them; its
margins are turned into shares that sum to one. « Look-alike » is a class of its own: it is what keeps a figure of
speech, a bereavement or a story that is over from being taken for a danger.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import joblib
import numpy as np

from bot.crisis.detection import DANGERS
from bot.crisis.features import Features, pieces
from bot.crisis.rules import Hit

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "data" / "crisis"
INTENTS = HERE.parent.parent / "data" / "nlu"
TEMPERATURE = 3.0  # turns margins into shares; chosen with the thresholds of decision.py
NONE, LOOKALIKE = "none", "lookalike"
# Code that the trained numbers depend on.
_MAKERS = ("classifier", "features", "rules", "salad", "spelling", "text", "train")
_LONG = 40  # words: above this a danger is thin in the whole message, and its sentences are read too
_WINDOW = 3  # sentences read together in a long message
_PART = 0.8  # what the alarm of a part counts against that of the whole: out of its context it alarms too much
_MOST = 12  # parts read of one message
logger = logging.getLogger(__name__)


class Classifier:
    """A trained model: features and one line of weights for each class."""

    def __init__(self, features: Features, classes: Sequence[str], weights: np.ndarray, bias: np.ndarray) -> None:
        self._features, self.classes, self._weights, self._bias = features, list(classes), weights, bias
        self._dangers = [self.classes.index(name) for name in DANGERS]

    def shares(self, said: Sequence[str], hits: Sequence[Hit]) -> np.ndarray:
        """One share a class of ``classes``, for normalised sentences and the rules that fired in them."""
        columns, values = self._features.row(pieces(said, hits))
        return shares(values @ self._weights[columns] + self._bias)

    def judge(self, said: Sequence[str], hits: Sequence[Hit]) -> dict[str, float]:
        """The share of each class for a message; of a long one, the most alarming reading."""
        if not said:
            return {NONE: 1.0}
        found = self.shares(said, hits)
        for part in parts(said):
            other = self.shares(*within(part, said, hits)) * _PART
            if other[self._dangers].sum() > found[self._dangers].sum():
                found = other
        return {name: float(found[i]) for i, name in enumerate(self.classes)}


def shares(margins: np.ndarray) -> np.ndarray:
    """Margins, one a class in the last axis, as shares that sum to one."""
    powers = np.exp(TEMPERATURE * (margins - margins.max(axis=-1, keepdims=True)))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def parts(said: Sequence[str]) -> list[range]:
    """Neighbouring sentences of a long message, the last ones first: what matters most is often said last."""
    if sum(len(sentence.split()) for sentence in said) <= _LONG:
        return []
    starts = range(0, max(1, len(said) - _WINDOW + 1))
    return [range(start, min(start + _WINDOW, len(said))) for start in reversed(starts)][:_MOST]


def within(part: range, said: Sequence[str], hits: Sequence[Hit]) -> tuple[list[str], list[Hit]]:
    """The sentences of a part of the message, and the rules that fired in them."""
    return [said[i] for i in part], [hit for hit in hits if hit.sentence in part]


def digest() -> str:
    """Hash of what the model is made from: the corpus, the normalisation, the rules, the code."""
    total = hashlib.sha256()
    code = [HERE / f"{name}.py" for name in _MAKERS]
    for path in sorted([*CORPUS.glob("*.tsv"), *INTENTS.glob("*.yml"), *code, *(HERE / "rules").glob("*.yml")]):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]


def model_path(folder: Path) -> Path:
    """Where the model of the present corpus stands, or would stand."""
    return folder / f"crisis-{digest()}.joblib"


def load() -> Classifier | None:
    """The model of the present corpus from ``RELAIS_MODELS``, or None (said in the log): the rules then stand alone."""
    try:
        path = model_path(Path(os.environ.get("RELAIS_MODELS", "models")))
        expected = path.with_suffix(".sha256").read_text().strip()
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ValueError("wrong checksum")
        model: Classifier = joblib.load(path)
        return model
    except Exception as error:  # whatever is wrong with the file, people must still be answered
        logger.warning("danger classifier not loaded (%s): rules alone", type(error).__name__)
        return None
