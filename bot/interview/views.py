"""What the engine gives to the dialogue: a question ready to be shown, what came of an answer, the recap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.interview.model import Question, Questionnaire
from bot.interview.state import State
from bot.interview.values import in_words, option_label


@dataclass(frozen=True)
class OptionView:
    """One choice as it is shown."""

    id: str
    label: str


@dataclass(frozen=True)
class QuestionView:
    """A question as it is put. `index` (from 1) and `total` count the questions put in this questionnaire.

    `suggestion`: the present answer, or a known fact to confirm, in words. `options` are the buttons, in
    order.
    """

    ref: str
    id: str
    questionnaire: str
    title: str
    index: int
    total: int
    text: str
    why: str
    help: str | None
    type: str
    options: tuple[OptionView, ...]
    suggestion: str | None
    sensitive: bool
    skippable: bool
    several: bool
    feedback: str | None

    def as_dict(self) -> dict[str, Any]:
        """The `question` of the public chat API."""
        return {
            "id": self.ref,
            "questionnaire": self.questionnaire,
            "index": self.index,
            "total": self.total,
            "why": self.why,
            "type": self.type,
            "options": [{"id": o.id, "label": o.label} for o in self.options],
        }


@dataclass(frozen=True)
class Outcome:
    """What came of an answer or a command.

    `status`: accepted · clarify (same question, once more) · not_an_answer (a digression; nothing changed)
    · finished.
    `message`: key of messages.yml. `question`: full name of the question it was about.
    """

    state: State
    status: str
    message: str
    question: str | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RecapLine:
    """`status`: answered, skipped or unknown. `ref` is what « modifier » sends back."""

    ref: str
    questionnaire: str
    question: str
    answer: str
    status: str
    prefilled: bool
    sensitive: bool


@dataclass(frozen=True)
class Progress:
    """Questions answered and to answer; `remaining` may grow or shrink with conditions."""

    done: int
    total: int
    questionnaire: str | None

    @property
    def remaining(self) -> int:
        """Questions still to put."""
        return self.total - self.done


def third_person(questionnaire: Questionnaire, modes: Sequence[str]) -> bool:
    """A professional speaks of somebody else; so does a carer who answers about the person helped."""
    return "prescriber" in modes or (questionnaire.subject == "patient" and "patient" not in modes)


def wording(question: Question, questionnaire: Questionnaire, modes: Sequence[str]) -> str:
    """The sentence that fits: about somebody else, in easy French, or plain."""
    if question.text_third_person and third_person(questionnaire, modes):
        return question.text_third_person
    return question.easy if question.easy and "easy" in modes else question.text


def question_view(
    question: Question,
    questionnaire: Questionnaire,
    modes: Sequence[str],
    place: tuple[int, int],
    suggestion: Any | None,
    candidates: Sequence[Sequence[str]],
) -> QuestionView:
    """The question ready to be shown. `place`: (index, total). Places to choose from become the buttons."""
    others = third_person(questionnaire, modes)
    options = tuple(OptionView(o.id, option_label(o, others)) for o in question.options)
    if question.type == "place":
        options = tuple(OptionView(code, label) for code, label in candidates)
    return QuestionView(
        ref=question.ref,
        id=question.id,
        questionnaire=questionnaire.id,
        title=questionnaire.title,
        index=place[0],
        total=place[1],
        text=wording(question, questionnaire, modes),
        why=question.why,
        help=question.help,
        type=question.type,
        options=options,
        suggestion=None if suggestion is None else in_words(question, suggestion, others),
        sensitive=question.sensitive,
        skippable=question.skip,
        several=question.type == "multiple_choice",
        feedback=question.feedback,
    )
