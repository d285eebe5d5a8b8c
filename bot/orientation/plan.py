"""The action plan and the ranked services, from an assessment and what the directory gave. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.orientation.assessment import Assessment
from bot.orientation.reaching import reachable
from bot.orientation.rulebook import Rulebook, default_rulebook
from bot.orientation.topics import on_the_phone
from bot.orientation.voice import Voice

Service = Mapping[str, Any]
FoundByNeed = Mapping[str, Sequence[Service]]


@dataclass(frozen=True)
class PlanLine:
    """What to do, who does it, when; for a need, the service to call and what to say there."""

    what: str
    who: str
    when: str
    need: str | None = None
    service: Service | None = None
    say: str | None = None


@dataclass(frozen=True)
class Ranked:
    """A service with the need it answers and every reason for its place, the directory's own first."""

    service: Service
    need: str
    reasons: tuple[str, ...]


def rank(assessment: Assessment, found: FoundByNeed) -> tuple[Ranked, ...]:
    """Services in the order of the needs, then of the directory, each once.

    :param found: need → services in the shape of the chat API (``id``, ``name``, ``why``, ``phone``…), best first.
    """
    ranked: list[Ranked] = []
    seen: set[str] = set()
    for need in assessment.needs:
        for service in found.get(need.code, ()):
            if service["id"] not in seen:
                seen.add(service["id"])
                why = (str(service["why"]),) if service.get("why") else ()
                ranked.append(Ranked(service, need.code, why + tuple(r.text for r in need.reasons)))
    return tuple(ranked)


def plan(
    assessment: Assessment,
    found: FoundByNeed,
    *,
    titles: Mapping[str, str],
    organisation: str,
    relation: str | None = None,
    speaks: str = "you",
    rules: Rulebook | None = None,
) -> tuple[PlanLine, ...]:
    """The lines of the plan: a call back first at a high level, the first needs, a small thing, then again.

    :param titles: need → the title of its card, for what a professional says on the phone.
    :param relation: « votre mari », as facts hold it.
    """
    data = (rules or default_rulebook()).data["plan"]
    level = assessment.level
    who = str(data["who"][speaks])
    lines: list[PlanLine] = []
    if level == 3:
        lines.append(PlanLine(str(data["call_back"]["what"][speaks]), organisation, str(data["call_back"]["when"])))
    shown: set[str] = set()
    for place, need in enumerate(assessment.first_needs):
        others = [s for s in found.get(need.code, ()) if s["id"] not in shown]
        service = next((s for s in others if reachable(s)), next(iter(others), None))
        if service is not None:
            shown.add(service["id"])
        when = data["pressing"].get(need.code) or data["when"][level if place == 0 else max(level - 1, 0)]
        lines.append(
            PlanLine(
                str(data["what"][need.code]),
                who,
                str(when),
                need.code,
                service,
                _say(data, assessment, need.code, titles, relation, speaks),
            )
        )
    lines.append(PlanLine(assessment.comfort.text, str(data["comfort"][speaks]), "aujourd'hui"))
    lines.append(PlanLine(str(data["again"]["what"]), who, str(data["again"]["when"])))
    return tuple(lines)


def _say(
    data: Mapping[str, Any],
    assessment: Assessment,
    need: str,
    titles: Mapping[str, str],
    relation: str | None,
    speaks: str,
) -> str | None:
    if speaks == "you":
        # The patient calls for herself: the ready sentences speak of somebody who is helped.
        return on_the_phone(need, relation) if assessment.subject == "carer" else None
    whom = Voice("they", assessment.subject, relation).person
    who = str(data["who_they"][assessment.subject]).format(person=whom)
    return str(data["say_they"]).format(who=who, topic=titles.get(need, need).lower())


__all__ = ["FoundByNeed", "PlanLine", "Ranked", "Service", "plan", "rank"]
