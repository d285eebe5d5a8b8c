"""What the classifier sees: stable hashes, order kept, rules counted."""

from __future__ import annotations

import numpy as np

from bot.crisis.features import Features, pieces, stem
from bot.crisis.rules import match
from bot.crisis.text import sentences


def _seen(text: str) -> list:
    said = sentences(text)
    return pieces(said, match(said))


def test_the_order_of_two_stems_matters() -> None:
    """« jamais … frappe » is not « frappe … jamais »."""
    assert set(_seen("jamais il frappe")[2]) != set(_seen("frappe il jamais")[2])


def test_endings_are_forgotten() -> None:
    """Feminines and plurals share a stem."""
    assert stem("frappees") == stem("frappee") == stem("frappe")


def test_a_rule_that_fired_is_seen() -> None:
    """And none when none fired."""
    assert _seen("mon mari me frappe")[3]
    assert not _seen("bonjour à tous")[3]


def test_a_row_and_the_matrix_agree() -> None:
    """One message costs no matrix, and gives the same numbers; each part has the length it was given."""
    texts = [_seen(t) for t in ("mon mari me frappe", "mon fils me frappe", "il fait beau à Dole", "il fait beau")]
    features = Features(least=(1, 1, 1, 1))
    matrix = features.learn(texts)
    columns, values = features.row(texts[0])
    dense = np.zeros(matrix.shape[1], dtype=np.float32)
    dense[columns] = values
    assert np.allclose(matrix[0].toarray()[0], dense)
    assert np.isclose(np.linalg.norm(values), np.sqrt(1 + 1 + 0.7**2 + 0.8**2), atol=1e-4)


def test_nothing_known_is_an_empty_row() -> None:
    """Before any learning, or for words never met."""
    columns, values = Features().row(_seen("zzz"))
    assert len(columns) == len(values) == 0
