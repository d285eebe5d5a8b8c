"""The sentences that teach: enough of each, no two alike, none of the evaluation among them."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import yaml

from bot.understanding import corpus
from bot.understanding.decide import ACTS, OUT_OF_SCOPE, is_topic

COMMONPLACE = 3  # words: « oui », « bonjour à tous » belong to everybody


@lru_cache(maxsize=1)
def _training() -> tuple[list[str], list[str]]:
    return corpus.training()


def test_every_intent_of_the_domain_is_taught_enough() -> None:
    counts = Counter(_training()[1])
    domain = yaml.safe_load((corpus.ROOT / "domain.yml").read_text(encoding="utf-8"))
    declared = {name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]}
    assert set(counts) <= declared, set(counts) - declared
    assert len([name for name in counts if is_topic(name)]) == 33
    least = {name: 120 if is_topic(name) else 60 for name in counts} | {"inform": 150, OUT_OF_SCOPE: 400}
    assert {name: n for name, n in counts.items() if n < least[name]} == {}
    assert set(counts) >= ACTS


def test_no_two_training_sentences_are_alike() -> None:
    texts, labels = _training()
    assert [(texts[i], labels[j], texts[j]) for i, j in corpus.twins(texts, texts)] == []


def test_no_evaluation_sentence_is_taught() -> None:
    texts, _ = _training()
    judged = [sentence.text for sentence in corpus.evaluation()]
    shared = corpus.twins(judged, texts)
    assert [judged[i] for i, j in shared if len(texts[j].split()) > COMMONPLACE] == []
    assert len(shared) < 0.05 * len(judged)


def test_lengths_are_those_of_people() -> None:
    words = [len(text.split()) for text in _training()[0]]
    assert max(words) <= 120
    assert sum(n <= 3 for n in words) > 500 and sum(n > 25 for n in words) > 500


def test_twins_sees_through_case_and_accents() -> None:
    assert corpus.twins(["Où est MA mère ?"], ["ou est ma mere ?"]) == [(0, 0)]
    assert corpus.twins(["Où est ma mère ?", "Le chat dort"], ["il pleut"]) == []
