"""One turn as the actions see it: what was said and is known on one side, what is answered and changed on the other."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypedDict

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions import facts_heard
from actions.world import World
from bot import messages as m
from bot.counts.tally import Tally
from bot.interview.state import State
from bot.understanding import facts as fact_rules
from bot.understanding.text import normalise

FORM = "interview_form"
SAID_OF_SOMEBODY = frozenset({"role", "relation", "age", "carer_age", "illness", "living"})


class _Begun(TypedDict):
    purpose: str
    run: str
    state: State
    context: dict[str, Any]


class Run(_Begun, total=False):
    """A run of questionnaires: ``state`` is the engine's, ``context`` what the purpose needs at the end.

    ``run`` names it; ``put`` and ``heard`` are the questions counted already; ``under`` waits for its end.
    """

    put: list[str]
    heard: list[str]
    under: Run


class Turn:
    """Reads the tracker once; collects messages and slot changes."""

    def __init__(self, world: World, tracker: Tracker) -> None:
        self.world = world
        self.session_id: str = tracker.sender_id
        latest = tracker.latest_message or {}
        self.text: str = latest.get("text") or ""
        self.intent: str = (latest.get("intent") or {}).get("name") or ""
        self.confidence: float = (latest.get("intent") or {}).get("confidence") or 0.0
        self.ranking: list[tuple[str, float]] = [
            (i["name"], i["confidence"]) for i in latest.get("intent_ranking") or []
        ]
        self.needs: list[str] = latest.get("needs") or []
        metadata = latest.get("metadata") or {}
        self.easy: bool = bool(metadata.get("easy"))
        self.channel: str = metadata.get("channel") or "web"
        self.address: str = metadata.get("address") or ""  # on that channel, sealed by the gateway
        self.typed = not self.text.startswith("/")
        self.in_form: bool = (tracker.active_loop or {}).get("name") == FORM
        self._slots: Mapping[str, Any] = tracker.current_slot_values()
        self._changes: dict[str, Any] = {}
        self._starts = False
        self.left: bool = False  # the questions are left by the person: nothing comes back by itself
        self.messages: list[m.Message] = []
        self.tallies: list[Tally] = []
        self.counts: list[Callable[[Any], None]] = []
        spoken = [event.get("event") for event in tracker.events if event.get("event") in ("user", "bot")]
        self.is_first: bool = spoken == ["user"]
        heard = [str(event.get("text") or "") for event in tracker.events if event.get("event") == "user"]
        self.number: int = len(heard)
        self.said_before: list[str] = heard[-2::-1]  # the latest first; a button's payload counts as what it is
        entities: list[dict[str, Any]] = latest.get("entities") or []
        self.do = self._command(entities)
        self._learn(entities, metadata.get("aside") or "")

    def _learn(self, entities: Sequence[Mapping[str, Any]], aside: str) -> None:
        known = self.facts
        said = facts_heard.heard(
            entities, text=self.text, normal=self.normal, aside=aside, known=known, gazetteer=self.world.gazetteer
        )
        self.corrects = bool(said.get("corrects"))
        self.new_facts: dict[str, Any] = {n: fact for n, fact in said.items() if n not in ("denied", "corrects")}
        # Facts known before that this message puts right or takes back.
        self.changed: set[str] = set()
        if said:
            merged = fact_rules.merge(known, said)
            self.set("facts", merged)
            self.changed = {name for name in SAID_OF_SOMEBODY & known.keys() if known[name] != merged.get(name)}

    # -- what is said

    @cached_property
    def normal(self) -> str:
        """The text as the rules read it: one spelling, no accents, no capitals."""
        return normalise(self.text)

    @cached_property
    def stripped(self) -> str:
        """The same, without the marks around it."""
        return self.normal.strip(" .!?,")

    # -- what is known

    def get(self, slot: str, default: Any = None) -> Any:
        """A slot, as this turn has changed it."""
        value = self._changes.get(slot, self._slots.get(slot))
        return default if value is None else value

    @property
    def facts(self) -> dict[str, Any]:
        """What the person has said of the situation so far."""
        return self.get("facts", {})

    def unlearn(self, *kept: str) -> None:
        """The message was an answer: « ma fille » who helps is not who is helped. Only ``kept`` facts stay, if new."""
        held = dict(self._slots.get("facts") or {})
        held.update({name: fact for name, fact in self.new_facts.items() if name in kept and name not in held})
        self.new_facts, self.changed = {}, set()
        self.set("facts", held)

    @property
    def known_before(self) -> dict[str, Any]:
        """The facts as they stood before this message."""
        return dict(self._slots.get("facts") or {})

    @property
    def interview(self) -> Run | None:
        """The run of questionnaires under way, if any."""
        return self.get("interview") or None

    @property
    def run(self) -> Run:
        """The same, for who is called because there is one.

        :raises LookupError: there is none.
        """
        if (run := self.interview) is None:
            raise LookupError("no run under way")
        return run

    def answer(self, ref: str) -> Any:
        """What was answered to a question of the run under way; None when it was passed over or not asked."""
        run = self.interview
        return self.world.engine.values(run["state"]).get(ref) if run else None

    @property
    def country(self) -> str:
        """FR or BE: from the place when it is known, else the installation's."""
        code = str((self.facts.get("place") or {}).get("code", ""))
        return "BE" if code.startswith("BE-") else self.world.settings.country if not code else "FR"

    @property
    def role(self) -> str:
        """carer, patient or prescriber."""
        return self.facts.get("role") or "carer"

    # -- what is answered

    def words(self, key: str, **values: str) -> str:
        """A fixed sentence in the person's mode and country."""
        common = {"phone": self.world.phone_in(self.country), "organisation": self.world.settings.organisation}
        return self.world.content.text(key, easy=self.easy, country=self.country, **{**common, **values})

    def consent_words(self, key: str, **values: str) -> str:
        """A question of consent, after who else sees what is written on this channel."""
        notice = f"channel_notice_{self.channel}"
        return (self.words(notice) + " " if self.world.content.has_text(notice) else "") + self.words(key, **values)

    def say(
        self,
        key: str,
        buttons: Sequence[m.Button] = (),
        links: Sequence[dict[str, str]] = (),
        *,
        kind: str = "text",
        **values: str,
    ) -> None:
        """Say a fixed sentence."""
        self.show(m.text(self.words(key, **values), buttons, links, kind))

    def show(self, message: m.Message) -> None:
        """Add a message."""
        self.messages.append(message)

    def offer(self, do: str, after: str, **values: Any) -> None:
        """Offer what a bare « oui » accepts; ``after`` names the answer given, for :meth:`has_just_said`."""
        self.set("offer", {"do": do, "after": after, "at": self.number, **values})

    def has_just_said(self, after: str) -> bool:
        """Whether the message before this one was answered so."""
        offered = self.get("offer") or {}
        return offered.get("after") == after and offered.get("at") == self.number - 1

    def effect(self, name: str, **values: Any) -> None:
        """Ask something of the gateway."""
        self.messages.append(m.effect(name, **values))

    def tell_country(self) -> None:
        """The door answers dangers by itself: it is told in which country, as soon as a new place says it."""
        if self.facts.get("place") != (self._slots.get("facts") or {}).get("place"):
            self.effect("country", code=self.country)

    def call_link(self) -> list[dict[str, str]]:
        """The number where a person answers, in the person's country, as a link."""
        if own := self.world.settings.phone:
            return [m.tel(f"Appeler le {own}", own)]
        line = self.world.human_line_in(self.country)
        return [m.tel(f"Appeler le {line.number} ({line.name})", line.dial)]

    def later(self, count: Callable[[Any], None]) -> None:
        """Have this count written with the others, in one transaction, when the answer is ready."""
        self.counts.append(count)

    def count(self, kind: str, key: str, detail: str = "") -> None:
        """Count that something happened, by codes alone; written at the end of the turn."""
        self.tallies.append(Tally(kind, key, detail))

    # -- what is changed

    def set(self, slot: str, value: Any) -> None:
        """Change a slot at the end of the turn; visible at once to :meth:`get`."""
        self._changes[slot] = value

    def start(
        self,
        purpose: str,
        questionnaires: Sequence[str],
        context: Mapping[str, Any] | None = None,
        state: dict[str, Any] | None = None,
    ) -> None:
        """Begin a run of questionnaires (or go on with ``state``); the caller then asks the first question."""
        made = state or self.world.engine.start(questionnaires, self.prefill(), "+".join([self.role, *self.modes]))
        self.set(
            "interview",
            {"purpose": purpose, "run": secrets.token_hex(8), "state": made, "context": dict(context or {})},
        )
        self._starts = True

    @property
    def modes(self) -> list[str]:
        """How questionnaires are put and read, besides the role: in easy words, with the numbers of Belgium."""
        return [*(["easy"] if self.easy else []), *(["belgian"] if self.country == "BE" else [])]

    def prefill(self) -> dict[str, Any]:
        """The facts under the names that questionnaires ask them by."""
        facts = self.facts
        known: dict[str, Any] = {
            "role": facts.get("role"),
            "age": facts.get("age"),
            "living": facts.get("living"),
            "tired": facts.get("tired"),
            "help_in_place": facts.get("help_in_place"),
            # « je suis épuisée » is answered by a break and by listening; what weighs most is still to be asked.
            "needs": facts.get("needs") if set(facts.get("needs") or ()) != {"respite", "listening"} else None,
        }
        known.update({name: heard["value"] for name, heard in (facts.get("heard") or {}).items()})
        if facts.get("relation"):
            known["relation"] = facts["relation"]["code"]
        place = facts.get("place")
        if place and not place.get("ambiguous"):
            known["place"] = {"code": place["code"], "label": place["label"]}
        return {name: value for name, value in known.items() if value is not None}

    def events(self) -> list[EventType]:
        """The slot changes, and the form when a run has begun outside it."""
        events: list[EventType] = [SlotSet(name, value) for name, value in self._changes.items()]
        if self._starts and self.interview and not self.in_form:
            # The question has been asked already: the form is opened and the turn ends here. Predicting the form
            # instead would have it take the present message for an answer.
            events += [ActiveLoop(FORM), SlotSet("requested_slot", "answer"), FollowupAction("action_listen")]
        return events

    @staticmethod
    def _command(entities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What a pressed button asks for. Only the gateway makes such entities: typed text never does."""
        for entity in entities:
            if entity.get("entity") == "do" and entity.get("extractor") != "facts":
                return dict(json.loads(str(entity["value"])))
        return {}

