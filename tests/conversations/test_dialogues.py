"""Whole dialogues, written as people write, played through the gateway against the three real processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversations.stack import Person, Stack

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("dialogues/**/*.yml"))
SCENES: list[Any] = [
    pytest.param(scene, id=f"{path.stem}: {scene['name']}")
    for path in FILES
    for scene in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("scene", SCENES)
def test_dialogue(stack: Stack, scene: dict[str, Any]) -> None:
    """Every step answers as the scene says."""
    person = Person(stack.url, **scene.get("headers", {}))
    told = [f"Relais: {person.text}"]
    remembered: dict[str, str] = {}
    for step in scene["steps"]:
        play(person, step, remembered)
        told.append(f"> {step.get('say', step.get('press', ''))}\n{person.kinds} {person.text}\n{list(person.buttons)}")
        check(person, step, "\n".join(told[-3:]))


def play(person: Person, step: dict[str, Any], remembered: dict[str, str]) -> None:
    """Do what the step says: ``say``, ``press`` (one label or several), ``remember`` takes a code out of the answer."""
    if "say" in step:
        person.say(
            step["say"].format_map(remembered) if remembered else step["say"],
            **({"client_message_id": step["id"]} if "id" in step else {}),
        )
    elif "press" in step:
        labels = step["press"]
        person.press(*([labels] if isinstance(labels, str) else labels))
    if "remember" in step:
        from bot.referrals.reference import find_reference

        found = find_reference(person.text)
        assert found is not None, f"no code in: {person.text}"
        remembered[step["remember"]] = found.code


def check(person: Person, step: dict[str, Any], told: str) -> None:
    """``has``/``lacks`` words (any case), ``any`` of several, ``kinds`` of messages, ``offers`` buttons."""
    said = person.text.lower().replace("’", "'").replace(" ", " ")
    for words in _list(step.get("has")):
        assert words.lower() in said, f"« {words} » is missing.\n{told}"
    for words in _list(step.get("lacks")):
        assert words.lower() not in said, f"« {words} » should not be there.\n{told}"
    if "any" in step:
        assert any(words.lower() in said for words in step["any"]), f"none of {step['any']}.\n{told}"
    for kind in _list(step.get("kinds")):
        assert kind in person.kinds, f"no message of kind {kind}.\n{told}"
    for label in _list(step.get("offers")):
        assert any(label.lower() in offered.lower() for offered in person.buttons), f"no button « {label} ».\n{told}"
    if "questions" in step:
        assert person.kinds.count("question") == step["questions"], f"not {step['questions']} question(s).\n{told}"
    assert len(person.messages) <= 3, f"more than three messages.\n{told}"


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
