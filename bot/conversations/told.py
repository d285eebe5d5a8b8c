"""What is kept of a conversation, told to the person whose it is: what was said, the situation, the answers in words.

What the dialogue's machinery keeps to predict its next action says nothing of anybody, and is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bot.interview import Engine, Library
from bot.orientation.facts_told import in_words
from bot.packs import Packs
from bot.settings import load_settings

_RUNS = ("interview", "paused", "stock")  # slots that hold the state of questionnaires


def told(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """``{"échange": …, "situation": …, "réponses": …}``, what is empty left out.

    :param parts: the bytes of « transcript » and « tracker », those that are kept.
    """
    transcript = json.loads(parts.get("transcript") or b"{}")
    slots = json.loads(parts.get("tracker") or b"{}").get("slots") or {}
    held: dict[str, Any] = {
        "échange": exchange(transcript.get("shown") or []),
        "situation": list(in_words(slots.get("facts") or {}).values()),
        "réponses": list(_answers(slots)),
        "niveau d'attention": (slots.get("attention") or {}).get("level"),
        "code de suivi": slots.get("reference"),
    }
    return {name: value for name, value in held.items() if value not in (None, [], "")}


def exchange(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was written on both sides, oldest first: who, the words, the choices and the services shown."""
    return [
        {
            name: value
            for name, value in (
                ("qui", "vous" if message.get("author") == "person" else "assistant"),
                ("texte", str(message.get("text") or "")),
                ("choix", _labels(message)),
                ("services", [_service(service) for service in message.get("services") or []]),
            )
            if value
        }
        for message in shown
    ]


def _labels(message: Mapping[str, Any]) -> list[str]:
    options = (message.get("question") or {}).get("options") or []
    return [str(one["label"]) for one in [*options, *(message.get("buttons") or [])]]


def _service(service: Mapping[str, Any]) -> dict[str, str]:
    known = {"nom": service.get("name"), "téléphone": service.get("phone"), "adresse": service.get("address")}
    return {name: str(value) for name, value in known.items() if value}


def _answers(slots: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    told_of: set[str] = set()
    for slot in _RUNS:
        state = (slots.get(slot) or {}).get("state") or {}
        for line in _engine().recap(state):
            if line.ref not in told_of:
                yield {"question": line.question, "réponse": line.answer}
            told_of.add(line.ref)
        # Of a questionnaire that is no longer here: as it was kept.
        for ref, record in (state.get("answers") or {}).items():
            if ref not in told_of:
                yield {"question": ref, "réponse": record.get("value", record.get("status"))}
            told_of.add(ref)


@cache
def _engine() -> Engine:
    settings = load_settings()
    also = Packs.load(settings.packs, own=settings.home / "packs").questionnaires()
    return Engine(Library.load(enabled=settings.questionnaires_on, also=also), region=settings.country)
