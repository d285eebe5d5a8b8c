"""Properties: the way taken does not change the result, and no input raises."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.interview import Engine, Library, interpret
from bot.interview.values import from_options, is_valid

LIBRARY = Library.load(include_all=True)
PLACES = [("1", "Ici"), ("2", "Là")]
PLACE_OF = {"ab": PLACES[:1], "abcd": PLACES[1:]}
ENGINE = Engine(LIBRARY, resolve_place=lambda text: PLACE_OF.get(text, PLACES[: len(text) % 3]))
RUNS = (
    ("digital_ease", "phq4"),
    ("asq", "ucla3"),
    ("follow_up", "find"),
    ("essential", "bsfc_s"),
    ("epices", "lsns6"),
    ("essential", "seven_domains", "digital_ease"),
    ("aggir", "satisfaction"),
    ("appointment", "pro2_crohn", "pro2_uc"),
    ("essential", "epices", "find", "phq4", "lsns6", "ucla3"),
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COMMANDS = ("answer", "typed", "back", "modify", "skip", "unknown", "json", "stop", "noise", "wrong", "aside")
TYPED = {
    "place": ("ab", "abcd"),
    "text": ("marcher un peu", "voir mes amies"),
    "number": ("2", "3"),
    "date": ("le 3 janvier", "demain à 9 h"),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


def give(state: dict[str, Any], targets: dict[str, int], shift: int = 0) -> dict[str, Any]:
    """Answer the present question by the button that is the target (or another, with `shift`)."""
    view = ENGINE.current(state)
    if view is None:
        return state
    options = view.options
    if not options or (view.type == "place" and not view.several):
        return ENGINE.answer(state, TYPED[view.type][(targets[view.ref] + shift) % 2]).state
    if view.several:
        # Two places of one list; « aucun », the last one, goes alone.
        first = (targets[view.ref] + shift) % (len(options) - 1)
        chosen = {options[first].id, options[(first + 1) % (len(options) - 1)].id}
        return ENGINE.answer(state, option_ids=sorted(chosen)).state
    return ENGINE.answer(state, option_ids=[options[(targets[view.ref] + shift) % len(options)].id]).state


def type_it(state: dict[str, Any], targets: dict[str, int]) -> dict[str, Any]:
    """The same answer in words: the label of the option that is the target."""
    view = ENGINE.current(state)
    if view is None or not view.options or view.several or view.type in ("scale", "place"):
        return give(state, targets)
    return ENGINE.answer(state, view.options[targets[view.ref] % len(view.options)].label).state


def finish(state: dict[str, Any], targets: dict[str, int]) -> dict[str, Any]:
    state = ENGINE.resume(state)
    while ENGINE.current(state) is not None:
        state = give(state, targets)
    return state


@QUICK
@given(data=st.data(), run=st.sampled_from(RUNS))
def test_any_way_ends_in_the_same_scores(data: st.DataObject, run: tuple[str, ...]) -> None:
    questions = [q for name in run for q in LIBRARY[name].questions]
    targets = {q.ref: data.draw(st.integers(0, 5)) for q in questions}
    direct = finish(ENGINE.start(list(run)), targets)
    state = ENGINE.start(list(run))
    for command in data.draw(st.lists(st.sampled_from(COMMANDS), max_size=25)):
        if command == "answer":
            state = give(state, targets)
        elif command == "typed":
            state = type_it(state, targets)
        elif command == "aside":
            before = ENGINE.current(state)
            state = ENGINE.answer(state, "comment faire pour avoir une aide à domicile ?").state
            assert before is None or before.type == "text" or ENGINE.current(state) == before, "a digression moves nothing"
        elif command == "wrong":
            state = give(state, targets, shift=1)
        elif command == "modify":
            state = ENGINE.modify(state, data.draw(st.sampled_from(questions)).ref).state
        elif command == "json":
            state = ENGINE.resume(json.loads(json.dumps(state)))
        elif command == "stop":
            state = ENGINE.stop(state)
        elif command == "noise":
            state = ENGINE.answer(state, "ça dépend").state
        else:
            state = getattr(ENGINE, command)(state).state
    state = finish(state, targets)
    for _ in range(3):
        for ref in list(ENGINE.answers(state)):
            state = finish(give(ENGINE.modify(state, ref).state, targets), targets)
    assert ENGINE.answers(state) == ENGINE.answers(direct)
    for name in run:
        for reader in ("person", "coordinator", "protocol"):
            found = ENGINE.result_for(state, reader, name, clinical_results=True)
            assert found == ENGINE.result_for(direct, reader, name, clinical_results=True)


@QUICK
@given(text=st.text(max_size=60) | st.from_regex(r"[0-9 ,./-]{1,20}( fois| ans| jours)?", fullmatch=True))
def test_no_text_raises_and_every_answer_is_valid(text: str) -> None:
    for questionnaire in LIBRARY.values():
        for question in questionnaire.questions:
            said = interpret(question, text, resolve_place=lambda t: PLACES[: len(t) % 3])
            assert said.kind in ("answer", "skip", "unknown", "unclear", "other")
            assert 0 <= said.confidence <= 1
            if said.kind == "answer":
                assert is_valid(question, said.value), (question.ref, said)
                json.dumps(said.value)


@QUICK
@given(state=JSON, ids=st.lists(st.text(max_size=5), max_size=3), text=st.text(max_size=20))
def test_no_state_raises(state: Any, ids: list[str], text: str) -> None:
    for outcome in (ENGINE.answer(state, text), ENGINE.answer(state, option_ids=ids), ENGINE.back(state)):
        assert outcome.status in ("accepted", "clarify", "not_an_answer", "finished")
    assert ENGINE.recap(state) == []
    ENGINE.progress(state)
    ENGINE.resume(state)
    assert ENGINE.modify(state, text).status == "not_an_answer"


@QUICK
@given(
    parts=st.dictionaries(st.sampled_from(["answers", "facts", "versions", "at", "tries", "candidates", "modes"]), JSON)
)
def test_no_damaged_state_raises(parts: dict[str, Any]) -> None:
    state = {**ENGINE.start(["essential", "phq4"]), **parts}
    json.dumps(ENGINE.resume(state), allow_nan=True)
    view = ENGINE.current(state)
    assert view is None or view.ref.startswith(("essential.", "phq4."))


@QUICK
@given(facts=st.dictionaries(st.sampled_from(["relation", "role", "place", "needs", "tired", "help_in_place"]), JSON))
def test_no_fact_raises_and_what_it_fills_is_valid(facts: dict[str, Any]) -> None:
    state = ENGINE.start(["essential", "callback"], facts)
    for ref, record in ENGINE.answers(state).items():
        question = LIBRARY.question(ref)
        assert question is not None and is_valid(question, record["value"])


def test_every_button_of_every_question_gives_a_valid_answer() -> None:
    for questionnaire in LIBRARY.values():
        for question in questionnaire.questions:
            for option in question.options:
                value = from_options(question, [option.id])
                assert value is not None and is_valid(question, value), (question.ref, option.id)


def test_every_label_typed_as_it_is_shown_gives_its_own_option() -> None:
    for questionnaire in LIBRARY.values():
        for question in questionnaire.questions:
            for option in question.options:
                for typed in (option.label, option.label.upper()):
                    said = interpret(question, typed)
                    assert said.kind == "answer", (question.ref, typed, said)
                    assert said.value == from_options(question, [option.id]), (question.ref, typed, said)
