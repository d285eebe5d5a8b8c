"""`python -m bot.crisis.crossval`: what the detector makes of its own corpus.

Each sentence is judged by a model that never saw it nor anything close to it. The thresholds of
:mod:`bot.crisis.decision` are to be chosen on this table, not on the evaluation file.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GroupKFold

from bot.crisis.decision import decide
from bot.crisis.detection import CARING, DANGERS, TAKEOVER
from bot.crisis.rules import match
from bot.crisis.text import sentences
from bot.crisis.train import corpus, fit, seen

CLOSE = 0.62  # cosine of two sentences, over pieces of words, from which they stay in the same fold
FOLDS = 5


def together(normal: Sequence[str]) -> np.ndarray:
    """One group number a sentence; near-duplicates, and the near-duplicates of these, share it."""
    cut = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True, dtype=np.float32)
    rows = cut.fit_transform(normal)
    first, second = [], []
    for start in range(0, rows.shape[0], 1000):
        near = (rows[start : start + 1000] @ rows.T).tocoo()
        kept = near.data > CLOSE
        first.append(near.row[kept] + start)
        second.append(near.col[kept])
    pairs = (np.concatenate(first), np.concatenate(second))
    graph = csr_matrix((np.ones(len(pairs[0])), pairs), shape=(len(normal), len(normal)))
    return np.asarray(connected_components(graph)[1])


def judged() -> list[tuple[str, list[str], dict[str, float]]]:
    """Label, normalised sentences and the shares given by a model that never saw them, for the whole corpus."""
    texts, labels = corpus()
    said = [sentences(text) for text in texts]
    hits = [match(one) for one in said]
    readings = seen(texts)
    found: list[tuple[str, list[str], dict[str, float]]] = [("", [], {})] * len(texts)
    groups = together([" . ".join(one) for one in said])
    for known, unseen in GroupKFold(FOLDS).split(readings, labels, groups):
        model = fit([readings[i] for i in known], [labels[i] for i in known])
        for i in unseen:
            found[i] = (labels[i], said[i], model.judge(said[i], hits[i]))
    return found


def main() -> int:
    """Print, for each label of the corpus, the outcomes; for the dangers taken over, how often the class is right."""
    outcomes: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    right: Counter[str] = Counter()
    for label, said, shares in judged():
        found = decide(said, match(said), shares)
        outcomes[label][found.outcome] += 1
        right[label] += found.outcome == TAKEOVER and found.klass == label
    for label in DANGERS:
        outcomes["(tous les dangers)"].update(outcomes[label])
    print(f"{'classe':<20}{'phrases':>8}{'prise en main':>16}{'question':>10}{'rien':>8}{'classe juste':>14}")
    for label, counts in outcomes.items():
        total, taken = sum(counts.values()), counts[TAKEOVER]
        parts = [counts[key] / total for key in (TAKEOVER, CARING, None)]
        named = f"{right[label] / taken:>14.1%}" if label in DANGERS and taken else ""
        print(f"{label:<20}{total:>8}{parts[0]:>16.1%}{parts[1]:>10.1%}{parts[2]:>8.1%}{named}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
