"""No table that names a conversation is forgotten when a person erases, or sees, what is held."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import event

import bot.console.models  # noqa: F401  (its tables belong to the schema)
from bot.database import Base
from bot.personal_data import register_all
from bot.privacy import rights
from bot.privacy.vault import Vault, new_key
from bot.referrals.personal_data import AROUND
from tests.stores import STORE, empty_store


def _tables_of_people() -> set[str]:
    """Every table that says which conversation a row came from."""
    return {name for name, table in Base.metadata.tables.items() if "session_id" in table.columns}


def _tables_around_referrals() -> set[str]:
    """Every table whose rows exist by a request alone."""
    return {
        name
        for name, table in Base.metadata.tables.items()
        if any(key.column.table.name == "referral" for key in table.foreign_keys)
    }


def test_erasing_and_exporting_reach_every_table_of_people(tmp_path: Path) -> None:
    database = empty_store(tmp_path / STORE)
    register_all(Vault([new_key()]))
    reached: dict[str, set[str]] = {}
    for name, act in (("erase", rights.erase), ("export", rights.export)):
        seen: set[str] = set()

        def note(_c: Any, _cursor: Any, statement: str, *_: Any, seen: set[str] = seen) -> None:
            seen.update(re.findall(r"FROM (\w+)", statement))

        event.listen(database.engine, "before_cursor_execute", note)
        act(database, "s1")
        event.remove(database.engine, "before_cursor_execute", note)
        reached[name] = seen
    assert {"referral", "consent", "conversation"} <= _tables_of_people()
    assert _tables_of_people() - reached["erase"] == set()
    assert _tables_of_people() - reached["export"] == set()


def test_what_exists_around_a_request_goes_and_is_shown_with_it() -> None:
    around = {table.__tablename__ for table in AROUND}
    assert {"outbox", "follow_up", "referral_proposal", "referral_event"} <= around
    assert _tables_around_referrals() == around
