"""Whole dialogues, written as people write, played through the gateway against the three real processes."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from tests.conversations.stack import Person, Stack

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.yml"))  # dialogues/ for all, and one folder a pack: mica/, mici/…
SCENES: list[Any] = [
    pytest.param(scene, id=f"{path.parent.name}/{path.stem}: {scene['name']}")
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
    """Do what the step says: ``say``, ``press`` (one label or several), ``remember`` takes a code out of the answer.

    ``another: true`` opens another conversation first, as on another day or another phone.
    """
    if step.get("another"):
        person.__init__(person.url)  # type: ignore[misc]
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
        from bot.returns import find_code

        request = find_reference(person.text)
        found = request.code if request else find_code(person.text)
        assert found is not None, f"no code in: {person.text}"
        remembered[step["remember"]] = found


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
    if "page" in step:
        page = _page(person, "Ouvrir et imprimer").lower()
        for words in _list(step["page"]):
            assert words.lower() in page, f"« {words} » is missing from the memo's page:\n{page}"
        for words in _list(step.get("page_lacks")):
            assert words.lower() not in page, f"« {words} » should not be on the memo's page:\n{page}"
    for words in _list(step.get("calendar")):
        assert words in _page(person, "Les dates"), f"« {words} » is missing from the calendar"
    assert len(person.messages) <= 3, f"more than three messages.\n{told}"


def _page(person: Person, label: str) -> str:
    """The page behind a link, as it is read: without tags, with plain spaces."""
    links = [link for message in person.messages for link in message.get("links", [])]
    href = next(link["href"] for link in links if link["label"].startswith(label))
    answer = requests.get(person.url + href, timeout=30)
    assert answer.status_code == 200
    if label != "Ouvrir et imprimer":
        return answer.text
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\u00a0", " ").replace("’", "'")
    return " ".join(words.split())


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
