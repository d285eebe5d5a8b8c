"""Coming back with a code: what opens, for how long, and that it goes when it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from bot import returns
from bot.database import Database
from bot.personal_data import register_all
from bot.privacy import consent, rights
from bot.privacy.vault import Vault, new_key
from bot.referrals.reference import find_reference, new_reference
from bot.returns.models import StockReturn
from bot.returns.store import NotAgreed
from tests.stores import STORE, empty_store

BODY: dict[str, Any] = {"run": {"purpose": "stock"}, "facts": {"age": 74}}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = empty_store(tmp_path / STORE)
    with made.session() as session:
        consent.grant(session, "s1", "screening", "d'accord ?", "1")
        consent.grant(session, "s1", "follow_up", "un résumé ?", "1")
    return made


@pytest.fixture
def vault() -> Iterator[Vault]:
    made = Vault([new_key()])
    register_all(made)
    yield made


def test_a_code_is_found_as_it_is_typed_and_said() -> None:
    for _ in range(200):
        code = returns.new_code()
        assert re.fullmatch(r"[A-Z]{6}-[A-Z]{6}-[A-Z]{6}-\d", code)
        for typed in (code, code.lower(), code.replace("-", " "), f"mon code c'est {code} merci", code.replace("-", "")):
            assert returns.find_code(typed) == code
        assert find_reference(code) is None, "it is never taken for the code of a request"
        assert returns.find_code(new_reference().code) is None


def test_a_miscopied_code_is_not_found() -> None:
    missed = 0
    for _ in range(300):
        code = returns.new_code()
        other = ("BA" if code[:2] != "BA" else "DO") + code[2:]
        missed += returns.find_code(other) is not None
    assert missed < 60, "the check digit catches most errors"


def test_another_conversation_takes_it_up_with_its_consent(database: Database, vault: Vault) -> None:
    code = returns.keep(database, vault, "s1", returns.PAUSE, BODY)
    kept = returns.take(database, vault, "s2", code)
    assert kept is not None and kept.kind == "pause" and kept.body == BODY
    with database.session() as session:
        assert set(consent.active(session, "s2")) == {"screening"}
        row = session.scalars(select(StockReturn)).one()
        assert row.session_id == "s2" and b"age" not in row.body and code not in row.code_hash
    assert returns.take(database, vault, "s2", code) is not None, "a phone that went out can come back once more"


def test_nothing_is_kept_or_opened_without_consent(database: Database, vault: Vault) -> None:
    with pytest.raises(NotAgreed):
        returns.keep(database, vault, "nobody", returns.PAUSE, BODY)
    code = returns.keep(database, vault, "s1", returns.SUMMARY, BODY)
    with database.session() as session:
        consent.withdraw(session, "s1", "follow_up")
    assert returns.take(database, vault, "s2", code) is None


def test_an_unknown_code_opens_nothing(database: Database, vault: Vault) -> None:
    assert returns.take(database, vault, "s2", returns.new_code()) is None


@pytest.mark.parametrize(("kind", "last", "after"), [("pause", "2026-01-30", "2026-02-01"), ("summary", "2026-12-30", "2027-01-02")])
def test_each_kind_goes_at_its_time(database: Database, vault: Vault, kind: str, last: str, after: str) -> None:
    with freeze_time("2026-01-01"):
        code = returns.keep(database, vault, "s1", kind, BODY)
    with freeze_time(last):
        assert returns.take(database, vault, "s1", code) is not None
    with freeze_time(after):
        assert returns.take(database, vault, "s1", code) is None
        with database.session() as session:
            assert returns.purge(session) == 1
            assert returns.purge(session) == 0


def test_a_new_pause_takes_the_place_of_the_old_one(database: Database, vault: Vault) -> None:
    old = returns.keep(database, vault, "s1", returns.PAUSE, BODY)
    summary = returns.keep(database, vault, "s1", returns.SUMMARY, {"at": "2026-01-01"})
    new = returns.keep(database, vault, "s1", returns.PAUSE, BODY)
    assert returns.take(database, vault, "s1", old) is None
    assert returns.take(database, vault, "s1", new) is not None
    assert returns.take(database, vault, "s1", summary) is not None


def test_erasing_and_exporting_reach_it(database: Database, vault: Vault) -> None:
    code = returns.keep(database, vault, "s1", returns.PAUSE, BODY)
    assert rights.export(database, "s1")["codes de reprise"][0]["contenu"] == BODY
    rights.erase(database, "s1")
    assert returns.take(database, vault, "s2", code) is None
