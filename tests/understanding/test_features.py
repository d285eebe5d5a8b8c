"""One message is seen as scikit-learn and spaCy would see it, only faster."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from bot.understanding.features import Features
from bot.understanding.meanings import PACKAGE, WIDTH, Meanings

TEXTS = [
    "je cherche une aide pour ma mère",
    "ma mère tombe souvent la nuit",
    "qui peut livrer des repas à mon père",
    "je suis fatiguée, je ne dors plus",
    "un taxi pour ses rendez-vous à l'hôpital",
    "merci beaucoup de votre aide",
]


def test_fit_and_row_agree() -> None:
    learnt = Features()
    seen = learnt.fit(TEXTS).toarray()
    for number, text in enumerate(TEXTS):
        columns, values = learnt.row(text)
        row = np.zeros(seen.shape[1])
        row[columns] = values
        assert row == pytest.approx(seen[number], abs=1e-5)


def test_the_vector_of_a_word_is_that_of_the_package_accents_or_not() -> None:
    meanings = Meanings(1.0)
    meanings.learn(TEXTS)
    meanings._centre[:] = 0
    wanted = spacy.load(PACKAGE, exclude=["parser", "ner", "tagger", "morphologizer"]).vocab["hôpital"].vector
    found = meanings.look("hopital")
    assert found @ wanted / np.linalg.norm(wanted) == pytest.approx(1, abs=1e-3)


def test_words_of_a_kind_are_near_and_unknown_words_say_nothing() -> None:
    meanings = Meanings(1.0)
    meanings.learn(TEXTS)
    nurse, care, football = (meanings.look(word) for word in ("infirmiere", "soignante", "football"))
    assert nurse @ care > nurse @ football
    assert meanings.look("zzqqxx") == pytest.approx(np.zeros(WIDTH))
