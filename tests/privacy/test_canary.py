"""A name and a sentence that a person wrote are nowhere in the bytes of the store, and gone ones leave no trace."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import ConversationStore, MemoryStore
from bot.conversations import store as conversation_store
from bot.database import Database
from bot.privacy import consent, consent_holder, rights
from bot.privacy.vault import Vault
from bot.referrals import personal_data
from bot.referrals.lifecycle import append
from bot.referrals.log import Request, record
from bot.referrals.models import Referral
from bot.referrals.reference import new_reference

NAME, PHONE = "Théodoline", "06 98 76 54 32"
SENTENCE = "mon mari crie la nuit et je pleure dans la cuisine"
CANARIES = (NAME, "Theodoline", PHONE, PHONE.replace(" ", ""), SENTENCE, "crie la nuit")


@pytest.fixture(autouse=True)
def _open_file(database: Database, tmp_path: Path) -> Iterator[None]:
    """Another reader, as in service: without one, closing folds the write-ahead log into the file and deletes it."""
    with closing(sqlite3.connect(tmp_path / "relais.sqlite")) as reader:
        reader.execute("SELECT count(*) FROM consent").fetchone()
        yield


def _bytes(folder: Path) -> bytes:
    """Every file of the store, its write-ahead log and its index too."""
    files = sorted(folder.glob("relais.sqlite*"))
    assert {"relais.sqlite", "relais.sqlite-wal"} <= {path.name for path in files}
    return b"".join(path.read_bytes() for path in files)


def _seen(folder: Path) -> list[str]:
    held = _bytes(folder)
    return [
        canary
        for canary in CANARIES
        for form in (canary.encode(), canary.encode("utf-16-le"), canary.encode("unicode_escape"))
        if form in held
    ]


def _keep_everything(database: Database, vault: Vault) -> str:
    with database.session() as session:
        agreed = int(consent.grant(session, "s-canari", "referral", "texte", "1").id)
    request = Request(
        "s-canari",
        "run",
        "respite",
        agreed,
        NAME,
        PHONE,
        when_to_call=f"demander {NAME}",
        message=SENTENCE,
        summary={"ce qui pèse": SENTENCE},
        service_name="Répit 21",
    )
    code = record(database, vault, request, new_reference().code)
    with database.session() as session:
        append(session, session.query(Referral).one(), "claire", "note", note=f"{NAME} : {SENTENCE}", vault=vault)
    store = ConversationStore("transcript", MemoryStore(60), database, vault)
    store.save("s-canari", f'{{"dit": "{SENTENCE}", "nom": "{NAME}", "tel": "{PHONE}"}}'.encode(), durable=True)
    return code


def test_what_is_kept_is_never_readable_in_the_files(database: Database, vault: Vault, tmp_path: Path) -> None:
    code = _keep_everything(database, vault)
    held = _bytes(tmp_path)
    assert b"R\xc3\xa9pit 21" in held, "the files read are those that were written"
    assert _seen(tmp_path) == []
    assert code.split("-")[1].encode() not in held, "the secret half of a code is kept as a hash only"


def test_it_is_held_all_the_same(database: Database, vault: Vault) -> None:
    _keep_everything(database, vault)
    personal_data.register(vault)
    conversation_store.register(vault)
    held = str(rights.export(database, "s-canari"))
    assert NAME in held and SENTENCE in held and PHONE in held


def test_before_consent_nothing_at_all_is_written(database: Database, vault: Vault, tmp_path: Path) -> None:
    store = ConversationStore("transcript", MemoryStore(60), database, vault)
    store.save("s-canari", SENTENCE.encode(), durable=False, was_durable=False)
    store.save("s-canari", SENTENCE.encode(), durable=False)
    assert b"s-canari" not in _bytes(tmp_path) and _seen(tmp_path) == []


def test_erased_rows_do_not_stay_in_the_file(database: Database, vault: Vault, tmp_path: Path) -> None:
    _keep_everything(database, vault)
    personal_data.register(vault)
    conversation_store.register(vault)
    consent_holder.register()
    rights.erase(database, "s-canari")
    with database.engine.connect() as connection:
        connection.execute(sql("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert b"s-canari" not in (tmp_path / "relais.sqlite").read_bytes()


def test_a_failure_logs_no_words_of_the_person(
    database: Database, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with database.engine.begin() as connection:
        connection.execute(sql("DROP TABLE outbox"))
    with pytest.raises(SQLAlchemyError) as failed:
        record(database, vault, Request("s", "r", "respite", 1, NAME, PHONE, message=SENTENCE), new_reference().code)
    assert not [canary for canary in CANARIES if canary in caplog.text or canary in str(failed.value)]
