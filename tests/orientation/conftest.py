"""Six imagined people, with hand-made answers, and what helps to read their assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.content import Content
from bot.interview import Library
from bot.interview.policy import result_for
from bot.orientation.assess import assess
from bot.orientation.assessment import Assessment

MARI = {"code": "spouse", "label": "votre mari", "subject": "il"}
MERE = {"code": "parent", "label": "votre mère", "subject": "elle"}
BSFC_WORN = ["rather", "fully", "fully", "rather", "little", "fully", "fully", "rather", "rather", "rather"]


@dataclass(frozen=True)
class Persona:
    """Plain answers by full question name, and facts said in passing."""

    answers: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)


def essential(helps: str, needs: list[str], tired: str, help_in_place: list[str]) -> dict[str, Any]:
    return {
        "essential.helps": helps,
        "essential.place": {"code": "21054", "label": "Beaune (21)"},
        "essential.needs": needs,
        "essential.tired": tired,
        "essential.help_in_place": help_in_place,
    }


def seven(**said: str) -> dict[str, Any]:
    names = ("social_ties", "health", "food", "activity", "home", "work", "mobility")
    return {f"seven_domains.{name}": said.get(name, "fine") for name in names}


PERSONAS: dict[str, Persona] = {
    # 74, alone with her husband who refuses everything; at the end of her strength.
    "jeanne": Persona(
        essential("spouse", ["relay", "daily_help"], "exhausted", ["none"]),
        {"role": "carer", "relation": MARI, "refuses": True, "illness": {"code": "alzheimer"}},
    ),
    # A daughter who works; severe burden, help in place.
    "sophie": Persona(
        essential("parent", ["moral", "rights"], "tired", ["home_help", "family"])
        | {f"bsfc_s.q{n}": a for n, a in enumerate(BSFC_WORN, 1)},
        {"role": "carer", "relation": MERE, "age": 86},
    ),
    # A neighbour who only has papers to sort out.
    "marc": Persona(essential("other", ["paperwork"], "fine", ["family"]), {"role": "carer"}),
    # Nothing weighs.
    "paul": Persona(essential("spouse", ["nothing"], "fine", ["family", "nurse"]), {"role": "carer"}),
    # A patient with Crohn's disease: work and going out are hard.
    "lea": Persona(
        essential("self", ["illness"], "tired", ["none"]) | seven(work="hard", mobility="some"),
        {"role": "patient", "illness": {"code": "crohn"}},
    ),
    # A pharmacist fills it for a woman who helps her husband.
    "officine": Persona(
        essential("spouse", ["relay", "outings"], "tired", ["nurse"]), {"role": "prescriber", "relation": MARI}
    ),
}


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load(include_all=True)


@pytest.fixture(scope="session")
def titles(content: Content) -> dict[str, str]:
    """Need → the title of its card."""
    return {topic: content.card(topic).title for topic in content.topics}


@pytest.fixture()
def judge(library: Library) -> Callable[..., Assessment]:
    """Assess plain answers as a reader may: « person », or « coordinator » with clinical results."""

    def run(
        answers: Mapping[str, Any],
        facts: Mapping[str, Any] | None = None,
        *,
        reader: str = "person",
        clinical: bool = False,
        **options: Any,
    ) -> Assessment:
        records = {ref: {"value": value} for ref, value in answers.items()}
        opened = {ref.partition(".")[0] for ref in records}
        scores = {name: result_for(reader, library[name], records, clinical) for name in opened}
        return assess(library, records, {n: s for n, s in scores.items() if s}, facts or {}, **options)

    return run


@pytest.fixture()
def persona(judge: Callable[..., Assessment]) -> Callable[..., Assessment]:
    return lambda name, **options: judge(PERSONAS[name].answers, PERSONAS[name].facts, **options)
