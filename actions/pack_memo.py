"""What packs put in the memo: steps done, next steps, appointments, the person's own observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from actions.pack_state import done_steps, progress
from actions.turn import Turn
from bot.orientation.plan import PlanLine
from bot.packs import Item, Pack

MOST_NEXT = 3
LONGEST_CELL = 14  # « Moyennement », « Pas très bien »

Group = tuple[str, list[tuple[str, str]]]


def anything(turn: Turn) -> bool:
    """True when a pack has something for the memo."""
    return bool(done(turn) or sheets(turn) or logs(turn) or turn.facts.get("appointments"))


def done(turn: Turn) -> list[str]:
    """The steps done, in words: « Activer mon espace : carte Vitale prête, … »."""
    lines = []
    for pack, item in _begun(turn):
        made = [step.memo for step in item.steps if step.id in done_steps(turn, pack, item)]
        if made:
            lines.append(f"{item.label} : {', '.join(made)}.")
    return lines


def in_memory(turn: Turn) -> list[str]:
    """What the conversation remembers of packs, for « mes données »: everything, in words."""
    lines = [f"étapes faites : {line}" for line in done(turn)]
    lines += [f"votre fiche, {title} : {q} : {a}" for title, group in sheets(turn) for q, a in group]
    for log in logs(turn):
        lines += [f"{log['title']}, {row['day']} : {', '.join(filter(None, row['cells']))}" for row in log["rows"]]
        lines += [f"{log['title']}, {day} : {words}" for day, words in log["notes"]]
    lines += [f"rendez-vous : {a['title']}, {a['start']}" for a in turn.facts.get("appointments") or ()]
    for pack in turn.world.packs.values():
        kept = progress(turn, pack)
        if kept.get("audience"):
            lines.append(f"{pack.title} : vu comme « {kept['audience']} »")
        if kept.get("answers"):
            lines.append(f"{pack.title} : {len(kept['answers'])} réponse(s)")
    return lines


def next_steps(turn: Turn) -> tuple[PlanLine, ...]:
    """The steps still to do, of the procedures begun."""
    lines: list[PlanLine] = []
    for pack, item in _begun(turn):
        left = [step for step in item.steps if step.id not in done_steps(turn, pack, item)]
        lines += [
            PlanLine(f"Pas encore fait : {step.memo}", "vous", "à votre rythme", need="digital_help")
            for step in left[:MOST_NEXT]
        ]
    return tuple(lines)


def sheets(turn: Turn) -> list[Group]:
    """The consultation sheets: what to say and to ask, in the person's words."""
    groups: list[Group] = []
    for pack in turn.world.packs.values():
        kept = progress(turn, pack)
        for item in pack.items.values():
            if item.consent and item.kind == "questionnaire":
                lines = _answers(turn, item, kept.get("answers", {}))
                groups += [(item.label, lines)] if lines else []
    return groups


def logs(turn: Turn) -> list[dict[str, Any]]:
    """The day's logs as tables: a row a day, a column an observation; what is long is said under the table."""
    return [
        table(pack.items[name].label, entries)
        for pack in turn.world.packs.values()
        for name, entries in progress(turn, pack).get("log", {}).items()
        if name in pack.items and entries
    ]


def table(title: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``title``, ``columns``, ``rows`` ({day, cells}), ``noted`` and ``notes`` ([day, words]); an observation that is
    missing on a day is an empty cell."""
    answers: dict[str, dict[str, str]] = {}
    for entry in entries:
        for question, answer in entry["lines"]:
            answers.setdefault(question, {})[entry["day"]] = answer
    columns = [q for q, said in answers.items() if max(map(len, said.values())) <= LONGEST_CELL]
    long = [q for q in answers if q not in columns]
    return {
        "title": title,
        "columns": columns,
        "noted": ", ".join(long),
        "rows": [{"day": e["day"], "cells": [answers[q].get(e["day"], "") for q in columns]} for e in entries],
        "notes": [[day, words] for q in long for day, words in answers[q].items()],
    }


def _answers(turn: Turn, item: Item, answers: dict[str, object]) -> list[tuple[str, str]]:
    engine = turn.world.engine
    own = {ref: {"value": value} for ref, value in answers.items() if ref.partition(".")[0] in item.questionnaires}
    if not own:
        return []
    state = engine.start([q for q in item.questionnaires if q in engine.library], {}, turn.role)
    state["answers"] = own
    return [(line.question, line.answer) for line in engine.recap(state)]


def _begun(turn: Turn) -> Iterator[tuple[Pack, Item]]:
    for pack in turn.world.packs.values():
        for name in progress(turn, pack).get("done", {}):
            if name in pack.items:
                yield pack, pack.items[name]
