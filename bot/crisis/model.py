"""The classifier: kernel ridge regression over hashed words and letters, sentence meaning, and the rules that fired.

Read from ``$RELAIS_MODELS/crisis-<hash of its inputs>.joblib`` when its SHA-256 is the one that its sidecar tells.
It gives scores, about −1 (nothing) to +1 (danger), one column for each name of :data:`TARGETS`.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.crisis import features
from bot.crisis.detection import DANGERS

log = logging.getLogger(__name__)
Floats = NDArray[np.float32]
TARGETS: tuple[str, ...] = ("danger", "any", *DANGERS)
_HERE = Path(__file__).parent
_CORPUS = Path("data") / "crisis"
_CODE = ("text.py", "spelling.py", "rules.py", "features.py", "tokenizer.py", "encoder.py", "model.py", "train.py",
         "decision.py")


def models_folder() -> Path:
    """Where trained models are: ``RELAIS_MODELS``, default ``./models``."""
    return Path(os.environ.get("RELAIS_MODELS", "models"))


def corpus_files(folder: Path = _CORPUS) -> list[Path]:
    """The corpus, in a fixed order; an empty list when it is not there."""
    return sorted(folder.glob("*.tsv"))


def inputs_hash(folder: Path = _CORPUS) -> str:
    """Sixteen hex digits over everything that the model is made of: corpus, rules, code, numpy's version."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in [*corpus_files(folder), *sorted((_HERE / "rules").glob("*.yml")), *(_HERE / name for name in _CODE)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def model_path() -> Path:
    """The file that fits the present inputs, whether it exists or not."""
    return models_folder() / f"crisis-{inputs_hash()}.joblib"


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else (
            hashlib.sha256(stream.read()).hexdigest())


class Model:
    """A trained classifier in memory (about 60 MB with the sentence encoder)."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.thresholds: dict[str, float] = data["thresholds"]
        self._word_idf, self._letter_idf = data["word_idf"], data["letter_idf"]
        self._words, self._letters = data["words"], data["letters"]
        self._rules: dict[str, Floats] = data["rules"]
        self._gamma = data["gamma"]
        self._encoder: Any = None
        if data["encoder"] is not None:
            from bot.crisis.encoder import Encoder

            self._encoder = Encoder(data["encoder"])
            self._support = data["support"].astype(np.float32)
            self._weights = data["support_weights"]

    def shallow(self, passage: str, fired: Iterable[tuple[str, bool]]) -> Floats:
        """Scores from words, letters and rules alone; ``fired``: (rule name, weakened)."""
        total = np.zeros(len(TARGETS), dtype=np.float32)
        for buckets, idf, weights in ((features.word_buckets(passage), self._word_idf, self._words),
                                      (features.letter_buckets(passage), self._letter_idf, self._letters)):
            distinct, values = features.weigh(buckets, idf)
            total += values @ weights[distinct].astype(np.float32)
        for name, weakened in fired:
            if name in self._rules:
                total += self._rules[name] * (0.5 if weakened else 1.0)
        return total

    def meaning(self, passages: list[str]) -> Floats:
        """What the meaning of each passage (lower case, with accents) adds to its scores; zeros without encoder."""
        if self._encoder is None or not passages:
            return np.zeros((len(passages), len(TARGETS)), dtype=np.float32)
        rows = self._encoder.encode(passages)
        found: Floats = np.exp(self._gamma * (2.0 * (rows @ self._support.T) - 2.0)) @ self._weights
        return found


def load() -> Model | None:
    """The model for the present inputs, or None, said once in the log, when it is missing, altered or unreadable."""
    try:
        path = model_path()
        sidecar = path.with_suffix(".joblib.sha256")
        if not path.is_file() or not sidecar.is_file():
            log.warning("danger classifier missing (%s): the rules stand alone; run « python -m bot.crisis.train »", path)
            return None
        if sha256(path) != sidecar.read_text(encoding="ascii").split()[0]:
            log.warning("danger classifier altered (%s): the rules stand alone", path)
            return None
        import joblib

        return Model(joblib.load(path))
    except Exception as problem:  # whatever is wrong with a file or a library, danger must still be heard
        log.warning("danger classifier unreadable (%s): the rules stand alone", type(problem).__name__)
        return None
