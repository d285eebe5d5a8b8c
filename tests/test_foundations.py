"""The clock, the messages and the one door to the store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from freezegun import freeze_time
from sqlalchemy import text as sql

from bot import messages as m
from bot.clock import now
from bot.database import Database


@freeze_time("2026-11-22 10:00:07.913")
def test_the_time_is_naive_utc_to_the_second() -> None:
    assert now().isoformat() == "2026-11-22T10:00:07" and now().tzinfo is None


def test_a_button_carries_what_it_asks_as_an_entity_in_json() -> None:
    made = m.button("Voir d'autres services", "more", needs=["apa"], place='x"y\\')
    assert made["payload"].startswith("/inform{")
    entity = json.loads(made["payload"].removeprefix("/inform"))
    assert json.loads(entity["do"]) == {"do": "more", "needs": ["apa"], "place": 'x"y\\'}
    assert m.intent_button("Une personne", "ask_human") == {"label": "Une personne", "payload": "/ask_human"}


def test_absent_fields_are_left_out() -> None:
    assert m.text("Bonjour") == {"kind": "text", "text": "Bonjour"}
    shown = m.services("Voici", [{"id": "1", "phone": None, "hours": "", "distance_km": 0.0, "to_verify": False}])
    assert shown["services"] == [{"id": "1", "distance_km": 0.0, "to_verify": False}] and "buttons" not in shown


def test_an_effect_is_for_the_gateway_and_a_telephone_is_a_link() -> None:
    assert m.effect("kept", durable=True) == {"kind": "effect", "effect": "kept", "durable": True}
    assert m.tel("Appeler", "3114") == {"label": "Appeler", "href": "tel:3114"}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with opened.session() as session:
        session.execute(sql("CREATE TABLE kept (n INTEGER PRIMARY KEY)"))
    return opened


def _count(database: Database) -> int:
    with database.session() as session:
        return int(session.execute(sql("SELECT count(*) FROM kept")).scalar_one())


def test_a_session_is_one_transaction(database: Database) -> None:
    with database.session() as session:
        session.execute(sql("INSERT INTO kept VALUES (1)"))
    assert _count(database) == 1
    for failure in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(failure), database.session() as session:
            session.execute(sql("INSERT INTO kept VALUES (2)"))
            raise failure
    assert _count(database) == 1


def test_nothing_of_a_deleted_row_stays_in_the_files(database: Database, tmp_path: Path) -> None:
    def written() -> bool:
        return any(b"un secret bien long" in path.read_bytes() for path in tmp_path.iterdir())

    with database.session() as session:
        session.execute(sql("CREATE TABLE said (words TEXT)"))
        session.execute(sql("INSERT INTO said VALUES ('un secret bien long')"))
    assert written()
    with database.session() as session:
        session.execute(sql("DELETE FROM said"))
    database.scrub()
    assert not written()


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1),
                                               ("synchronous", 1), ("busy_timeout", 5000)])
def test_sqlite_is_set_to_share_and_to_forget(database: Database, pragma: str, value: object) -> None:
    with database.engine.connect() as connection:
        assert connection.execute(sql(f"PRAGMA {pragma}")).scalar_one() == value
