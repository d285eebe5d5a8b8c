"""The state of an interview: a small JSON dict, read with care because it may come from an older version.

{"v": 1, "modes": [...], "questionnaires": [...], "versions": {id: "1.0"}, "answers": {ref: record},
"facts": {...},
 "at": ref or null, "tries": 0, "said": "", "candidates": [[code, label], ...], "stopped": false}
A record is {"value": ...} or {"status": "skipped" | "unknown"}, with "prefilled": true when it came from a
fact, and "said": "…" for what was said beside the choice. "said" in the state: the words that were not understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from bot.interview.loader import Library
from bot.interview.values import is_valid

State = dict[str, Any]
FORMAT = 1
MODES = ("carer", "patient", "prescriber", "easy", "sms", "voice", "belgian")
STATUSES = ("skipped", "unknown")


def modes_of(mode: Any) -> list[str]:
    """« easy », « prescriber+easy » or a list of modes → known modes, in a fixed order."""
    words = mode.replace("+", " ").replace(",", " ").split() if isinstance(mode, str) else list(mode or ())
    return [name for name in MODES if name in words]


def empty(mode: Any, facts: Mapping[str, Any]) -> State:
    """The state of an interview that has not begun."""
    return {
        "v": FORMAT,
        "modes": modes_of(mode),
        "questionnaires": [],
        "versions": {},
        "answers": {},
        "facts": {name: deepcopy(fact) for name, fact in facts.items() if fact is not None},
        "at": None,
        "tries": 0,
        "said": "",
        "candidates": [],
        "stopped": False,
    }


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _record(library: Library, ref: str, record: Any) -> dict[str, Any] | None:
    """A clean copy of a record that still answers its question; None when it does not."""
    question = library.question(ref)
    if question is None or not isinstance(record, dict):
        return None
    clean: dict[str, Any] = {"prefilled": True} if record.get("prefilled") is True else {}
    if question.keep_words and record.get("said"):
        clean["said"] = str(record["said"])
    if record.get("status") in STATUSES:
        return {**clean, "status": record["status"]}
    kept = "value" in record and is_valid(question, record["value"])
    return {**clean, "value": deepcopy(record["value"])} if kept else None


def _same_questions(library: Library, questionnaire: str, version: Any) -> bool:
    """The first number of a version changes when questions change their meaning: then old answers are
    dropped."""
    return str(version).split(".")[0] == library[questionnaire].version.split(".")[0]


def _candidates(value: Any) -> list[list[str]]:
    pairs = [item for item in _list(value) if isinstance(item, (list, tuple)) and len(item) == 2]
    return [[str(code), str(label)] for code, label in pairs][:5]


def restored(library: Library, state: Any) -> State:
    """A sound state out of any JSON value.

    Questionnaires that are gone are left out; answers given to another major version, or that no longer
    fit, are
    dropped, so that their questions are asked again. Never raises.
    """
    old = _dict(state)
    new = empty(_list(old.get("modes")), _dict(old.get("facts")))
    wanted: Iterable[Any] = _list(old.get("questionnaires"))
    new["questionnaires"] = [q for q in dict.fromkeys(str(w) for w in wanted) if q in library]
    new["versions"] = {q: library[q].version for q in new["questionnaires"]}
    versions = _dict(old.get("versions"))
    for ref, record in _dict(old.get("answers")).items():
        questionnaire = str(ref).partition(".")[0]
        if questionnaire not in new["versions"]:
            continue
        if not _same_questions(library, questionnaire, versions.get(questionnaire)):
            continue
        clean = _record(library, str(ref), record)
        if clean is not None:
            new["answers"][str(ref)] = clean
    at = old.get("at")
    if isinstance(at, str) and at.partition(".")[0] in new["versions"] and library.question(at):
        new["at"] = at
    new["tries"] = 1 if old.get("tries") == 1 else 0
    new["said"] = str(old.get("said") or "")
    new["candidates"] = _candidates(old.get("candidates"))
    new["stopped"] = old.get("stopped") is True
    return new
