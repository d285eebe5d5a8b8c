"""The intent model on a few hundred sentences: enough to see that it learns, ranks, and keeps what it learnt."""

from __future__ import annotations

import pickle
from functools import lru_cache

import numpy as np
import pytest

from bot.understanding import corpus
from bot.understanding.features import Features, stems
from bot.understanding.intents import IntentModel
from bot.understanding.text import normalise

TAUGHT = ("respite", "transport", "meal_delivery", "greet", "out_of_scope")


@lru_cache(maxsize=1)
def _model() -> IntentModel:
    texts, labels = corpus.training()
    kept = [(t, label) for t, label in zip(texts, labels, strict=True) if label in TAUGHT]
    return IntentModel().fit([t for t, _ in kept], [label for _, label in kept])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bonjour", "greet"),
        ("qui peut livrer des repas à mon père ?", "meal_delivery"),
        ("un taxi pour l'emmener à ses rendez-vous", "transport"),
        ("quel temps fera-t-il demain", "out_of_scope"),
    ],
)
def test_learns(text: str, intent: str) -> None:
    assert _model().rank(text)[0][0] == intent


def test_a_ranking_is_a_probability() -> None:
    for text in ("bonjour", "", "zzzz qqqq", "🙂", "a" * 1000):
        ranking = _model().rank(text)
        assert sorted(name for name, _ in ranking) == sorted(TAUGHT)
        assert sum(p for _, p in ranking) == pytest.approx(1, abs=1e-4)
        assert [p for _, p in ranking] == sorted((p for _, p in ranking), reverse=True)


def test_each_clause_has_its_ranking() -> None:
    found = _model().rank_clauses("qui peut livrer des repas à mon père. et un taxi pour l'emmener à ses rendez-vous")
    assert [each[0][0] for each in found] == ["meal_delivery", "transport"]
    assert _model().rank_clauses("bonjour") == []


def test_survives_pickling() -> None:
    again = pickle.loads(pickle.dumps(_model()))
    assert again.rank("livrer des repas") == _model().rank("livrer des repas")


def test_too_few_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="trois intentions"):
        IntentModel().fit(["oui", "non"], ["affirm", "deny"])


def test_one_row_is_what_scikit_learn_computes() -> None:
    texts = ["ma mère tombe souvent", "mon mari refuse l'aide à domicile", "ma mère refuse tout", "aide pour mon mari"]
    features = Features()
    whole = features.fit(texts).toarray()
    for number, text in enumerate(texts):
        columns, values = features.row(text)
        row = np.zeros(whole.shape[1])
        row[columns] = values
        assert np.allclose(row, whole[number], atol=1e-5)
    unseen, _ = features.row("xyz")
    assert len(unseen) == 0 or unseen.max() < whole.shape[1]


def test_stems_bring_spellings_together() -> None:
    assert stems(normalise("elles sont fatigués")) == stems(normalise("elle sont fatiguer"))
