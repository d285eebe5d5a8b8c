"""Taking stock again: what changed, in words, and nothing about what was not asked both times."""

from __future__ import annotations

from datetime import date

import pytest

from bot.orientation.changes import changes, since
from tests.orientation.conftest import BSFC_WORN, PERSONAS, essential

BURDEN = {f"bsfc_s.q{n}": a for n, a in enumerate(BSFC_WORN, 1)}


def test_better(persona, judge):
    now = judge(essential("spouse", ["nothing"], "fine", ["day_care"]), PERSONAS["jeanne"].facts)
    said = changes(persona("jeanne").summary(), now)
    assert "Corps : cela va mieux." in said
    assert "La situation demande moins d'attention qu'avant." in said
    eased = "le manque de forces, le besoin de souffler, le quotidien à la maison, l'absence d'aide"
    assert f"Pèse moins : {eased}." in said


def test_worse(judge):
    before = judge(essential("spouse", ["nothing"], "fine", ["family"])).summary()
    said = changes(before, judge(essential("spouse", ["relay"], "exhausted", ["none"])))
    assert "Corps : c'est plus difficile." in said and "Vie sociale : c'est plus difficile." in said
    assert any(line.startswith("Nouveau : le manque de forces") for line in said)


def test_same(persona):
    assert changes(persona("jeanne").summary(), persona("jeanne")) == ("Rien d'important n'a changé.",)


def test_a_branch_not_opened_again_has_not_eased(judge):
    answers = essential("spouse", ["relay"], "tired", ["family"])
    said = changes(judge(answers | BURDEN).summary(), judge(answers))
    assert said == ("Rien d'important n'a changé.",)
    assert not any("Nouveau" in line for line in changes(judge(answers).summary(), judge(answers | BURDEN)))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-06-14", "depuis quelques jours"),
        ("2026-03-15", "depuis trois mois environ"),
        ("2024-01-01", "depuis un an ou plus"),
        ("2026-06-15", "depuis tout à l'heure"),
    ],
)
def test_since(day, words):
    assert since(date.fromisoformat(day), date(2026, 6, 15)) == words


def test_old_or_strange_summaries_are_read(persona):
    assert changes({}, persona("jeanne")) == ("Rien d'important n'a changé.",)
    assert changes({"signals": ["gone_since"], "asked": ["essential"], "tones": {"x": 1}}, persona("paul"))
