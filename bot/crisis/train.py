"""`python -m bot.crisis.train`: learn the classifier from ``data/crisis``, once for each state of the corpus."""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path

import joblib
import numpy as np
from scipy.sparse import vstack
from sklearn.svm import LinearSVC

from bot.crisis.classifier import CORPUS, INTENTS, LOOKALIKE, NONE, Classifier, model_path, parts, within
from bot.crisis.features import Features, pieces
from bot.crisis.rules import match
from bot.crisis.salad import salads
from bot.crisis.text import sentences

STRENGTH = 1.0  # C of the support vector machine
CALM = (NONE, LOOKALIKE)
PART = 0.5  # what a part of a long calm message weighs: it is calm too, and will be read alone


def read(paths: Iterable[Path]) -> tuple[list[str], list[str]]:
    """Texts and labels of ``label<TAB>sentence`` files; lines that start with ``#`` are comments."""
    rows = [
        line.split("\t", 1)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [row[1] for row in rows], [row[0] for row in rows]


def ordinary() -> list[str]:
    """The sentences that teach the intents: ordinary by construction, they teach the classifier to stay silent."""
    return [
        line.strip()[2:]
        for path in sorted(INTENTS.glob("*.yml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("    - ")
    ]


def corpus() -> tuple[list[str], list[str]]:
    """All that is learnt from: texts, and a class each; the look-alikes are told from the ordinary ones."""
    texts: list[str] = []
    labels: list[str] = []
    for path in sorted(CORPUS.glob("*.tsv")):
        found, named = read([path])
        texts += found
        labels += [LOOKALIKE] * len(found) if path.stem == LOOKALIKE else named
    calm = ordinary()
    calm += salads(calm)
    return texts + calm, labels + [NONE] * len(calm)


Views = list[Counter[int]]


def seen(texts: Iterable[str]) -> list[list[Views]]:
    """What the classifier sees of each text: the whole of it first, then the parts of a long one."""
    found = []
    for said in map(sentences, texts):
        hits = match(said)
        found.append([pieces(said, hits), *(pieces(*within(part, said, hits)) for part in parts(said))])
    return found


def fit(readings: Sequence[list[Views]], labels: Sequence[str]) -> Classifier:
    """Learn from one label a text, given as :func:`seen`. Of a dangerous text nobody knows which part is dangerous."""
    features = Features()
    calm = [(part, label) for views, label in zip(readings, labels, strict=True) if label in CALM for part in views[1:]]
    matrix = vstack([features.learn([views[0] for views in readings]), features.matrix([part for part, _ in calm])])
    labels = [*labels, *(label for _, label in calm)]
    known = np.concatenate([np.ones(len(readings)), np.full(len(calm), PART)])
    # Rare classes weigh more, but less than in proportion: fully balanced, a danger was heard in one ordinary message
    # of twenty-five, because thirty times fewer sentences tell what abuse is than what it is not.
    counts = Counter(labels)
    weight = {label: sqrt(len(labels) / (len(counts) * number)) for label, number in counts.items()}
    machine = LinearSVC(C=STRENGTH, tol=2e-2, class_weight=weight, random_state=0)
    machine.fit(matrix.tocsr(), labels, sample_weight=known)
    weights = np.ascontiguousarray(machine.coef_.T, dtype=np.float32)
    return Classifier(features, [str(c) for c in machine.classes_], weights, machine.intercept_.astype(np.float32))


def ensure(folder: Path) -> Path:
    """The model file of the present corpus, trained when it is not there."""
    path = model_path(folder)
    if not path.with_suffix(".sha256").exists():
        folder.mkdir(parents=True, exist_ok=True)
        texts, labels = corpus()
        joblib.dump(fit(seen(texts), labels), path, compress=3)
        path.with_suffix(".sha256").write_text(hashlib.sha256(path.read_bytes()).hexdigest())
    return path


if __name__ == "__main__":
    print(ensure(Path(os.environ.get("RELAIS_MODELS", "models"))))
    sys.exit(0)
