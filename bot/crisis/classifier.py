"""The classifier beside the rules: most dangerous sentences imply, and no list of words hears them.

Character and word n-grams of the normalised text under a linear support vector machine, its margins turned into shares
that sum to one. It reads the whole message and each of its sentences: danger often stands in the middle of a story.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from bot.crisis.detection import DANGERS, GREY

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "data" / "crisis"
INTENTS = HERE.parent.parent / "data" / "nlu"
TEMPERATURE = 2.5  # turns margins into shares; chosen with the thresholds of decision.py
NONE = "none"
PART = 0.7  # what the alarm of one sentence counts against that of the whole message
_SHORT = 5  # a sentence of fewer words is not judged alone
_MOST = 12  # sentences read of one message
logger = logging.getLogger(__name__)


class Classifier:
    """A trained model: features and one line of weights for each class."""

    def __init__(self, features: Any, classes: Sequence[str], weights: np.ndarray, bias: np.ndarray) -> None:
        self._features, self.classes, self._weights, self._bias = features, list(classes), weights, bias

    def shares(self, normal: Sequence[str]) -> np.ndarray:
        """One row a text, one column a class of ``classes``; each row sums to one."""
        margins = TEMPERATURE * (self._features.transform(normal) @ self._weights + self._bias)
        powers = np.exp(margins - margins.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def judge(self, said: Sequence[str]) -> dict[str, float]:
        """The share of each class for a message given as its normalised sentences, the most alarming reading of it."""
        if not said:
            return {NONE: 1.0}
        parts = [part for part in said[:_MOST] if len(part.split()) >= _SHORT] if len(said) > 1 else []
        rows = self.shares([" . ".join(said), *parts])
        alarm = rows[:, [self.classes.index(name) for name in DANGERS]].sum(axis=1)
        alarm[1:] *= PART  # out of its context a sentence alarms more than it should
        loudest = int(np.argmax(alarm))
        scale = PART if loudest else 1.0
        shares = {name: float(rows[loudest][i]) * scale for i, name in enumerate(self.classes)}
        shares[GREY] = max(shares[GREY], float(rows[0][self.classes.index(GREY)]))
        return shares


def digest() -> str:
    """Hash of what the model is made from: the corpus, the normalisation, this file."""
    total = hashlib.sha256()
    for path in sorted(
        [*CORPUS.glob("*.tsv"), *INTENTS.glob("*.yml"), *HERE.glob("*.py"), HERE / "rules" / "spelling.yml"]
    ):
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
        return joblib.load(path)
    except Exception as error:  # whatever is wrong with the file, people must still be answered
        logger.warning("danger classifier not loaded (%s): rules alone", type(error).__name__)
        return None
