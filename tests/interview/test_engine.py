"""The engine: order, prefill, clarification, digression, back, modify, stop, branches, versions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.interview import SKIP_ID, UNKNOWN_ID, Engine, Library, message_text
from bot.interview.messages import messages

FACTS = {"relation": "husband", "place": {"code": "21054", "label": "Beaune"}, "needs": ["respite", "apa"]}


def refs(engine: Engine, state: dict[str, Any]) -> str | None:
    view = engine.current(state)
    return view.ref if view else None


def test_known_facts_are_not_asked_but_are_in_the_recap(engine: Engine) -> None:
    state = engine.start(["essential"], FACTS, "carer")
    view = engine.current(state)
    assert view is not None
    assert (view.ref, view.index, view.total) == ("essential.tired", 1, 2)
    lines = engine.recap(state)
    assert [(line.ref, line.prefilled) for line in lines] == [
        ("essential.helps", True),
        ("essential.place", True),
        ("essential.needs", True),
    ]
    assert lines[1].answer == "Beaune"
    assert lines[2].answer == "Pouvoir souffler ; L'argent, les droits, le travail"


def test_five_essential_questions_at_most(engine: Engine) -> None:
    state = engine.start(["essential"])
    asked = []
    for said in ("mon mari", "Beaune", "1 et 3", "épuisée", "rien"):
        view = engine.current(state)
        assert view is not None
        asked.append(view.ref)
        outcome = engine.answer(state, said)
        state = outcome.state
    assert outcome.status == "finished"
    assert engine.current(state) is None
    assert len(asked) == 5
    assert engine.answers(state)["essential.needs"] == {"value": ["relay", "moral"]}


def test_the_state_is_json_and_small(engine: Engine) -> None:
    state = engine.start(["essential", "bsfc_s"], FACTS, "carer+easy")
    for _ in range(12):
        state = json.loads(json.dumps(engine.answer(state, "la première").state))
    assert len(json.dumps(state)) < 2500
    assert "Beaune" in json.dumps(state)
    assert "content de ma vie" not in json.dumps(state)


def test_answering_leaves_the_given_state_untouched(engine: Engine) -> None:
    state = engine.start(["phq4"])
    before = json.dumps(state)
    engine.answer(state, "jamais")
    engine.back(state)
    engine.modify(state, "phq4.sad")
    engine.stop(state)
    assert json.dumps(state) == before


def test_it_depends_is_asked_again_once_then_recorded_as_unknown(engine: Engine) -> None:
    state = engine.start(["phq4"])
    first = engine.answer(state, "ça dépend")
    assert (first.status, first.message) == ("clarify", "clarify_choices")
    assert refs(engine, first.state) == "phq4.nervous"
    second = engine.answer(first.state, "ça dépend vraiment")
    assert (second.status, second.message) == ("accepted", "moved_on")
    assert engine.answers(second.state)["phq4.nervous"] == {"status": "unknown"}
    assert refs(engine, second.state) == "phq4.worry"
    again = engine.answer(second.state, "bof")
    assert again.status == "clarify"


def test_a_digression_changes_nothing(engine: Engine) -> None:
    state = engine.start(["phq4"])
    clarified = engine.answer(state, "ça dépend").state
    outcome = engine.answer(clarified, "comment avoir l'APA ?")
    assert outcome.status == "not_an_answer"
    assert outcome.state == clarified
    assert refs(engine, outcome.state) == "phq4.nervous"


def test_skip_and_unknown_are_not_zero(engine: Engine) -> None:
    state = engine.start(["phq4"])
    state = engine.skip(state).state
    state = engine.unknown(state).state
    state = engine.answer(state, option_ids=["never"]).state
    outcome = engine.answer(state, option_ids=["never"])
    assert outcome.status == "finished"
    assert [line.status for line in engine.recap(outcome.state)] == [
        "skipped",
        "unknown",
        "answered",
        "answered",
    ]
    result = engine.result_for(outcome.state, "coordinator", "phq4", clinical_results=True)
    assert result is not None
    assert (result.total, result.band) == (None, None)


def test_buttons(engine: Engine) -> None:
    state = engine.start(["essential"])
    assert engine.answer(state, option_ids=["nonsense"]).message == "clarify_choices"
    assert engine.answer(state, option_ids=["spouse", "child"]).status == "clarify"
    assert engine.answer(state, option_ids=[]).status == "clarify"
    assert engine.answer(state, option_ids=[SKIP_ID]).message == "skipped"
    assert engine.answer(state, option_ids=[UNKNOWN_ID]).message == "unknown"
    assert engine.answer(state, option_ids=["spouse"]).status == "accepted"


def test_several_places_become_buttons_and_the_choice_is_never_made_for_the_person(engine: Engine) -> None:
    state = engine.start(["essential"], {"relation": "wife"})
    outcome = engine.answer(state, "saint-martin")
    assert (outcome.status, outcome.message) == ("clarify", "clarify_place_several")
    view = engine.current(outcome.state)
    assert view is not None
    assert [o.id for o in view.options] == ["71445", "89353"]
    by_button = engine.answer(outcome.state, option_ids=["89353"])
    by_words = engine.answer(outcome.state, "la deuxième")
    by_label = engine.answer(outcome.state, "saint martin sur armancon")
    for chosen in (by_button, by_words, by_label):
        assert engine.answers(chosen.state)["essential.place"]["value"]["code"] == "89353"


def test_a_place_misspelt_then_found(engine: Engine) -> None:
    state = engine.start(["essential"], {"relation": "wife"})
    first = engine.answer(state, "xyzville")
    assert first.message == "clarify_place"
    second = engine.answer(first.state, "21200")
    assert engine.answers(second.state)["essential.place"]["value"]["label"] == "Beaune"
    lost = engine.answer(first.state, "zzz")
    assert engine.answers(lost.state)["essential.place"] == {"status": "unknown"}


def test_back_keeps_the_answer_until_another_is_given(engine: Engine) -> None:
    state = engine.start(["phq4"])
    state = engine.answer(state, "jamais").state
    state = engine.answer(state, "tous les jours").state
    back = engine.back(engine.back(state).state)
    view = engine.current(back.state)
    assert view is not None
    assert (view.ref, view.suggestion) == ("phq4.nervous", "Jamais")
    changed = engine.answer(back.state, "plusieurs jours")
    assert refs(engine, changed.state) == "phq4.interest"
    assert engine.answers(changed.state)["phq4.worry"] == {"value": "daily"}


def test_back_at_the_first_question(engine: Engine) -> None:
    state = engine.start(["phq4"])
    outcome = engine.back(state)
    assert outcome.message == "nothing_before"
    assert refs(engine, outcome.state) == "phq4.nervous"


def test_back_does_not_go_to_a_prefilled_question_unless_there_is_no_other(engine: Engine) -> None:
    state = engine.start(["essential"], FACTS)
    assert engine.back(state).question == "essential.needs"
    state = engine.answer(state, "épuisée").state
    assert engine.back(state).question == "essential.tired"


def test_back_after_the_end_and_after_stop(engine: Engine) -> None:
    state = engine.start(["ucla3"])
    for _ in range(3):
        state = engine.answer(state, "souvent").state
    assert engine.back(state).question == "ucla3.isolated"
    stopped = engine.stop(state)
    assert engine.current(stopped) is None
    assert engine.answer(stopped, "souvent").status == "finished"
    assert refs(engine, engine.back(stopped).state) == "ucla3.isolated"


def test_modify(engine: Engine) -> None:
    state = engine.start(["essential"], FACTS)
    outcome = engine.modify(state, "essential.place")
    assert refs(engine, outcome.state) == "essential.place"
    after = engine.answer(outcome.state, "dijon")
    assert engine.answers(after.state)["essential.place"] == {"value": {"code": "21231", "label": "Dijon"}}
    assert refs(engine, after.state) == "essential.tired"
    assert engine.modify(state, "phq4.sad").message == "unknown_question"
    assert engine.modify(state, "nonsense").status == "not_an_answer"


def test_a_condition_opens_and_closes_questions(engine: Engine) -> None:
    state = engine.start(["digital_ease"])
    no = engine.answer(state, "non")
    assert no.status == "finished"
    yes = engine.answer(engine.modify(no.state, "digital_ease.used").state, "oui")
    assert refs(engine, yes.state) == "digital_ease.information"
    known = engine.answer(yes.state, "oui").state
    closed = engine.answer(engine.modify(known, "digital_ease.used").state, "non")
    assert closed.status == "finished"
    assert list(engine.answers(closed.state)) == ["digital_ease.used"]
    result = engine.result_for(closed.state, "person", "digital_ease")
    assert result is not None and result.band == "illectronisme"


def test_the_crisis_protocol_opens_its_last_question_on_a_refusal(engine: Engine) -> None:
    state = engine.start(["asq"])
    for said in ("non", "je préfère ne pas répondre", "non", "non"):
        state = engine.answer(state, said).state
    assert refs(engine, state) == "asq.now"
    state = engine.answer(state, "non").state
    result = engine.result_for(state, "protocol", "asq")
    assert result is not None and result.band == "positive"


def test_a_branch_opened_later(engine: Engine) -> None:
    state = engine.start(["ucla3"])
    state = engine.add(engine.add(state, "phq4"), "phq4")
    assert state["questionnaires"] == ["ucla3", "phq4"]
    for _ in range(3):
        state = engine.answer(state, "parfois").state
    assert refs(engine, state) == "phq4.nervous"
    progress = engine.progress(state)
    assert (progress.done, progress.total, progress.remaining, progress.questionnaire) == (3, 7, 4, "phq4")
    with pytest.raises(KeyError):
        engine.add(state, "nothing")


def test_facts_learnt_on_the_way_never_replace_an_answer(engine: Engine) -> None:
    state = engine.start(["essential"])
    state = engine.answer(state, "ma mère").state
    state = engine.learn(state, {"relation": "husband", "place": "Beaune", "secret": "x"})
    assert engine.answers(state)["essential.helps"]["value"] == "parent"
    assert "secret" not in state["facts"]


def test_facts_put_right_replace_an_answer(engine: Engine) -> None:
    state = engine.answer(engine.start(["essential"]), "ma mère").state
    asked = engine.current(state)
    state = engine.correct(state, {"relation": "spouse", "role": "carer"})
    assert engine.answers(state)["essential.helps"] == {"value": "spouse", "prefilled": True}
    assert engine.current(state).ref == asked.ref  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"role": "patient"}, {"helps": "self"}),
        ({"role": "carer"}, {}),
        ({"relation": "mother", "role": "carer"}, {"helps": "parent"}),
        ({"tired": True}, {"tired": "tired"}),
        ({"tired": "exhausted"}, {"tired": "exhausted"}),
        ({"help_in_place": ["home_nursing", "family"]}, {"help_in_place": ["family", "nurse"]}),
        ({"needs": "respite"}, {"needs": ["relay"]}),
        ({"needs": ["unheard"]}, {}),
        ({"place": "quelque part"}, {}),
        ({"relation": 3, "tired": {}, "needs": None}, {}),
    ],
)
def test_prefill(engine: Engine, facts: dict[str, Any], expected: dict[str, Any]) -> None:
    state = engine.start(["essential"], facts)
    found = {ref.split(".")[1]: record["value"] for ref, record in engine.answers(state).items()}
    assert found == expected


def test_modes_change_the_words(engine: Engine) -> None:
    def text(mode: str, name: str) -> str:
        view = engine.current(engine.start([name], {}, mode))
        assert view is not None
        return view.text

    assert text("patient", "find") == "Avez-vous du mal à marcher 400 mètres ?"
    assert text("carer", "find").startswith("La personne")
    assert text("prescriber", "bsfc_s").startswith("« Aider rend cette personne")
    assert text("carer+easy", "phq4") == "Depuis deux semaines, êtes-vous nerveux ?"
    state = engine.with_mode(engine.start(["find"], {}, "carer"), "patient")
    view = engine.current(state)
    assert view is not None and view.text.startswith("Avez-vous")


def test_a_required_question_is_not_passed(engine: Engine) -> None:
    state = engine.answer(engine.start(["callback"]), "Marie").state
    assert engine.skip(state).message == "cannot_skip"
    first = engine.answer(state, "06 12")
    assert first.message == "clarify_contact"
    assert engine.answer(first.state, "06 12").message == "still_needed"
    done = engine.answer(first.state, "06 12 34 56 78")
    assert engine.recap(done.state)[1].answer == "06 12 34 56 78"


def test_the_view_gives_what_the_chat_api_promises(engine: Engine) -> None:
    view = engine.current(engine.start(["epices"]))
    assert view is not None
    assert view.as_dict() == {
        "id": "epices.social_worker",
        "questionnaire": "epices",
        "index": 1,
        "total": 11,
        "why": view.why,
        "type": "yes_no",
        "options": [{"id": "yes", "label": "Oui"}, {"id": "no", "label": "Non"}],
    }


def test_a_minor_version_keeps_the_answers_and_a_major_one_asks_again(engine: Engine) -> None:
    state = engine.answer(engine.start(["phq4"]), "jamais").state
    minor = {**state, "versions": {"phq4": "1.7"}}
    assert refs(engine, minor) == "phq4.worry"
    major = {**state, "versions": {"phq4": "0.9"}}
    assert refs(engine, major) == "phq4.nervous"
    assert engine.answer(major, "jamais").state["versions"] == {"phq4": "1.0"}


def test_a_state_with_things_that_are_gone(engine: Engine) -> None:
    state = engine.answer(engine.start(["phq4", "ucla3"]), "jamais").state
    state["questionnaires"].insert(0, "gone")
    state["answers"]["gone.q"] = {"value": 1}
    state["answers"]["phq4.gone"] = {"value": "never"}
    state["answers"]["phq4.worry"] = {"value": "no such option"}
    state["at"] = "gone.q"
    assert refs(engine, state) == "phq4.worry"
    assert list(engine.answers(engine.resume(state))) == ["phq4.nervous"]


def test_aggir_is_off_unless_an_operator_turns_it_on() -> None:
    assert "aggir" not in Library.load()
    assert "aggir" in Library.load(enabled=["aggir"])
    assert "bsfc_s" not in Library.load(disabled=["bsfc_s"])
    with pytest.raises(KeyError):
        Engine().start(["aggir"])


def test_every_message_has_its_sentence() -> None:
    for key in messages():
        for easy in (False, True):
            assert message_text(key, easy=easy, values={"min": "0", "max": "3"}).endswith((".", "?"))
