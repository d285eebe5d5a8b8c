"""From a ranking to a decision; several needs of one message."""

from __future__ import annotations

import pytest

from bot.understanding.clauses import clauses
from bot.understanding.decide import Decision, decide, is_topic, needs, with_clauses


def test_sure_propose_out_unknown() -> None:
    assert decide([("respite", 0.9), ("day_care", 0.05)], "du répit") == Decision("sure", ["respite"])
    assert decide(
        [("respite", 0.3), ("inform", 0.25), ("day_care", 0.2), ("apa", 0.1), ("transport", 0.08)], "garder"
    ) == Decision("propose", ["respite", "day_care", "apa"])
    assert decide([("out_of_scope", 0.8), ("apa", 0.1)], "la météo").kind == "out_of_scope"
    assert decide([("out_of_scope", 0.3), ("apa", 0.25)], "droit") == Decision("propose", ["apa"])
    assert decide([("thank", 0.04), ("apa", 0.03)], "xyz").kind == "unknown"


@pytest.mark.parametrize("text", ["", "  ", "???", "…"])
def test_nothing_said_is_unknown(text: str) -> None:
    assert decide([("greet", 0.9)], text).kind == "unknown"
    assert decide([], "bonjour").kind == "unknown"


def test_needs_are_topics_best_first() -> None:
    assert needs([("respite", 0.5), ("inform", 0.3), ("transport", 0.25), ("apa", 0.1)]) == [
        "respite",
        "transport",
    ]
    assert needs([("greet", 0.6), ("transport", 0.3)]) == ["transport"]


def test_a_need_of_one_clause_is_raised_without_passing_the_first() -> None:
    ranking = [("respite", 0.9), ("apa", 0.05), ("transport", 0.01)]
    raised = with_clauses(ranking, [[("transport", 0.8)], [("greet", 0.9)]])
    assert raised[0] == ("respite", 0.9)
    assert needs(raised) == ["respite", "transport"]


def test_clauses() -> None:
    assert clauses("il me faut un lit médicalisé et qui peut l'emmener à la dialyse") == [
        "il me faut un lit médicalisé",
        "et qui peut l'emmener à la dialyse",
    ]
    assert clauses("bonjour") == []
    assert clauses("") == []
    assert len(clauses("une phrase assez longue. " * 30)) == 8
    spoken = clauses("oui, non, je ne sais pas trop, et puis voilà, quoi d'autre")
    assert all(len(piece.split()) >= 3 for piece in spoken)


def test_is_topic() -> None:
    assert is_topic("respite")
    assert not any(map(is_topic, ("greet", "out_of_scope", "crisis_harm")))
