"""The level of attention: each rule, and reasons for each level."""

from __future__ import annotations

import pytest

from bot.orientation.rulebook import default_rulebook
from tests.orientation.conftest import BSFC_WORN, PERSONAS, essential, seven

BURDEN = {f"bsfc_s.q{n}": a for n, a in enumerate(BSFC_WORN, 1)}
CASES = [
    ("nothing weighs", essential("spouse", ["nothing"], "fine", ["family"]), {}, 0, {"nothing_weighs"}),
    ("nothing said", {"essential.helps": "spouse"}, {}, 0, {"nothing_said"}),
    ("one domain, light", essential("other", ["paperwork"], "fine", ["family"]), {}, 1, {"one_light"}),
    ("two domains", essential("spouse", ["relay", "outings"], "fine", ["family"]), {}, 2, {"two_domains"}),
    ("one severe", essential("self", ["nothing"], "fine", ["family"]) | seven(work="hard"), {}, 2, {"one_severe"}),
    ("exhausted, family there", essential("spouse", ["nothing"], "exhausted", ["family"]), {}, 2, {"one_severe"}),
    ("exhausted, nobody", essential("spouse", ["nothing"], "exhausted", ["none"]), {}, 3, {"exhausted_without_relief"}),
    (
        "exhausted, a nurse relieves nobody",
        essential("spouse", ["nothing"], "exhausted", ["nurse"]),
        {},
        3,
        {"exhausted_without_relief"},
    ),
    ("exhausted, help unknown", {"essential.helps": "spouse", "essential.tired": "exhausted"}, {}, 2, {"one_severe"}),
    (
        "exhausted, refused",
        essential("spouse", ["nothing"], "exhausted", ["family"]),
        {"refuses": True},
        3,
        {"exhausted_help_refused"},
    ),
    (
        "severe burden in three domains",
        essential("parent", ["moral"], "tired", ["home_help"]) | BURDEN,
        {},
        3,
        {"severe_burden_three_domains"},
    ),
    (
        "everything hard each day",
        essential("self", ["nothing"], "fine", ["family"]) | seven(home="hard", mobility="hard", health="hard"),
        {},
        3,
        {"very_high_dependency"},
    ),
]


@pytest.mark.parametrize(("name", "answers", "facts", "level", "reasons"), CASES, ids=[c[0] for c in CASES])
def test_rule(judge, name, answers, facts, level, reasons):
    found = judge(answers, facts)
    assert found.level == level
    assert reasons <= {reason.code for reason in found.level_reasons}


def test_every_level_has_reasons_in_french(persona):
    for name in PERSONAS:
        found = persona(name)
        assert found.level_reasons and all(r.text.endswith(".") for r in found.level_reasons)
        assert found.codes()[0] == found.level_reasons[0].code


def test_every_rule_of_the_file_is_tried():
    tried = set().union(*(c[4] for c in CASES))
    assert tried == {rule.code for rule in default_rulebook().levels}


def test_very_high_dependency_by_aggir_is_for_coordinators(judge):
    answers = essential("spouse", ["nothing"], "fine", ["family"]) | {
        f"aggir.{v}": "C"
        for v in ("coherence", "orientation", "washing", "dressing", "eating", "toileting", "transfers", "indoors")
    }
    assert judge(answers).level == 0
    seen = judge(answers, reader="coordinator", clinical=True)
    assert seen.level == 3 and seen.level_reasons[0].code == "very_high_dependency"


def test_urgent_says_why(judge):
    found = judge(essential("parent", ["daily_help"], "fine", ["none"]), {"needs": ["hospital_discharge"]})
    assert found.urgent and [r.code for r in found.urgent_reasons] == ["discharge_soon"]
    assert not judge(essential("parent", ["daily_help"], "fine", ["none"])).urgent
