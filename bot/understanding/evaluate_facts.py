"""``python -m bot.understanding.evaluate_facts``: precision and recall of each fact told, by who wrote the sentences.

A sentence of ``tests/evaluation/facts.tsv`` may be several messages of one conversation: what is known after the
last one counts, so that corrections are measured too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from bot.understanding import corpus, measures
from bot.understanding.facts import extract, merge
from resources_directory.gazetteer import Gazetteer

Row = tuple[str, str, float, float, int]
Extract = Callable[[str, Any], dict[str, Any]]


def known_after(messages: list[str], gazetteer: Gazetteer | None, rules: Extract = extract) -> dict[str, Any]:
    """What is known after the messages of one conversation: codes in place of {code, label}, the name of the place."""
    facts: dict[str, Any] = reduce(merge, (rules(message, gazetteer) for message in messages), {})
    plain = {
        name: value["code"] if isinstance(value, dict) and "code" in value else value for name, value in facts.items()
    }
    if "place" in facts:
        plain["place"] = facts["place"]["label"].split(" (")[0]
    return _in_order(plain)


def _in_order(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | ({"help_in_place": sorted(facts["help_in_place"])} if "help_in_place" in facts else {})


def judged(rules: Extract = extract) -> list[tuple[corpus.Told, dict[str, Any]]]:
    """Each evaluated conversation with what was found in it."""
    gazetteer = Gazetteer.load()
    return [(told, known_after(told.messages, gazetteer, rules)) for told in corpus.facts_told()]


def rows(pairs: list[tuple[corpus.Told, dict[str, Any]]]) -> list[Row]:
    """Rows « whose sentences, fact, precision, recall, expected », all sentences last."""
    found: list[Row] = []
    for hand in [*dict.fromkeys(told.hand for told, _ in pairs), "all"]:
        chosen = [(_in_order(told.facts), got) for told, got in pairs if hand in (told.hand, "all")]
        figures = measures.facts_figures(chosen)
        rights, wrongs, misses = (sum(int(line[i]) for line in figures) for i in (1, 2, 3))
        for name, right, wrong, missed in [*figures, ("together", rights, wrongs, misses)]:
            found.append((hand, name, right / max(1, right + wrong), right / max(1, right + missed), right + missed))
    return found


def times(rules: Extract = extract) -> tuple[float, float]:
    """Processor time of the facts of one message without its place, in ms: median and p95."""
    spent = []
    for told in corpus.facts_told():
        for message in told.messages:
            started = time.process_time()
            rules(message, None)
            spent.append(1000 * (time.process_time() - started))
    return float(np.percentile(spent, 50)), float(np.percentile(spent, 95))


def main(argv: list[str] | None = None) -> int:
    """Print the figures; ``--errors`` prints what was missed or wrong."""
    options = argparse.ArgumentParser(description="Mesurer les faits compris dans les messages.")
    options.add_argument("--errors", action="store_true")
    chosen = options.parse_args(argv)
    pairs = judged()
    show(rows(pairs))
    print("facts of a message, processor: p50 {:.2f} ms, p95 {:.2f} ms".format(*times()))
    if chosen.errors:
        for told, got in pairs:
            want = _in_order(told.facts)
            wrong = {n: (want.get(n), got.get(n)) for n in measures.FACTS if want.get(n) != got.get(n)}
            if wrong:
                print(" // ".join(told.messages), wrong, sep="\n    ")
    return 0


def show(figures: list[Row]) -> None:
    """Print the rows, one table for each hand."""
    hand = ""
    for whose, name, precision, recall, size in figures:
        if whose != hand:
            print(f"\nfacts: {whose}\n{'':16s}precision    recall  expected")
            hand = whose
        print(f"{name:14s} {precision:9.3f} {recall:9.3f} {size:9d}")


if __name__ == "__main__":
    sys.exit(main())
