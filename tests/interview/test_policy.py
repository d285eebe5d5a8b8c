"""Who may see a result."""

from __future__ import annotations

import pytest

from bot.interview import Library
from bot.interview.policy import may_compute, result_for

MEDICAL = ["phq4", "find", "aggir", "pro2_crohn", "pro2_uc"]
PHQ4 = {f"phq4.{name}": {"value": "daily"} for name in ("nervous", "worry", "interest", "sad")}
BSFC = {f"bsfc_s.q{n}": {"value": "fully"} for n in range(1, 11)}


def test_kinds_are_those_of_the_table(library: Library) -> None:
    kinds = {name: q.kind for name, q in library.items()}
    assert sorted(n for n, kind in kinds.items() if kind == "medical") == sorted(MEDICAL)
    assert kinds["asq"] == "crisis-protocol"
    assert {kinds[n] for n in ("essential", "bsfc_s", "epices", "digital_ease", "lsns6", "ucla3")} == {"social"}


@pytest.mark.parametrize("name", MEDICAL)
def test_medical_results_are_never_for_the_person(name: str, library: Library) -> None:
    assert not may_compute(library[name], "person", clinical_results=True)
    assert not may_compute(library[name], "coordinator", clinical_results=False)
    assert may_compute(library[name], "coordinator", clinical_results=True)
    assert not may_compute(library[name], "protocol", clinical_results=True)


def test_nothing_is_computed_for_a_medical_kind_by_default(library: Library) -> None:
    assert result_for("person", library["phq4"], PHQ4) is None
    assert result_for("coordinator", library["phq4"], PHQ4) is None
    result = result_for("coordinator", library["phq4"], PHQ4, clinical_results=True)
    assert result is not None
    assert (result.total, result.band) == (12, "severe")


def test_a_person_gets_no_number(library: Library) -> None:
    result = result_for("person", library["bsfc_s"], BSFC)
    assert result is not None
    assert (result.total, result.band, dict(result.subscales)) == (None, "severe", {})
    full = result_for("coordinator", library["bsfc_s"], BSFC)
    assert full is not None and full.total == 30


def test_the_crisis_protocol_serves_only_itself(library: Library) -> None:
    records = {
        "asq.wish_dead": {"value": True},
        "asq.better_off": {"value": False},
        "asq.killing": {"value": False},
    }
    records |= {"asq.tried": {"value": False}, "asq.now": {"value": True}}
    assert result_for("person", library["asq"], records) is None
    assert result_for("coordinator", library["asq"], records, clinical_results=True) is None
    result = result_for("protocol", library["asq"], records)
    assert result is not None and result.band == "positive now"


def test_an_unknown_reader_is_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="lecteur inconnu"):
        may_compute(library["phq4"], "everybody", clinical_results=True)
