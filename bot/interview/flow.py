"""Which questions are to be asked, in what order, given what is known. Pure functions of a restored state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.interview.conditions import MISSING, Lookup, Slot, evaluate
from bot.interview.loader import Library
from bot.interview.model import Question, Questionnaire
from bot.interview.state import State


def slot_of(record: Mapping[str, Any] | None) -> Slot:
    """What a record says, for conditions."""
    if record is None:
        return Slot()
    if "value" in record:
        return Slot(record["value"], "answered")
    return Slot(MISSING, str(record.get("status", "missing")))


def _lookup(known: Mapping[str, Mapping[str, Any]], questionnaire: str) -> Lookup:
    def find(name: str) -> Slot:
        return slot_of(known.get(name if "." in name else f"{questionnaire}.{name}"))

    return find


def asked_in(
    questionnaire: Questionnaire,
    records: Mapping[str, Mapping[str, Any]],
    known: dict[str, Mapping[str, Any]],
) -> list[Question]:
    """The questions of a questionnaire whose condition holds. `known` grows with the answers that count.

    An answer to a question that is no longer asked does not count, for later conditions either.
    """
    found = []
    for question in questionnaire.questions:
        if question.condition and not evaluate(question.condition, _lookup(known, questionnaire.id)):
            continue
        found.append(question)
        record = records.get(question.ref)
        if record is not None:
            known[question.ref] = record
    return found


def path(library: Library, state: State) -> list[Question]:
    """Every question that applies, in order, answered or not."""
    known: dict[str, Mapping[str, Any]] = {}
    questions: list[Question] = []
    for name in state["questionnaires"]:
        questions += asked_in(library[name], state["answers"], known)
    return questions


def pending(library: Library, state: State) -> Question | None:
    """The question to put now: the one gone back to, else the first without answer; None at the end."""
    questions = path(library, state)
    chosen = next((q for q in questions if q.ref == state["at"]), None)
    return chosen or next((q for q in questions if q.ref not in state["answers"]), None)


def by_person(state: State, question: Question) -> bool:
    """True for a question put to the person (not settled by a fact)."""
    return not state["answers"].get(question.ref, {}).get("prefilled", False)
