"""Rasa's tracker store: where consent decides, and only what the next turn needs.

A tracker is kept as its slots, the active loop and a window of the last turns. What a turn costs then no longer grows
with the conversation (docs/measurements.md), and nothing said before the window is held twice.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversations import ConversationStore, make_volatile
from bot.database import Database
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.rasa import speedups
from bot.settings import load_settings

TURNS_KEPT = 6
LISTEN = "action_listen"
_NOT_KEPT = (BotUttered, SlotSet, DefinePrevUserUtteredFeaturization)

speedups.apply()


class ConsentTrackerStore(TrackerStore):
    """Volatile before consent, encrypted in the database after; see :class:`bot.conversations.ConversationStore`."""

    def __init__(self, domain: Optional[Domain], event_broker: Optional[EventBroker] = None, **_: Any) -> None:
        super().__init__(domain, event_broker)
        settings = load_settings()
        self._store = ConversationStore(
            "tracker",
            make_volatile(settings.redis_url, settings.session_hours, "tracker"),
            Database(settings.database_url),
            Vault(load_secrets(settings.home).encryption_keys),
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker's slots, loop and last turns."""
        body = json.dumps(pack(tracker), ensure_ascii=False).encode()
        durable = bool(tracker.get_slot("consents"))
        was_durable = bool(tracker.get_slot("kept"))
        if durable or was_durable or not self._store.here:
            await asyncio.to_thread(self._store.save, tracker.sender_id, body, durable=durable, was_durable=was_durable)
        else:
            self._store.save(tracker.sender_id, body, durable=False, was_durable=False)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Rebuild the tracker, or None for an unknown conversation."""
        body = self._store.at_hand(sender_id) or await asyncio.to_thread(self._store.load, sender_id)
        if body is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in unpack(json.loads(body)):
            tracker.update(event, self.domain)
        return tracker

    async def delete(self, sender_id: str) -> bool:
        """Forget a conversation everywhere."""
        return await asyncio.to_thread(self._store.delete, sender_id)

    async def keys(self) -> Iterable[str]:
        """Not offered: nobody may list conversations."""
        return []


def pack(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Plain data from which :func:`unpack` gives a tracker that predicts the same."""
    events = _after_restart(list(tracker.events))
    start = _window_start(events)
    loop = None
    for event in events[:start]:
        if isinstance(event, ActiveLoop):
            loop = event.name
    done = next((event.action_name for event in reversed(events) if isinstance(event, ActionExecuted)), LISTEN)
    if done not in (LISTEN, "action_session_start"):
        # A turn that Rasa cut short is over all the same: left open, its actions would be counted in the next ones.
        events.append(ActionExecuted(LISTEN))
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
    return {
        "slots": slots,
        "loop": loop,
        "events": [e.as_dict() for e in events[start:] if not isinstance(e, _NOT_KEPT)],
    }


def unpack(packed: dict[str, Any]) -> list[Event]:
    """The events that rebuild the tracker: slots, loop, window."""
    window = list(deserialise_events(packed["events"]))
    slots: list[Event] = [SlotSet(name, value) for name, value in packed["slots"].items()]
    loop: list[Event] = [ActiveLoop(packed["loop"])] if packed["loop"] else []
    # A whole short conversation brings its own start and first listening: one more would be another history to the
    # policies. A session's start empties the slots, so they come after it.
    started = next((i + 1 for i, event in enumerate(window) if isinstance(event, SessionStarted)), 0)
    if started or (window and isinstance(window[0], ActionExecuted)):
        return [*window[:started], *loop, *slots, *window[started:]]
    return [*loop, ActionExecuted(LISTEN), *slots, *window]


def _after_restart(events: list[Event]) -> list[Event]:
    for index in range(len(events) - 1, -1, -1):
        if isinstance(events[index], Restarted):
            return events[index + 1 :]
    return events


def _window_start(events: list[Event]) -> int:
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    return turns[-TURNS_KEPT] if len(turns) > TURNS_KEPT else 0
