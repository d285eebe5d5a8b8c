"""The tracker that comes back predicts as the one that was kept, and what is kept does not grow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select

from bot.conversations.store import ConversationPart
from bot.database import Base, Database
from bot.rasa.tracker_store import TURNS_KEPT, ConsentTrackerStore, pack, unpack


def _new(domain: Any, sender: str = "s1") -> DialogueStateTracker:
    return DialogueStateTracker(sender, domain.slots)


def _turn(
    tracker: DialogueStateTracker,
    domain: Any,
    number: int,
    *more: Any,
    intent: str = "respite",
    action: str = "action_topic",
) -> None:
    said = UserUttered(
        f"message {number}",
        {"name": intent, "confidence": 0.9},
        [],
        {"intent_ranking": [{"name": intent, "confidence": 0.9}]},
        metadata={"easy": number % 2 == 0},
    )
    for event in (
        said,
        ActionExecuted(action),
        *more,
        BotUttered(f"réponse {number}", {"custom": {"kind": "text"}}),
        ActionExecuted("action_listen"),
    ):
        tracker.update(event, domain)


def _again(tracker: DialogueStateTracker, domain: Any) -> tuple[DialogueStateTracker, int]:
    """The tracker that comes back from the store, and the size of what was kept."""
    body = json.dumps(pack(tracker), ensure_ascii=False)
    back = _new(domain, tracker.sender_id)
    for event in unpack(json.loads(body)):
        back.update(event, domain)
    return back, len(body)


def _same(one: DialogueStateTracker, two: DialogueStateTracker, domain: Any) -> None:
    assert one.current_slot_values() == two.current_slot_values()
    # The message that began a loop is let go with its window: no slot of the domain is mapped from it.
    assert one.active_loop_name == two.active_loop_name
    assert not one.active_loop or (one.active_loop.is_interrupted, one.active_loop.rejected) == (
        two.active_loop.is_interrupted, two.active_loop.rejected)  # type: ignore[union-attr]
    assert one.latest_message == two.latest_message and one.latest_action_name == two.latest_action_name
    assert one.latest_message.metadata == two.latest_message.metadata  # type: ignore[union-attr]
    assert [e.text for e in one.events if isinstance(e, UserUttered)][-TURNS_KEPT:] == [
        e.text for e in two.events if isinstance(e, UserUttered)
    ][-TURNS_KEPT:]


def _seen(tracker: DialogueStateTracker, domain: Any) -> list[Any]:
    """What the policies see: MemoizationPolicy looks at the last four states (config.yml)."""
    return tracker.past_states(domain)[-4:]


def test_a_new_conversation_comes_back_new(domain: Any) -> None:
    tracker = _new(domain)
    tracker.update(ActionExecuted("action_listen"), domain)
    _same(tracker, _again(tracker, domain)[0], domain)


def test_a_hundred_turns_come_back_the_same_and_what_is_kept_does_not_grow(domain: Any) -> None:
    whole, kept = _new(domain), _new(domain)
    sizes, events = [], []
    for number in range(100):
        more: list[Any] = [SlotSet("facts", {"age": 60 + number}), SlotSet("misses", number % 3)]
        if number % 20 == 5:
            more += [
                ActiveLoop("interview_form"),
                SlotSet("interview", {"run": f"{number:03}"}),
                SlotSet("requested_slot", "answer"),
            ]
        if number % 20 == 15:
            more += [ActiveLoop(None), SlotSet("interview", None), SlotSet("requested_slot", None)]
        for tracker in (whole, kept):
            _turn(tracker, domain, number, *more, intent=("respite", "inform", "thank")[number % 3])
        kept, size = _again(kept, domain)
        sizes.append(size)
        events.append(len(kept.events))
        _same(whole, kept, domain)
        if number >= TURNS_KEPT:
            assert _seen(whole, domain) == _seen(kept, domain)
    assert len(whole.events) > 400 and max(events) < 60
    assert max(sizes[10:]) <= 1.3 * min(sizes[10:]), sizes


def test_a_short_conversation_comes_back_as_the_policies_saw_it(domain: Any) -> None:
    tracker = _new(domain)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event, domain)
    for number in range(3):
        back, _ = _again(tracker, domain)
        assert _seen(tracker, domain) == _seen(back, domain)
        tracker = back
        _turn(tracker, domain, number)


def test_a_loop_begun_before_the_window_is_still_open(domain: Any) -> None:
    tracker = _new(domain)
    _turn(tracker, domain, 0, ActiveLoop("interview_form"), SlotSet("requested_slot", "answer"))
    for number in range(1, 12):
        _turn(tracker, domain, number, intent="inform", action="interview_form")
    back, _ = _again(tracker, domain)
    assert back.active_loop_name == "interview_form" and back.get_slot("requested_slot") == "answer"


def test_nothing_said_before_a_restart_is_kept(domain: Any) -> None:
    tracker = _new(domain)
    _turn(tracker, domain, 1, SlotSet("facts", {"relation": "un secret"}))
    for event in (Restarted(), ActionExecuted("action_listen")):
        tracker.update(event, domain)
    _turn(tracker, domain, 2)
    body = json.dumps(pack(tracker), ensure_ascii=False)
    assert "secret" not in body and "message 1" not in body and "message 2" in body


def test_what_the_bot_said_and_old_words_are_not_kept(domain: Any) -> None:
    tracker = _new(domain)
    for number in range(20):
        _turn(tracker, domain, number)
    body = json.dumps(pack(tracker), ensure_ascii=False)
    assert "réponse" not in body and '"message 13"' not in body and '"message 14"' in body


# -- where it lives


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "REDIS_URL", "RELAIS_ENCRYPTION_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path))
    Base.metadata.create_all(
        Database(f"sqlite:///{tmp_path / 'relais.sqlite'}").engine, tables=[ConversationPart.__table__]
    )
    return tmp_path


def _rows(home: Path) -> int:
    with Database(f"sqlite:///{home / 'relais.sqlite'}").session() as session:
        return session.scalar(select(func.count()).select_from(ConversationPart)) or 0


async def test_before_consent_only_this_process_remembers(home: Path, domain: Any) -> None:
    store, tracker = ConsentTrackerStore(domain), _new(domain)
    _turn(tracker, domain, 1)
    await store.save(tracker)
    back = await store.retrieve("s1")
    assert back is not None and back.latest_message.text == "message 1" and _rows(home) == 0  # type: ignore[union-attr]
    assert await ConsentTrackerStore(domain).retrieve("s1") is None and await store.retrieve("inconnu") is None


async def test_after_consent_a_restart_finds_it_and_the_file_tells_nothing(home: Path, domain: Any) -> None:
    store, tracker = ConsentTrackerStore(domain), _new(domain)
    _turn(
        tracker,
        domain,
        1,
        SlotSet("consents", ["referral"]),
        SlotSet("kept", True),
        SlotSet("facts", {"relation": "Théodoline"}),
    )
    await store.save(tracker)
    assert _rows(home) == 1
    assert "Théodoline".encode() not in b"".join(p.read_bytes() for p in home.glob("relais.sqlite*"))
    back = await ConsentTrackerStore(domain).retrieve("s1")
    assert back is not None and back.get_slot("facts") == {"relation": "Théodoline"}


async def test_consent_taken_back_deletes_the_copy(home: Path, domain: Any) -> None:
    store, tracker = ConsentTrackerStore(domain), _new(domain)
    _turn(tracker, domain, 1, SlotSet("consents", ["referral"]), SlotSet("kept", True))
    await store.save(tracker)
    _turn(tracker, domain, 2, SlotSet("consents", []))
    await store.save(tracker)
    assert _rows(home) == 0 and await store.retrieve("s1") is not None


async def test_forgetting_is_everywhere_and_nobody_may_list(home: Path, domain: Any) -> None:
    store, tracker = ConsentTrackerStore(domain), _new(domain)
    _turn(tracker, domain, 1, SlotSet("consents", ["referral"]))
    await store.save(tracker)
    assert list(await store.keys()) == []
    assert await store.delete("s1") is True and _rows(home) == 0 and await store.retrieve("s1") is None
    assert await store.delete("s1") is False


def test_a_turn_that_was_cut_short_does_not_weigh_on_the_next(domain: Any) -> None:
    tracker = _new(domain)
    _turn(tracker, domain, 1)
    said = UserUttered("", {"name": None, "confidence": 0.0}, [])
    for event in (said, *(ActionExecuted("action_fallback") for _ in range(10)), BotUttered("pardon")):
        tracker.update(event, domain)
    back, _ = _again(tracker, domain)
    assert back.latest_action_name == "action_listen"
    assert sum(isinstance(e, ActionExecuted) and e.action_name == "action_fallback" for e in back.events) == 10
