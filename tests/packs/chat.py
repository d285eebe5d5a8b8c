"""A conversation with the actions alone, without Rasa: what is typed is given with its intent, buttons are pressed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa_sdk import Tracker

from actions import counting, courtesy, inform, memo, offers, packs, repair, stock, tone, topics  # noqa: F401  (register)
from actions.form import hear
from actions.registry import COMMANDS, INTENTS
from actions.turn import FORM, Turn
from actions.world import World
from bot import preflight
from bot.settings import load_settings
from bot.understanding import facts as fact_rules
from tests.stores import furnish


def make_world(home: Path, **environment: str) -> World:
    """A world of its own in ``home``."""
    settings = load_settings({"RELAIS_HOME": str(home), "RELAIS_PHONE": "03 80 00 00 00", **environment})
    furnish(home)
    preflight.check_home(settings.home)
    preflight.prepare_databases(settings)  # the services of this installation's own packs
    return World(settings)


class Chat:
    """One person; ``text`` is all that was just said, ``buttons`` what can be pressed."""

    def __init__(self, world: World, role: str = "", **facts: Any) -> None:
        self.world = world
        self.slots: dict[str, Any] = {"facts": {**({"role": role} if role else {}), **facts}}
        self.in_form = False
        self.messages: list[dict[str, Any]] = []
        self.buttons: dict[str, str] = {}

    def say(self, text: str, intent: str = "nlu_fallback", confidence: float = 0.9) -> Chat:
        """Type words, understood as ``intent``."""
        said = fact_rules.extract(text, self.world.gazetteer)
        entities = [{"entity": k, "value": v, "extractor": "facts"} for k, v in said.items()]
        return self._turn(text, intent, confidence, entities, {})

    def press(self, *labels: str) -> Chat:
        """Press the button whose label begins so."""
        payloads = []
        for label in labels:
            fitting = [p for name, p in self.buttons.items() if name.lower().startswith(label.lower())]
            assert fitting, f"no button « {label} » among {list(self.buttons)}"
            payloads.append(fitting[0])
        if not payloads[0].startswith("/inform{"):
            return self._turn(payloads[0], payloads[0][1:], 1.0, [], {})
        do = json.loads(json.loads(payloads[0][len("/inform") :])["do"])
        return self._turn(payloads[0], "inform", 1.0, [{"entity": "do", "value": json.dumps(do)}], do)

    @property
    def text(self) -> str:
        """All the words just said, with options and links."""
        parts: list[str] = []
        for message in self.messages:
            parts.append(message.get("text", ""))
            parts += [s["name"] for s in message.get("services", [])]
            parts += [o["label"] for o in message.get("question", {}).get("options", [])]
            parts += [link["label"] for link in message.get("links", [])]
        return "\n".join(parts)

    def _turn(self, text: str, intent: str, confidence: float, entities: list[Any], do: dict[str, Any]) -> Chat:
        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": entities,
            "metadata": {},
        }
        loop = {"name": FORM} if self.in_form else {}
        turn = Turn(self.world, Tracker("s1", dict(self.slots), latest, [], False, None, loop, "action_listen"))
        turn._slots = dict(self.slots)
        if self.in_form:
            hear(turn)
        elif do:
            COMMANDS[do["do"]](turn, do)
        else:
            INTENTS[intent](turn)
        counting.write(turn)
        tone.fit(turn)
        self.slots.update(turn._changes)
        self.in_form = bool(turn.interview)
        self.messages = [m for m in turn.messages if m.get("kind") != "effect"]
        offered = [
            b for m in self.messages for b in [*m.get("question", {}).get("options", []), *m.get("buttons", [])]
        ]
        if offered:
            self.buttons = {b["label"]: b["payload"] for b in offered}
        return self
