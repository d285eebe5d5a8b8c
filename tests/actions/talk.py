"""A conversation held with the actions alone: buttons are pressed, words are typed, slots are kept from turn to turn."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker

import actions.registry as registry
from actions.form import hear
from actions.turn import Turn
from actions.world import World


class Talk:
    """One conversation held with the actions themselves: slots in, messages out."""

    def __init__(self, world: World, session_id: str, slots: dict[str, Any] | None = None) -> None:
        self.world, self.session_id, self.slots = world, session_id, dict(slots or {})
        self.messages: list[dict[str, Any]] = []

    def turn(self, text: str = "/do", do: dict[str, Any] | None = None) -> Turn:
        """The turn of a typed text or of a pressed button."""
        return Turn(self.world, self.tracker(text, [{"entity": "do", "value": json.dumps(do)}] if do else []))

    def tracker(self, text: str, entities: list[dict[str, Any]]) -> Tracker:
        """What Rasa would hand over for this message."""
        latest = {"text": text, "intent": {"name": "inform", "confidence": 0.5}, "entities": entities}
        loop = {"name": "interview_form"} if self.slots.get("interview") else {}
        return Tracker(self.session_id, self.slots, latest, [], False, None, loop, "")

    def press(self, name: str, **values: Any) -> str:
        """Press a button; what is then said."""
        turn = self.turn(do={"do": name, **values})
        if self.slots.get("interview"):
            hear(turn)
        else:
            registry.COMMANDS[name](turn, turn.do)
        return self._after(turn)

    def say(self, text: str) -> str:
        """Type a text that holds a code."""
        turn = self.turn(text)
        handler = registry.heard_code(turn)
        assert handler is not None
        handler(turn)
        return self._after(turn)

    def answer(self, answers: dict[str, Any]) -> str:
        """Answer by buttons until there is no question left; an answer that is not given is skipped."""
        said = ""
        while run := self.slots.get("interview"):
            view = self.world.engine.current(run["state"])
            assert view is not None
            given = answers.get(view.id)
            options = [given] if isinstance(given, str) else given
            said = self.press("answer", options=options) if options else self.press("skip")
        return said

    def _after(self, turn: Turn) -> str:
        for event in turn.events():
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        self.messages = turn.messages
        return "\n".join(str(message.get("text", "")) for message in turn.messages)


class Caller(Talk):
    """Somebody who asks to be called back, perhaps by a messenger."""

    address = ""

    def tracker(self, text: str, entities: list[dict[str, Any]]) -> Any:
        made = super().tracker(text, entities)
        channel = {"channel": "telegram", "address": self.address} if self.address else {}
        made.latest_message["metadata"] = channel
        return made

    def ask(self, intent: str) -> str:
        """Words of this intent, inside a question or not."""
        made = self.tracker("où en est ma demande ?", [])
        made.latest_message["intent"] = {"name": intent, "confidence": 0.99}
        turn = Turn(self.world, made)
        hear(turn) if self.slots.get("interview") else registry.INTENTS[intent](turn)
        return self._after(turn)

    def type(self, text: str) -> str:
        """The answer to a question, in words."""
        turn = self.turn(text)
        hear(turn)
        return self._after(turn)

    def to_the_recap(self) -> str:
        self.press("call_back", service="")
        self.press("answer", options=["yes"])
        self.type("Odile")
        self.type("06 12 34 56 78")
        self.press("answer", options=["morning"])
        return self.press("skip")
