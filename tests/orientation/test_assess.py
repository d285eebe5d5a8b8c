"""Needs, dimensions, the pair and branches of six imagined people."""

from __future__ import annotations

import pytest

from tests.orientation.conftest import PERSONAS, essential, seven


def codes(found):
    return [need.code for need in found.first_needs]


def dimension(found, name):
    return next(d for d in found.dimensions if d.name == name)


def test_exhausted_carer_of_who_refuses_help(persona):
    found = persona("jeanne")
    assert codes(found) == ["respite", "home_help", "care_refusal"]
    assert dimension(found, "body").tone == 2
    assert [reason.code for reason in found.needs[0].reasons] == ["exhausted", "wants_relay", "no_help"]
    assert found.weighs[0].text == "Vous êtes à bout de forces."
    assert found.urgent


def test_the_tension_names_both_sides(persona):
    tension = persona("jeanne").tension
    assert tension.code == "worn_and_refusal"
    assert "De votre côté" in tension.text and "Du côté de votre mari" in tension.text


def test_no_tension_without_refusal_nor_for_a_patient(persona, judge):
    assert persona("marc").tension is None
    patient = judge(essential("self", ["relay"], "exhausted", ["none"]), {"role": "patient", "refuses": True})
    assert patient.tension is None


@pytest.mark.parametrize(
    ("facts", "young"), [({"carer_age": 17}, True), ({"own_age": 16}, True), ({"carer_age": 54}, False), ({}, False)]
)
def test_a_young_carer_is_seen_as_such(judge, facts, young):
    found = judge(essential("parent", ["moral"], "tired", ["none"]), {"role": "carer", **facts})
    assert ("young_caregiver" in codes(found)) is young
    patient = judge(essential("self", ["moral"], "tired", ["none"]), {"role": "patient", **facts})
    assert "young_caregiver" not in [need.code for need in patient.needs]


def test_carer_seeks_a_place_to_live_while_home_goes_well(judge):
    found = judge(essential("parent", ["housing"], "fine", ["family"]) | seven(), {"role": "carer"})
    assert found.tension.code == "housing_and_home"


def test_what_is_in_place_is_not_proposed_first(judge):
    there = judge(essential("spouse", ["relay"], "fine", ["day_care"]), {"role": "carer"})
    not_there = judge(essential("spouse", ["relay"], "fine", ["family"]), {"role": "carer"})
    assert "day_care" not in [n.code for n in there.needs]
    strength = {n.code: n.strength for n in there.needs}["respite"]
    assert strength < {n.code: n.strength for n in not_there.needs}["respite"]


def test_patient_is_spoken_to_of_herself(persona):
    found = persona("lea")
    assert found.subject == "patient" and found.person == "vous"
    assert "Pour vous, le travail ou les études sont très difficiles." in [r.text for r in found.weighs]
    assert {"chronic_illness_life", "patient_association"} <= set(codes(found))
    assert "Vous faites tout" not in str(found)


def test_seven_domains_are_all_read(judge):
    names = ("social_ties", "health", "food", "activity", "home", "work", "mobility")
    found = judge(essential("self", ["nothing"], "fine", ["family"]) | seven(**dict.fromkeys(names, "hard")))
    assert {domain for domain, strength in found.domains if strength == 2} == {"ties", *names[1:]}


def test_a_professional_reads_of_somebody_else(persona):
    found = persona("officine")
    assert found.person == "son mari"
    assert "Cette personne a besoin de souffler." in [r.text for r in found.weighs]
    assert any(b.label == "Sept domaines de la vie de son mari" for b in found.branches)


def test_the_memo_of_a_professional_speaks_to_the_person(persona):
    assert "Vous avez besoin de souffler." in [r.text for r in persona("officine", speaks="you").weighs]


def test_branches_say_their_length_and_never_come_back(persona, library):
    found = persona("jeanne")
    first = found.branches[0]
    assert (first.questionnaire, first.length) == ("bsfc_s", "10 questions, 3 minutes")
    assert all(b.length == library[b.questionnaire].length for b in found.branches)
    assert "bsfc_s" not in [b.questionnaire for b in persona("sophie").branches]
    assert persona("lea").branches[0].questionnaire == "pro2_crohn"


def test_strengths_and_comfort_are_never_empty(persona):
    for name in PERSONAS:
        found = persona(name)
        assert found.strengths and found.comfort.text
        assert [d.name for d in found.dimensions] == ["body", "morale", "social"]


def test_a_need_asked_in_words_comes_first(judge):
    found = judge(
        {"essential.helps": "parent", "essential.tired": "fine"}, {"role": "carer", "needs": ["transport", "apa"]}
    )
    assert codes(found)[0] == "transport"
    assert found.needs[0].reasons[0].text == "Vous en avez parlé."


@pytest.mark.parametrize("answers", [{}, {"essential.helps": "spouse"}])
def test_almost_nothing_said_is_no_error(judge, answers):
    found = judge(answers)
    assert found.level == 0 and found.level_reasons[0].code == "nothing_said"
    assert all(d.tone is None for d in found.dimensions)


def test_medical_answers_change_nothing_for_the_person(judge):
    before = essential("spouse", ["relay"], "tired", ["family"])
    medical = {f"phq4.{q}": "daily" for q in ("nervous", "worry", "interest", "sad")} | {
        "find.walk": "much_or_unable",
        "find.stairs": "much_or_unable",
        "find.weight_loss": True,
        "find.effort": "often",
        "find.sedentary": "sedentary",
    }
    plain, after = judge(before, {"role": "carer"}), judge(before | medical, {"role": "carer"})
    for name in ("level", "needs", "dimensions", "strengths", "weighs", "tension", "signals", "domains", "comfort"):
        assert getattr(after, name) == getattr(plain, name), name
    assert after.medical_answered == ("find", "phq4")


def test_clinical_results_reach_coordinators_only_when_switched_on(judge):
    answers = essential("spouse", ["relay"], "fine", ["family"]) | {
        f"phq4.{q}": "daily" for q in ("nervous", "worry", "interest", "sad")
    }
    assert "clinical_morale" not in judge(answers, reader="coordinator").codes()
    seen = judge(answers, reader="coordinator", clinical=True)
    assert "clinical_morale" in seen.codes() and seen.level == 2
    assert "questionnaire" not in " ".join(r.text for r in seen.weighs)
