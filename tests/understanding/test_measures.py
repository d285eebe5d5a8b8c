"""The figures of the evaluation, on cases counted by hand."""

from __future__ import annotations

import pytest

from bot.understanding.corpus import Judged
from bot.understanding.measures import calibration, confusions, facts_figures, figures, macro_f1

SENTENCES = [
    Judged("a", "respite", frozenset({"respite", "day_care"})),
    Judged("b", "apa", frozenset({"apa"})),
    Judged("c", "out_of_scope", frozenset({"out_of_scope"})),
    Judged("d", "greet", frozenset({"greet"})),
]
RANKINGS = [
    [("day_care", 0.9), ("respite", 0.1)],
    [("out_of_scope", 0.6), ("apa", 0.4)],
    [("out_of_scope", 0.8), ("apa", 0.2)],
    [("greet", 1.0)],
]


def test_figures() -> None:
    found = figures(SENTENCES, RANKINGS)
    assert (found.sentences, found.strict, found.accuracy, found.top3) == (4, 0.5, 0.75, 1.0)
    assert found.out_recall == 1.0
    assert found.rejected == pytest.approx(1 / 3)
    assert found.ece == pytest.approx((0.1 + 0.6 + 0.2 + 0) / 4)


def test_macro_f1() -> None:
    assert macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx(2 / 3)


def test_confusions_leave_out_fair_answers() -> None:
    assert confusions(SENTENCES, RANKINGS) == [("apa", "out_of_scope", 1)]


def test_calibration_rows() -> None:
    assert [row[:2] for row in calibration(SENTENCES, RANKINGS)] == [("0.6-0.7", 1), ("0.8-0.9", 1), ("0.9-1.0", 2)]


def test_facts_figures() -> None:
    rows = facts_figures(
        [({"age": 80}, {"age": 80}), ({"age": 70}, {}), ({}, {"age": 3}), ({"role": "carer"}, {"role": "patient"})]
    )
    assert ("age", 1, 1, 1) in rows and ("role", 0, 1, 1) in rows
