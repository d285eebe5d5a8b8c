"""``python -m bot.understanding.evaluate``: train on ``data/nlu``, measure on ``tests/evaluation``, write a page.

The evaluation sentences were written by other hands and are never trained on. Very common short ones (« oui »)
stand in both: the first line counts all sentences, the second leaves out those that resemble a training sentence.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding import corpus, evaluate_facts, measures
from bot.understanding.decide import OUT_OF_SCOPE, decide
from bot.understanding.facts import extract
from bot.understanding.intents import IntentModel, Ranking
from bot.understanding.measures import Figures, Rankings
from bot.understanding.report_page import matrix, page, table

RESULTS = corpus.ROOT / "results" / "understanding.html"
HEAD = [field.name for field in fields(Figures)]


def _line(name: str, values: Any) -> str:
    return f"{name:24s}" + " ".join(f"{v:>9.3f}" if isinstance(v, float) else f"{v:>9}" for v in values)


def _decisions(sentences: list[corpus.Judged], rankings: Rankings) -> list[tuple[str, int, float]]:
    """Rows « kind of decision, how many, share that is right »: proposing is right when one of the buttons is."""
    kinds: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for sentence, ranking in zip(sentences, rankings, strict=True):
        decision = decide(ranking, sentence.text)
        kinds[decision.kind] += 1
        right[decision.kind] += any(name in sentence.fair for name in decision.intents)
    return [(kind, kinds[kind], right[kind] / kinds[kind]) for kind in sorted(kinds)]


@dataclass(frozen=True)
class Measured:
    """What the evaluation found: a ranking for each sentence, the milliseconds it took, and the tables."""

    sentences: list[corpus.Judged]
    rankings: list[Ranking]
    times: list[float]
    rows: list[tuple[str, Figures]]

    @classmethod
    def of(cls, model: IntentModel, sentences: list[corpus.Judged], taught: Sequence[str]) -> Measured:
        """Rank every sentence. ``taught``: those that resemble a training sentence are also left out, apart."""
        rankings, times = [], []
        for sentence in sentences:
            started = time.process_time()
            rankings.append(model.rank(sentence.text))
            model.rank_clauses(sentence.text)
            extract(sentence.text)
            times.append(1000 * (time.process_time() - started))
        shared = {i for i, _ in corpus.twins([s.text for s in sentences], taught)}
        apart = [i for i in range(len(sentences)) if i not in shared]
        rows = [
            ("all", measures.figures(sentences, rankings)),
            ("without shared", measures.figures([sentences[i] for i in apart], [rankings[i] for i in apart])),
            *measures.by_family(sentences, rankings),
        ]
        return cls(sentences, rankings, times, rows)


def main(argv: list[str] | None = None) -> int:
    """Print the figures and write the page; ``--errors N`` also prints N errors. Returns the exit code."""
    options = argparse.ArgumentParser(description="Mesurer la compréhension sur les phrases d'évaluation.")
    options.add_argument("--page", type=Path, default=RESULTS)
    options.add_argument("--errors", type=int, default=0)
    options.add_argument("--sentences", type=Path, default=corpus.EVALUATION / "intents.tsv")
    chosen = options.parse_args(argv)
    try:
        texts, labels = corpus.training()
        sentences = corpus.evaluation(chosen.sentences)
    except OSError as error:
        print(f"Phrases introuvables : {error.filename}", file=sys.stderr)
        return 1
    started = time.process_time()
    model = IntentModel().fit(texts, labels)
    training = time.process_time() - started
    print(f"{len(texts)} training sentences, {len(set(labels))} intents, trained in {training:.1f} s of processor")
    found, facts = Measured.of(model, sentences, texts), evaluate_facts.rows(evaluate_facts.judged())
    _show(found, facts, chosen.errors)
    chosen.page.parent.mkdir(parents=True, exist_ok=True)
    chosen.page.write_text(page(_tables(found, facts)), encoding="utf-8")
    print(f"\npage: {chosen.page}")
    return 0


def _show(found: Measured, facts: list[evaluate_facts.Row], errors: int) -> None:
    print(
        f"understanding (rank, clauses, facts without place), processor: p50 {np.percentile(found.times, 50):.1f} ms, "
        f"p95 {np.percentile(found.times, 95):.1f} ms"
    )
    print(_line("", HEAD))
    for name, values in found.rows:
        print(_line(name, astuple(values)))
    print("\nconfidence   sentences  mean confidence  accuracy")
    for where, size, sure, good in measures.calibration(found.sentences, found.rankings):
        print(f"{where:12s} {size:9d} {sure:16.3f} {good:9.3f}")
    decisions = _decisions(found.sentences, found.rankings)
    print("\ndecision, how many, right:", *(f"{k} {n} {r:.3f};" for k, n, r in decisions))
    evaluate_facts.show(facts)
    pairs = measures.confusions(found.sentences, found.rankings)
    print("\nconfusions:", *(f"{a} > {b} ({n})" for a, b, n in pairs[:25]), sep="\n  ")
    judged = zip(found.sentences, found.rankings, strict=True)
    for sentence, ranking in [(s, r) for s, r in judged if r[0][0] not in s.fair][:errors]:
        print(f"  {sentence.label} > {ranking[0][0]} {ranking[0][1]:.2f} | {sentence.text}")


def _tables(found: Measured, facts: list[evaluate_facts.Row]) -> list[tuple[str, str]]:
    """The parts of the page, each under its title."""
    sentences, rankings = found.sentences, found.rankings
    calibration = measures.calibration(sentences, rankings)
    return [
        ("Intentions", table(["", *HEAD], [(name, *astuple(values)) for name, values in found.rows])),
        ("Confiance et justesse", table(["confiance", "phrases", "confiance moyenne", "justesse"], calibration)),
        ("Décisions", table(["décision", "phrases", "justes"], _decisions(sentences, rankings))),
        ("Faits", table(["phrases", "fait", "précision", "rappel", "attendus"], facts)),
        ("Confusions", table(["attendue", "comprise", "fois"], measures.confusions(sentences, rankings)[:40])),
        (f"Matrice de confusion ({OUT_OF_SCOPE} comprise)", matrix(sentences, rankings)),
    ]


if __name__ == "__main__":
    sys.exit(main())
