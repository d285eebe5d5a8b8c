"""`python -m bot.crisis.train`: learn the classifier from ``data/crisis``, once for each state of the corpus."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import joblib
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from bot.crisis.classifier import CORPUS, INTENTS, NONE, Classifier, model_path
from bot.crisis.text import sentences

STRENGTH = 1.0  # C of the support vector machine


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


def fit(texts: Sequence[str], labels: Sequence[str]) -> Classifier:
    """Learn from one label a text (``none`` for no danger)."""
    normal = [" . ".join(sentences(text)) for text in texts]
    features = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, dtype=np.float32),
        TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=r"\w+", dtype=np.float32),
    )
    seen = features.fit_transform(normal)
    margin = LinearSVC(C=STRENGTH, tol=1e-2, class_weight="balanced", random_state=0).fit(seen, labels)
    weights = np.ascontiguousarray(margin.coef_.T, dtype=np.float32)
    return Classifier(features, [str(c) for c in margin.classes_], weights, margin.intercept_.astype(np.float32))


def ensure(folder: Path) -> Path:
    """The model file of the present corpus, trained when it is not there."""
    path = model_path(folder)
    if not path.with_suffix(".sha256").exists():
        folder.mkdir(parents=True, exist_ok=True)
        texts, labels = read(sorted(CORPUS.glob("*.tsv")))
        calm = ordinary()
        joblib.dump(fit(texts + calm, labels + [NONE] * len(calm)), path, compress=3)
        path.with_suffix(".sha256").write_text(hashlib.sha256(path.read_bytes()).hexdigest())
    return path


if __name__ == "__main__":
    print(ensure(Path(os.environ.get("RELAIS_MODELS", "models"))))
    sys.exit(0)
