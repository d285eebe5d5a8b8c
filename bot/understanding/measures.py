"""Figures on rankings: accuracy, F1, rejection, calibration; and precision and recall of facts. No model here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding.corpus import Judged
from bot.understanding.decide import ACTS, OUT_OF_SCOPE

Rankings = Sequence[Sequence[tuple[str, float]]]
FACTS = (
    "role",
    "relation",
    "illness",
    "age",
    "carer_age",
    "living",
    "frequency",
    "help_in_place",
    "place",
    "tired",
    "refuses",
)


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1; ``strict`` takes the first label alone, the others count fair alternatives as right."""

    sentences: int
    strict: float
    accuracy: float
    top3: float
    macro_f1: float
    out_recall: float
    rejected: float
    ece: float


def family(label: str) -> str:
    """« topics », « acts » or « inform / out of scope »."""
    if label in ("inform", OUT_OF_SCOPE):
        return "inform / out_of_scope"
    return "acts" if label in ACTS else "topics"


def answered(sentence: Judged, ranking: Sequence[tuple[str, float]]) -> str:
    """The first intent; the expected label when the first is a fair alternative."""
    return sentence.label if ranking[0][0] in sentence.fair else ranking[0][0]


def figures(sentences: Sequence[Judged], rankings: Rankings) -> Figures:
    """All figures of a set of sentences."""
    said = [answered(s, r) for s, r in zip(sentences, rankings, strict=True)]
    labels = [s.label for s in sentences]
    outside = [r[0][0] == OUT_OF_SCOPE for s, r in zip(sentences, rankings, strict=True) if s.label == OUT_OF_SCOPE]
    good = [r[0][0] == OUT_OF_SCOPE for s, r in zip(sentences, rankings, strict=True) if OUT_OF_SCOPE not in s.fair]
    return Figures(
        len(sentences),
        _mean([r[0][0] == s.label for s, r in zip(sentences, rankings, strict=True)]),
        _mean([a == b for a, b in zip(said, labels, strict=True)]),
        _mean([any(name in s.fair for name, _ in r[:3]) for s, r in zip(sentences, rankings, strict=True)]),
        macro_f1(labels, said),
        _mean(outside),
        _mean(good),
        sum(size / len(sentences) * abs(sure - right) for _, size, sure, right in calibration(sentences, rankings)),
    )


def macro_f1(labels: Sequence[str], said: Sequence[str]) -> float:
    """Mean of the F1 of each expected label."""
    right = Counter(a for a, b in zip(labels, said, strict=True) if a == b)
    expected, given = Counter(labels), Counter(said)
    return _mean([2 * right[label] / (expected[label] + given[label]) for label in expected])


def calibration(sentences: Sequence[Judged], rankings: Rankings, bins: int = 10) -> list[tuple[str, int, float, float]]:
    """Rows « confidence range, sentences, mean confidence, accuracy » of the best intent."""
    sure = np.array([r[0][1] for r in rankings])
    right = np.array([r[0][0] in s.fair for s, r in zip(sentences, rankings, strict=True)])
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return [
        (
            f"{b / bins:.1f}-{(b + 1) / bins:.1f}",
            int((place == b).sum()),
            float(sure[place == b].mean()),
            float(right[place == b].mean()),
        )
        for b in range(bins)
        if (place == b).any()
    ]


def confusions(sentences: Sequence[Judged], rankings: Rankings) -> list[tuple[str, str, int]]:
    """« expected, answered, how often », the commonest first; fair alternatives are not confusions."""
    pairs = Counter((s.label, r[0][0]) for s, r in zip(sentences, rankings, strict=True) if r[0][0] not in s.fair)
    return [(a, b, n) for (a, b), n in pairs.most_common()]


def facts_figures(told: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[tuple[str, int, int, int]]:
    """Rows « fact, found right, found wrong, missed » from pairs (expected, found), codes in place of {code, label}."""
    rows = []
    for name in FACTS:
        pairs = [(want.get(name), got.get(name)) for want, got in told]
        right = sum(w is not None and w == g for w, g in pairs)
        rows.append(
            (
                name,
                right,
                sum(g is not None and w != g for w, g in pairs),
                sum(w is not None and w != g for w, g in pairs),
            )
        )
    return rows


def by_family(sentences: Sequence[Judged], rankings: Rankings) -> list[tuple[str, Figures]]:
    """Figures of acts, of topics, of inform and out_of_scope."""
    names = sorted({family(s.label) for s in sentences})
    chosen = {n: [i for i, s in enumerate(sentences) if family(s.label) == n] for n in names}
    return [(n, figures([sentences[i] for i in chosen[n]], [rankings[i] for i in chosen[n]])) for n in names]


def _mean(values: Sequence[Any]) -> float:
    return float(np.mean(values)) if len(values) else 0.0


__all__ = ["Figures", "by_family", "calibration", "confusions", "facts_figures", "figures", "macro_f1"]
