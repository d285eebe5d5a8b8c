"""Never lost, never twice: duplicates, order, a process killed at each step, two processes, a provider that refuses."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.database import Database
from bot.gateway.channels import attach, forgetting, worker
from bot.gateway.channels.forgetting import forget, forget_correspondents
from bot.gateway.channels.identity import Names
from bot.gateway.channels.inbox import InboxStore, clock_ms
from bot.gateway.channels.incoming import Incoming
from bot.gateway.channels.leases import LeaseLost, Leases
from bot.gateway.channels.models import Correspondent, Inbox, ReplyPart
from bot.messages import text
from bot.privacy.vault import Vault, new_key
from tests.gateway.channels.conftest import CHANNELS, Phone, quiet
from tests.gateway.channels.providers import Failure
from tests.gateway.conftest import Door
from tests.stores import STORE, empty_store

Make = Callable[..., Awaitable[Phone]]


def _rows(door: Door, table: Any) -> list[Any]:
    with door.database.session() as session:
        return list(session.scalars(select(table).order_by(table.id)).all())


# -- once, in order


@pytest.mark.parametrize("channel", CHANNELS)
async def test_delivered_twice_answered_once(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    delivery = phone.typed("une question")
    await phone.hear(delivery, delivery)
    answers = len(phone.got)
    assert await phone.hear(delivery) == [], "nor when it returns after the answer"
    assert phone.door.rasa.said == ["une question"] and answers >= 1


async def test_delivered_many_times_at_once_answered_once(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    delivery = phone.typed("une question")
    assert set(await asyncio.gather(*(phone.deliver(delivery) for _ in range(12)))) == {200}
    await quiet(phone.door)
    assert phone.door.rasa.said == ["une question"]


@pytest.mark.parametrize("channel", ["telegram", "messenger"])
async def test_the_wrong_way_round_is_put_in_order(
    phone_of: Make, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SETTLE_MS", 2_000)
    phone = await phone_of(channel)
    said = [f"message {n}" for n in range(6)]
    deliveries = [phone.typed(words) for words in said]
    random.Random(3).shuffle(deliveries)
    await phone.hear(*deliveries)
    assert phone.door.rasa.said == said


async def test_a_late_message_is_answered_all_the_same(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    first, second = phone.typed("premier"), phone.typed("second")
    await phone.hear(second)
    await phone.hear(first)
    assert phone.door.rasa.said == ["second", "premier"]


async def test_messages_of_one_person_wait_for_each_other(phone_of: Make) -> None:
    phone = await phone_of("sms")
    phone.door.rasa.seconds = 0.05
    phone.door.rasa.answer = lambda turn: [text(f"À {turn['text']}.")]
    await phone.say("bonjour")
    await asyncio.gather(*(phone.deliver(phone.typed(f"phrase {n}")) for n in range(5)))
    await quiet(phone.door)
    answers = [sent.text for sent in phone.providers.sent[-5:]]
    assert answers == [f"A {said}." for said in phone.door.rasa.said] and len(set(answers)) == 5


async def test_people_do_not_wait_for_each_other(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    phone.door.rasa.seconds = 0.5
    people = [Phone("telegram", phone.door, phone.providers, str(100 + n)) for n in range(8)]
    await asyncio.gather(*(someone.deliver(someone.typed("une question")) for someone in people))
    await quiet(phone.door)
    assert phone.door.rasa.most_at_once >= 3, "eight people, and half a second for each"


# -- nothing readable, nothing kept


async def test_nothing_of_a_person_is_readable_and_contents_go(phone_of: Make) -> None:
    phone = await phone_of("sms")
    phone.providers.failures = [Failure(503, {"code": 20500})] * 4
    await phone.deliver(phone.typed("Théodoline pleure dans la cuisine"))
    await asyncio.sleep(0.2)

    def everything() -> bytes:
        return b"".join(path.read_bytes() for path in Path(phone.door.home).glob("relais.sqlite*"))

    for secret in ("Théodoline", "pleure", phone.address, phone.address.lstrip("+"), "612345678"):
        assert secret.encode() not in everything()
    await quiet(phone.door)
    assert [row.body for row in _rows(phone.door, Inbox)] == [None]
    assert {row.body for row in _rows(phone.door, ReplyPart)} == {None}


async def test_a_content_goes_after_an_hour_at_most(phone_of: Make) -> None:
    phone = await phone_of("sms")
    await phone.say("une question")
    store = InboxStore(phone.door.database, Vault(phone.door.secrets.encryption_keys), Names("k"))
    store.accept("sms", Incoming("+33600000000", "a", "text", text="jamais traité"))
    hour = forgetting.KEPT_MS + 1000
    with phone.door.database.session() as session:
        for table, column in ((Inbox, "arrived_ms"), (ReplyPart, "created_ms")):
            session.execute(update(table).values({column: clock_ms() - hour}))
        session.execute(update(ReplyPart).values(state="waiting", body=b"x", due_ms=clock_ms() + 10**7))
        session.execute(update(Correspondent).values(lease_ms=clock_ms() + 10**6))
    assert forget(phone.door.database) >= 2
    assert _rows(phone.door, ReplyPart) == []
    assert {(row.state, row.body, row.correspondent) for row in _rows(phone.door, Inbox)} == {
        ("done", None, None), ("lost", None, None),
    }  # fmt: skip
    with phone.door.database.session() as session:
        session.execute(update(Inbox).values(arrived_ms=clock_ms() - forgetting.KNOWN_MS - 1000))
    forget(phone.door.database)
    assert _rows(phone.door, Inbox) == []


async def test_who_has_been_silent_is_forgotten_but_not_that_they_said_stop(phone_of: Make) -> None:
    phone = await phone_of("sms")
    await phone.say("bonjour")
    other = Phone("sms", phone.door, phone.providers, "+33611111111")
    await other.say("STOP")
    await asyncio.sleep(0.2)
    with phone.door.database.session() as session:
        session.execute(update(Correspondent).values(seen_ms=0))
    assert forget_correspondents(phone.door.database, 1000) == 1
    await other.say("STOP")
    assert other.got == []


async def test_too_late_is_said_unless_it_is_a_danger(phone_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.channels.turns.LATE_MS", -1)
    phone = await phone_of("whatsapp")
    await phone.say("une question")
    assert "pas pu lire" in phone.words and phone.door.rasa.turns == []
    await phone.say("je veux mourir")
    assert "3114" in phone.words


# -- killed and resumed


async def _restart(open_channels: Callable[..., Awaitable[Door]], phone: Phone) -> Phone:
    """Another process on the same store; the lease of the dead one runs out."""
    door = await open_channels()
    return Phone(phone.channel, door, phone.providers, phone.address)


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach, "LEASE_SECONDS", 0.6)


@pytest.mark.parametrize(
    "where",
    [
        "bot.gateway.channels.people.People.begin",
        "bot.gateway.channels.turns.Turns.answer",
        "bot.gateway.channels.inbox.InboxStore.write_parts",
        "bot.gateway.channels.replies.ReplyStore.next",
    ],
)
async def test_killed_before_an_answer_is_recorded_another_process_answers_once(
    phone_of: Make, open_channels: Any, monkeypatch: pytest.MonkeyPatch, short_lease: None, where: str
) -> None:
    phone = await phone_of("telegram")
    hang = asyncio.Event()

    def stop(*_: Any, **__: Any) -> Any:
        hang.set()
        raise RuntimeError("the process is gone")  # the lease is not released, as after a kill

    with monkeypatch.context() as patch:
        patch.setattr(where, stop)
        await phone.deliver(phone.typed("une question"))
        await asyncio.wait_for(hang.wait(), 5)
    second = await _restart(open_channels, phone)
    await quiet(second.door)
    assert sum(sent.text.count("réponse") for sent in phone.providers.sent) == 1


async def test_killed_between_parts_resumes_after_the_last_one_sent(
    phone_of: Make, open_channels: Any, monkeypatch: pytest.MonkeyPatch, short_lease: None
) -> None:
    phone = await phone_of("telegram")
    await phone.say("bonjour")
    phone.door.rasa.answer = [text(f"Partie {n}.") for n in range(5)]
    sent = 0
    from bot.gateway.channels.telegram import Telegram

    deliver = Telegram.deliver

    async def then_die(self: Telegram, address: str, part: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == 4:
            raise RuntimeError("the process is gone")
        await deliver(self, address, part)

    before = len(phone.providers.sent)
    with monkeypatch.context() as patch:
        patch.setattr(Telegram, "deliver", then_die)
        await phone.deliver(phone.typed("raconte"))
        while sent < 4:
            await asyncio.sleep(0.02)
    second = await _restart(open_channels, phone)
    await quiet(second.door)
    assert [s.text for s in phone.providers.sent[before:]] == [f"Partie {n}." for n in range(5)]


async def test_a_part_taken_but_not_marked_is_sent_again_alone(
    phone_of: Make, open_channels: Any, monkeypatch: pytest.MonkeyPatch, short_lease: None
) -> None:
    phone = await phone_of("telegram")
    await phone.say("bonjour")
    phone.door.rasa.answer = [text(f"Partie {n}.") for n in range(3)]
    before = len(phone.providers.sent)
    with monkeypatch.context() as patch:
        patch.setattr("bot.gateway.channels.replies.ReplyStore.sent", lambda *_: (_ for _ in ()).throw(RuntimeError))
        await phone.deliver(phone.typed("raconte"))
        while len(phone.providers.sent) == before:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
    second = await _restart(open_channels, phone)
    await quiet(second.door)
    assert [s.text for s in phone.providers.sent[before:]] == ["Partie 0.", "Partie 0.", "Partie 1.", "Partie 2."]


def _store(tmp_path: Path) -> tuple[Database, InboxStore]:
    database = empty_store(tmp_path / STORE)
    return database, InboxStore(database, Vault([new_key()]), Names("k"))


def test_one_process_at_a_time(tmp_path: Path) -> None:
    database, store = _store(tmp_path)
    store.accept("sms", Incoming("+33600000000", "a", "text", text="x"))
    one, two = Leases(database, 30), Leases(database, 30)
    later = clock_ms() + 10
    (lease,) = one.claim(5, later)
    assert two.claim(5, later) == [] and one.claim(5, later) == []
    one.release(lease)
    (other,) = two.claim(5, later)
    assert other.key == lease.key
    with pytest.raises(LeaseLost), one.held(lease):
        raise AssertionError("must not be reached")


def test_what_was_sent_before_and_came_just_after_goes_first(tmp_path: Path) -> None:
    database, store = _store(tmp_path)
    for number, (message, rank) in enumerate([("second", 2), ("first", 1), ("third", 3)]):
        store.accept("telegram", Incoming("7", message, "text", rank=rank, text=message))
        with database.session() as session:
            session.execute(update(Inbox).where(Inbox.rank == rank).values(arrived_ms=1_000 + 100 * number))
    with database.session() as session:
        key = session.scalars(select(Correspondent.key)).one()
    assert store.next(key, 999) is None, "nothing has waited long enough"
    found = store.next(key, 1_000)
    assert found is not None and found.incoming.text == "first", "it came after the one that has waited"


@pytest.mark.parametrize("itself", [True, False])
def test_a_lease_that_ran_out_is_taken_and_the_first_cannot_write_any_more(tmp_path: Path, itself: bool) -> None:
    database, store = _store(tmp_path)
    store.accept("sms", Incoming("+33600000000", "a", "text", text="x"))
    slow = Leases(database, 0.02)
    (lease,) = slow.claim(1, clock_ms() + 10)
    time.sleep(0.05)
    (taken,) = (slow if itself else Leases(database, 30)).claim(1, clock_ms() + 10)
    assert taken.key == lease.key
    with pytest.raises(LeaseLost):
        slow.renew(lease)


async def test_two_gateways_on_one_store_answer_each_message_once(phone_of: Make, open_channels: Any) -> None:
    one = await phone_of("telegram")
    two = await _restart(open_channels, one)
    two.door.rasa.answer = one.door.rasa.answer = lambda turn: [text(f"Réponse à {turn['text']}")]
    people = [Phone("telegram", (one, two)[n % 2].door, one.providers, str(500 + n % 10)) for n in range(60)]
    deliveries = [(someone, someone.typed(f"question {n}")) for n, someone in enumerate(people)]
    twice = deliveries + deliveries[::2]
    random.Random(5).shuffle(twice)
    await asyncio.gather(*(someone.deliver(delivery) for someone, delivery in twice))
    await quiet(one.door, 30)
    answers = [s.text for s in one.providers.sent if s.text.startswith("Réponse à question")]
    assert sorted(answers) == sorted(f"Réponse à question {n}" for n in range(60))


# -- a provider that refuses


def _busy(seconds: float) -> Failure:
    return Failure(429, {"ok": False, "error_code": 429, "parameters": {"retry_after": seconds}}, str(seconds))


@pytest.mark.parametrize("channel", CHANNELS)
async def test_busy_or_broken_is_tried_again(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    phone.providers.failures = [_busy(0.02), Failure(500), Failure(502), _busy(0.5)]
    await phone.say("bonjour")
    assert "pas une personne" in phone.words and phone.providers.failures == []


async def test_given_up_after_the_last_attempt_and_the_next_message_is_answered(phone_of: Make) -> None:
    phone = await phone_of("whatsapp")
    phone.providers.failures = [Failure(503)] * 12
    await phone.say("bonjour")
    assert phone.got == [] and [r.state for r in _rows(phone.door, ReplyPart)] == ["failed"]
    assert _rows(phone.door, ReplyPart)[0].last_error == "status 503"
    await phone.say("une question")
    assert phone.got


@pytest.mark.parametrize(
    ("channel", "status", "body", "recorded"),
    [
        ("telegram", 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"},
         "telegram 403"),
        ("sms", 400, {"code": 21610, "message": "unsubscribed recipient", "status": 400}, "twilio 21610"),
        ("messenger", 400, {"error": {"code": 10, "error_subcode": 2018278, "message": "outside of window"}},
         "messenger 10"),
        ("messenger", 400, {"error": {"code": 551, "message": "This person isn't available"}}, "messenger 551"),
    ],
)  # fmt: skip
async def test_a_final_refusal_is_recorded_and_nothing_more_is_sent(
    phone_of: Make, channel: str, status: int, body: Any, recorded: str
) -> None:
    phone = await phone_of(channel)
    phone.door.rasa.answer = [text(f"Partie {n}. " * 60) for n in range(3)]
    phone.providers.failures = [Failure(status, body)]
    await phone.say("une question")
    assert phone.got == []
    assert {(row.state, row.last_error, row.body) for row in _rows(phone.door, ReplyPart)} == {("failed", recorded, None)}


async def test_stop_comes_before_what_was_still_to_be_sent(phone_of: Make) -> None:
    phone = await phone_of("sms")
    phone.door.rasa.answer = [text("Une longue réponse. " * 40)]
    phone.providers.failures = [Failure(503)] * 3
    await phone.deliver(phone.typed("une question"))
    while phone.providers.failures:
        await asyncio.sleep(0.01)
    await phone.hear(phone.typed("STOP"))
    after = [sent for sent in phone.providers.sent if "START" in sent.text]
    assert phone.providers.sent[-1:] == after[-1:] and len(after) == 1


def test_known_again_by_channel_and_name_which_are_hashed(tmp_path: Path) -> None:
    _, store = _store(tmp_path)
    assert store.accept("sms", Incoming("+33600000000", "a", "text")) is True
    assert store.accept("sms", Incoming("+33600000000", "a", "text")) is False
    assert store.accept("whatsapp", Incoming("+33600000000", "a", "text")) is True
    names = sqlite3.connect(tmp_path / STORE).execute("SELECT message_hash, correspondent FROM inbox")
    assert all(len(name) == len(key) == 64 for name, key in names)
