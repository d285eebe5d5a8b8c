"""``python -m bot.understanding.compare``: the table of variants from which the intent model was chosen.

Two measures: sentences of the training files held out (one fifth, look-alikes together), and the evaluation sentences.
Times are processor time of this process on one core, so that a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from bot.understanding import corpus
from bot.understanding.clauses import clauses
from bot.understanding.corpus import Judged
from bot.understanding.features import MEANING, stems
from bot.understanding.meanings import Meanings
from bot.understanding.measures import Figures, Rankings, figures
from bot.understanding.text import normalise

SAMPLE = 200  # sentences over which latency is measured


def stemmed(text: str) -> str:
    """Stems of a raw text."""
    return stems(normalise(text))


class WordVectors(TransformerMixin, BaseEstimator):
    """The view of :class:`bot.understanding.meanings.Meanings`, alone or beside others."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale

    def fit(self, texts: Sequence[str], labels: Any = None) -> "WordVectors":
        """Learn the rarities and the centre."""
        self.meanings_ = Meanings(self.scale)
        self.meanings_.learn([normalise(text) for text in texts])
        return self

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        """One row of 300 numbers a text."""
        return np.stack([self.meanings_.look(normalise(text)) for text in texts])


@dataclass(frozen=True)
class Variant:
    """A name, how to build it, and whether it ranks by the best clause of a long message."""

    name: str
    build: Callable[[], Pipeline]
    by_clause: bool = False


def _characters(low: int = 2, high: int = 4, normal: bool = True) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(low, high),
        min_df=2,
        sublinear_tf=True,
        dtype=np.float32,
        preprocessor=normalise if normal else None,
    )


def _words(prepare: Callable[[str], str] | None = normalise) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[\w']+", dtype=np.float32, preprocessor=prepare
    )


def _pipe(classifier: Any, *views: Any) -> Callable[[], Pipeline]:
    return lambda: Pipeline(
        [("see", FeatureUnion([(str(i), clone(v)) for i, v in enumerate(views)])), ("judge", clone(classifier))]
    )


_SVM = LinearSVC(C=0.3, tol=1e-2, random_state=0)
_COUNTED = (_characters(), _words(), _words(stemmed))
VARIANTS = (
    Variant("characters 2-5, SVM", _pipe(_SVM, _characters(2, 5))),
    Variant("words 1-2, SVM", _pipe(_SVM, _words())),
    Variant("stems 1-2, SVM", _pipe(_SVM, _words(stemmed))),
    Variant("characters + words, SVM", _pipe(_SVM, _characters(), _words())),
    Variant("characters + words + stems, SVM", _pipe(_SVM, *_COUNTED)),
    Variant("the same + spaCy vectors 0.4, SVM (chosen)", _pipe(_SVM, *_COUNTED, WordVectors(MEANING))),
    Variant("the same + spaCy vectors 1.0, SVM", _pipe(_SVM, *_COUNTED, WordVectors(1.0))),
    Variant("counted views, text as typed", _pipe(_SVM, _characters(normal=False), _words(None), _words(stemmed))),
    Variant("counted views, best clause of long texts", _pipe(_SVM, *_COUNTED), by_clause=True),
    Variant("counted views, ridge", _pipe(RidgeClassifier(alpha=1.0, solver="sparse_cg", tol=1e-2), *_COUNTED)),
    Variant("characters + stems, complement NB", _pipe(ComplementNB(alpha=0.5), _characters(), _words(stemmed))),
    Variant(
        "hashed characters (2^16), SVM",
        _pipe(
            _SVM,
            HashingVectorizer(
                n_features=2**16, analyzer="char_wb", ngram_range=(2, 4), preprocessor=normalise, alternate_sign=False
            ),
        ),
    ),
    Variant("spaCy vectors, logistic regression", _pipe(LogisticRegression(C=30, max_iter=100), WordVectors())),
    Variant("spaCy vectors, ridge", _pipe(RidgeClassifier(alpha=0.3), WordVectors())),
    Variant("spaCy vectors, 15 neighbours", _pipe(KNeighborsClassifier(15, weights="distance"), WordVectors())),
)


def _scores(model: Pipeline, texts: Sequence[str]) -> np.ndarray:
    if hasattr(model[-1], "decision_function"):
        return np.asarray(model.decision_function(texts))
    return np.asarray(model.predict_proba(texts))


def rank_all(variant: Variant, model: Pipeline, texts: Sequence[str]) -> Rankings:
    """Rankings by raw score; of a long text by the best score among the whole and its clauses, when asked."""
    scores = _scores(model, texts)
    if variant.by_clause:
        for number, text in enumerate(texts):
            parts = clauses(text) if len(text.split()) > 15 else []
            if parts:
                scores[number] = np.maximum(scores[number], 0.9 * _scores(model, parts).max(axis=0))
    names = model[-1].classes_
    return [[(str(names[i]), float(row[i])) for i in np.argsort(-row)[:5]] for row in scores]


def measure(
    variant: Variant,
    texts: Sequence[str],
    labels: Sequence[str],
    tests: Sequence[Judged],
) -> tuple[Figures, Pipeline, float]:
    """Train and measure: figures, the model, training time (s of processor)."""
    started = time.process_time()
    model = variant.build().fit(texts, labels)
    return figures(tests, rank_all(variant, model, [t.text for t in tests])), model, time.process_time() - started


def _latency(variant: Variant, model: Pipeline, tests: Sequence[Judged]) -> tuple[float, float]:
    times = []
    for test in tests[:SAMPLE]:
        started = time.process_time()
        rank_all(variant, model, [test.text])
        times.append(1000 * (time.process_time() - started))
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def main(argv: list[str] | None = None) -> int:
    """Print the table, one line as soon as it is known; ``--only`` keeps the variants whose name contains it."""
    options = argparse.ArgumentParser(description="Comparer des classifieurs d'intentions.")
    options.add_argument("--only", default="")
    chosen = options.parse_args(argv)
    texts, labels = corpus.training()
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=1).split(texts, labels, corpus.groups(texts))
    learn, hold = next(folds)
    held = [Judged(texts[i], labels[i], frozenset([labels[i]])) for i in hold]
    judged = corpus.evaluation()
    print(
        "| variant | held out: accuracy | macro-F1 | top 3 | evaluation: accuracy | macro-F1 | top 3 | out recall | "
        "good rejected | ms p50 | p95 | MB | training s |\n" + "| --- " * 13 + "|",
        flush=True,
    )
    for variant in VARIANTS:
        if chosen.only in variant.name:
            inside, _, _ = measure(variant, [texts[i] for i in learn], [labels[i] for i in learn], held)
            outside, model, seconds = measure(variant, texts, labels, judged)
            fast, slow = _latency(variant, model, judged)
            cells = [
                inside.accuracy,
                inside.macro_f1,
                inside.top3,
                outside.accuracy,
                outside.macro_f1,
                outside.top3,
                outside.out_recall,
                outside.rejected,
            ]
            print(
                f"| {variant.name} | "
                + " | ".join(f"{100 * cell:.1f}" for cell in cells)
                + f" | {fast:.1f} | {slow:.1f} | {len(pickle.dumps(model)) / 1e6:.0f} | {seconds:.0f} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
