"""Where a conversation lives: in memory before consent, encrypted in the database after, nowhere once withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.conversations import ConversationStore, MemoryStore, RedisStore, make_volatile
from bot.conversations.store import ConversationPart
from bot.database import Database
from bot.privacy.vault import Vault, VaultError, new_key

Open = Callable[..., ConversationStore]


@pytest.fixture
def open_store(database: Database, vault: Vault) -> Open:
    """A process: its own memory, on the shared database."""

    def make(part: str = "transcript", vault: Vault = vault) -> ConversationStore:
        return ConversationStore(part, MemoryStore(60), database, vault)

    return make


def _rows(database: Database) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(ConversationPart)) or 0


def test_nobody_is_known_at_first(open_store: Open) -> None:
    assert open_store().load("s1") is None


def test_before_consent_only_this_process_knows(open_store: Open, database: Database) -> None:
    here = open_store()
    here.save("s1", b"bonjour", durable=False, was_durable=False)
    assert here.load("s1") == b"bonjour" and open_store().load("s1") is None and _rows(database) == 0


def test_after_consent_a_restart_finds_it(open_store: Open) -> None:
    open_store().save("s1", "répit".encode(), durable=True)
    assert open_store().load("s1") == "répit".encode()


def test_the_last_one_saved_is_the_one_kept(open_store: Open, database: Database) -> None:
    here = open_store()
    for body in (b"un", b"deux", b"trois" * 500):
        here.save("s1", body, durable=True)
    assert open_store().load("s1") == b"trois" * 500 and _rows(database) == 1


def test_parts_and_people_are_apart(open_store: Open) -> None:
    open_store("transcript").save("s1", b"transcript", durable=True)
    open_store("tracker").save("s1", b"tracker", durable=True)
    open_store("tracker").save("s2", b"autre", durable=True)
    assert open_store("transcript").load("s1") == b"transcript" and open_store("tracker").load("s1") == b"tracker"
    assert open_store("transcript").load("s2") is None


def test_taking_consent_back_deletes_the_copy_but_the_conversation_goes_on(
    open_store: Open, database: Database
) -> None:
    here = open_store()
    here.save("s1", b"avant", durable=True)
    here.save("s1", b"apres", durable=False, was_durable=True)
    assert _rows(database) == 0 and here.load("s1") == b"apres" and open_store().load("s1") is None


def test_forgetting_is_everywhere_and_twice_is_harmless(open_store: Open, database: Database) -> None:
    here = open_store()
    here.save("s1", b"x", durable=True)
    assert here.delete("s1") is True and here.load("s1") is None and _rows(database) == 0
    assert here.delete("s1") is False
    here.save("s2", b"x", durable=False, was_durable=False)
    assert here.delete("s2") is True


def test_a_row_moved_to_another_person_cannot_be_read(open_store: Open, database: Database) -> None:
    open_store().save("s1", b"confidences", durable=True)
    with database.session() as session:
        session.scalars(select(ConversationPart)).one().session_id = "s2"
    with pytest.raises(VaultError):
        open_store().load("s2")


def test_without_the_key_nothing_can_be_read(open_store: Open) -> None:
    open_store().save("s1", b"confidences", durable=True)
    with pytest.raises(VaultError):
        open_store(vault=Vault([new_key()])).load("s1")


# -- memory that forgets


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic time, moved by hand."""
    at = [1000.0]
    monkeypatch.setattr("bot.conversations.volatile.time.monotonic", lambda: at[0])
    return at


def test_memory_forgets_after_its_time_and_each_word_starts_it_anew(clock: list[float]) -> None:
    memory = MemoryStore(10)
    memory.set("s", b"1")
    clock[0] += 9
    memory.set("s", b"2")
    clock[0] += 9
    assert memory.get("s") == b"2"
    clock[0] += 2
    assert memory.get("s") is None and memory.delete("s") is False


def test_memory_lets_go_of_what_expired_without_being_asked(clock: list[float]) -> None:
    memory = MemoryStore(10)
    memory.set("old", b"confidences")
    clock[0] += 11
    memory.set("new", b"x")
    assert list(memory._kept) == ["new"]


def test_memory_is_shared_by_threads() -> None:
    memory = MemoryStore(60, most=50)

    def use(name: int) -> None:
        for turn in range(2000):
            memory.set(f"{name}.{turn % 40}", b"x")
            memory.get(f"{name - 1}.{turn % 40}")
            memory.delete(f"{name}.{turn % 7}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    assert len(memory._kept) <= 50


def test_memory_is_bounded_and_the_longest_silent_goes_first(clock: list[float]) -> None:
    memory = MemoryStore(60, most=3)
    for key in ("a", "b", "c"):
        memory.set(key, b"x")
    memory.set("a", b"again")
    memory.set("d", b"x")
    assert [key for key in "abcd" if memory.get(key)] == ["a", "c", "d"]


def test_redis_is_used_when_it_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[object, ...]] = []

    class Client:
        def set(self, *arguments: object, **options: object) -> None:
            sent.append(("set", *arguments, options))

        def get(self, key: str) -> bytes | None:
            return b"kept" if key == "relais:tracker:s1" else None

        def delete(self, key: str) -> int:
            sent.append(("delete", key))
            return 1

    monkeypatch.setattr("redis.Redis.from_url", lambda url, **options: Client())
    store = make_volatile("redis://memoire", 2, "tracker")
    assert isinstance(store, RedisStore) and isinstance(make_volatile("", 2, "tracker"), MemoryStore)
    store.set("s1", b"body")
    assert store.get("s1") == b"kept" and store.get("s2") is None and store.delete("s1") is True
    assert sent == [("set", "relais:tracker:s1", b"body", {"ex": 7200}), ("delete", "relais:tracker:s1")]
