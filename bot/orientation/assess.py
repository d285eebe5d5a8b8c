"""From answers to an assessment: needs with reasons, level of attention, dimensions, the pair. Pure; rules are data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.interview.loader import Library
from bot.interview.scoring import Score
from bot.orientation.assessment import Assessment, Branch, Dimension, Need, Reason
from bot.orientation.known import Answers, Known
from bot.orientation.rulebook import Rule, Rulebook, default_rulebook
from bot.orientation.voice import Voice, voice_of


def assess(
    library: Library,
    answers: Answers,
    scores: Mapping[str, Score],
    facts: Mapping[str, Any],
    *,
    rules: Rulebook | None = None,
    speaks: str | None = None,
) -> Assessment:
    """Assess a situation.

    :param answers: full question name → record, as :meth:`Engine.answers` gives them.
    :param scores: questionnaire → score that the reader may have; without medical ones nothing medical counts.
    :param facts: what was said in passing (role, relation, illness, age, living, refuses, needs, tired).
    :param speaks: « you » makes the wording for the person also when a professional answers (the memo).
    """
    book = rules or default_rulebook()
    helps = (answers.get("essential.helps") or {}).get("value")
    voice = voice_of(facts, helps, speaks)
    known = Known(answers, scores, facts, voice)
    for rule in book.signals:
        if known.holds(rule):
            known.signals.append(rule)
    for rule in book.flags:
        if known.holds(rule):
            known.flags.add(rule.code)
    level, why = _level(book, known, voice)
    urgent = tuple(_reason(rule, voice) for rule in book.urgent if known.holds(rule))
    tension = next((_reason(r, voice) for r in book.tensions if voice.subject == "carer" and known.holds(r)), None)
    opened = {ref.partition(".")[0] for ref in answers}
    return Assessment(
        subject=voice.subject,
        person=voice.person,
        level=level,
        level_reasons=why,
        offer=next(voice.say(r.text) for r in book.offers if r.more["level"] == level),
        urgent=bool(urgent),
        urgent_reasons=urgent,
        needs=_needs(book, known, voice),
        dimensions=tuple(_dimension(book, name, known, voice) for name in book.dimensions),
        strengths=tuple(voice.say(rule.text) for rule in book.strengths if known.holds(rule)),
        weighs=_weighs(known, voice),
        tension=tension,
        branches=_branches(book, library, known, voice, opened),
        comfort=next(_reason(rule, voice) for rule in book.comforts if known.holds(rule)),
        domains=tuple(known.domains.items()),
        signals=tuple(rule.code for rule in known.signals),
        asked=tuple(q for q in library if q in opened),
        rules_version=book.version,
        medical_answered=tuple(q for q in library if q in opened and library[q].is_medical),
    )


def _reason(rule: Rule, voice: Voice) -> Reason:
    return Reason(rule.code, voice.say(rule.text))


def _level(book: Rulebook, known: Known, voice: Voice) -> tuple[int, tuple[Reason, ...]]:
    holding = [rule for rule in book.levels if known.holds(rule)]
    level = max(int(rule.more["level"]) for rule in holding)
    return level, tuple(_reason(rule, voice) for rule in holding if rule.more["level"] == level)


def _needs(book: Rulebook, known: Known, voice: Voice) -> tuple[Need, ...]:
    data = book.data["signals"]
    strengths: dict[str, int] = {}
    reasons: dict[str, list[Reason]] = {}

    def add(need: str, weight: int, reason: Reason | None) -> None:
        strengths[need] = strengths.get(need, 0) + weight
        texts = [kept.text for kept in reasons.setdefault(need, [])]
        if reason is not None and reason.text not in texts:
            reasons[need].append(reason)

    for rule in known.signals:
        # What comes from a medical questionnaire changes nothing that a person could read.
        if not rule.more.get("clinical"):
            for need, weight in rule.more.get("needs", {}).items():
                add(need, int(weight), _reason(rule, voice))
    weights = data["said"]["weights"]
    asked = Reason("said", voice.say(data["said"]["text"]))
    for need, weight in zip(known.facts.get("needs") or (), weights, strict=False):
        add(need, int(weight), asked)
    in_place = (known.answers.get("essential.help_in_place") or {}).get("value") or ()
    for there in in_place:
        for need in data["in_place"].get(there, ()):
            if need in strengths:
                add(need, int(data["in_place_weight"]), None)
    # Stable: needs of one strength stay in the order in which they were found.
    ranked = sorted((need for need in strengths if strengths[need] > 0), key=lambda need: -strengths[need])
    floor, most = int(data["first"]["from"]), int(data["first"]["most"])
    return tuple(
        Need(
            need, strengths[need], tuple(reasons[need]), first=place == 0 or (place < most and strengths[need] >= floor)
        )
        for place, need in enumerate(ranked)
    )


def _dimension(book: Rulebook, name: str, known: Known, voice: Voice) -> Dimension:
    title, lines = book.dimensions[name]
    rule = next(rule for rule in lines if known.holds(rule))
    return Dimension(name, title, rule.code, rule.more.get("tone"), voice.say(rule.text))


def _weighs(known: Known, voice: Voice) -> tuple[Reason, ...]:
    counted = [r for r in known.signals if r.more.get("domain") and not r.more.get("clinical")]
    # One line for each domain, the severe ones first: the strongest says it best.
    counted.sort(key=lambda rule: -int(rule.more["strength"]))
    kept: dict[str, Reason] = {}
    for rule in counted:
        kept.setdefault(rule.more["domain"], _reason(rule, voice))
    return tuple(kept.values())


def _branches(book: Rulebook, library: Library, known: Known, voice: Voice, opened: set[str]) -> tuple[Branch, ...]:
    role = "prescriber" if voice.speaks == "they" else voice.subject
    found = [
        Branch(rule.code, voice.say(rule.text), library[rule.code].length, library[rule.code].is_medical)
        for rule in book.branches
        if rule.code in library
        and rule.code not in opened
        and role in library[rule.code].audience
        and known.holds(rule)
    ]
    return tuple(found[: int(book.data["branches"]["most"])])
