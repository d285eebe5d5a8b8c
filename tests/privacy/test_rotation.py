"""Key rotation: every encrypted column, interrupted and taken up again, beside people who write meanwhile."""

from __future__ import annotations

import json
import stat
import zlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, insert, select, update

from bot import cli
from bot.clock import now
from bot.console import journal
from bot.console.models import ConsoleUser
from bot.conversations.store import ConversationPart
from bot.database import Base, Database
from bot.gateway.channels.models import Inbox, ReplyPart
from bot.memos.models import MemoRow
from bot.migrations import upgrade
from bot.privacy import rotation
from bot.privacy.keys import load_secrets
from bot.privacy.rotation import rotate
from bot.privacy.vault import Vault, new_key
from bot.referrals.log import Request, record
from bot.referrals.models import Referral, ReferralEvent
from bot.referrals.reference import new_reference
from bot.reminders.models import Reminder
from bot.returns.models import StockReturn
from bot.sealed_columns import COLUMNS
from bot.settings import load_settings
from tests.stores import STORE, empty_store

OLD, NEW = new_key(), new_key()
SENTENCE = "Ma voisine Josette dort mal."


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = empty_store(tmp_path / STORE)
    fill(made, Vault([OLD]))
    return made


def fill(database: Database, vault: Vault, requests: int = 3) -> None:
    """One value at least in each encrypted column."""
    for number in range(requests):
        request = Request(
            f"s{number}", "run", "respite", None, "Josette", "06 39 98 00 00", "le matin", SENTENCE,  # type: ignore[arg-type]
            summary={"age": "74 ans"}, channel_address=vault.encrypt("42", "referral.channel_address"),
        )  # fmt: skip
        record(database, vault, request, new_reference().code)
    with database.session() as session:
        session.execute(update(ReferralEvent).values(note=vault.encrypt(SENTENCE, "referral.note")))
        for part in ("tracker", "transcript"):
            body = vault.encrypt(zlib.compress(SENTENCE.encode()), f"conversation.{part}.s1")
            session.add(ConversationPart(session_id="s1", part=part, body=body, updated_at=now()))
        memo = {"session_id": "s1", "created_at": now(), "expires_at": now()}
        session.execute(insert(MemoRow).values(token_hash="h1", body=vault.encrypt("{}", "memo.h1"), **memo))
        session.execute(insert(MemoRow).values(token_hash="h2", body=b"", revoked_at=now(), **memo))
        kept = {"code_hash": "c1", "kind": "pause", "body": vault.encrypt("{}", "return.c1")}
        session.add(StockReturn(session_id="s1", created_at=now(), expires_at=now(), **kept))
        session.add(
            Reminder(
                session_id="s1", topic="survey", channel="email", secret="x", created_at=now(), due_at=now(),
                remind_at=now(), contact=vault.encrypt("lea@exemple.fr", "reminder.contact"),
            )
        )  # fmt: skip
        for table, kind in ((Inbox, "inbox"), (ReplyPart, "reply")):
            held = {"channel": "sms", "state": "waiting", "body": vault.encrypt(SENTENCE, f"{kind}.sms")}
            if table is Inbox:
                held |= {"message_hash": "m", "arrived_ms": 1}
            else:
                held |= {"inbox_id": 1, "position": 0, "created_ms": 1, "due_ms": 1}
            session.add(table(**held))
        session.add(
            ConsoleUser(
                login="claire", full_name="Claire", role="coordinator", territories="*", password_hash="x",
                totp_secret=vault.encrypt("SECRET", "console_user.totp"), created_at=now(),
            )
        )  # fmt: skip


def tokens(database: Database) -> list[bytes]:
    """Every encrypted value of the store."""
    with database.session() as session:
        return [
            bytes(value)
            for column in COLUMNS
            for value in session.scalars(select(column.table.__table__.c[column.column]))
            if value
        ]


def test_no_encrypted_column_is_forgotten() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert sealed == {column.name for column in COLUMNS}


def test_everything_is_written_again_and_still_read(database: Database) -> None:
    before = tokens(database)
    found = rotate(database, Vault([NEW, OLD]), COLUMNS)
    assert all(column.rewritten > 0 and column.unreadable == 0 for column in found.values())
    assert sum(column.rewritten for column in found.values()) == len(before) == 3 * 7 + 8
    only_new = Vault([NEW])
    assert all(only_new.is_current(token) for token in tokens(database))
    with database.session() as session:
        referral = session.scalars(select(Referral)).first()
        assert only_new.decrypt(referral.message, "referral.message") == SENTENCE
        assert referral.version == 1  # nobody's page is made old by a change of key
        body = session.get(ConversationPart, ("s1", "tracker")).body
        assert zlib.decompress(only_new.decrypt_bytes(body, "conversation.tracker.s1")).decode() == SENTENCE
        assert session.scalars(select(MemoRow.body).where(MemoRow.token_hash == "h2")).one() == b""
    again = rotate(database, only_new, COLUMNS)
    assert sum(column.rewritten for column in again.values()) == 0


def test_interrupted_anywhere_it_goes_on_from_there(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    vault = Vault([NEW, OLD])
    encrypt, left, interruptions = Vault.encrypt, [0], 0

    def dying(self: Vault, text: Any, context: str) -> bytes:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return encrypt(self, text, context)

    monkeypatch.setattr(Vault, "encrypt", dying)
    for _ in range(60):
        left[0] = 3  # dies again and again, after three values each time
        try:
            rotate(database, vault, COLUMNS)
            break
        except KeyboardInterrupt:
            interruptions += 1
            for column in COLUMNS:  # whatever the moment, everything can be read
                with database.session() as session:
                    for row in session.execute(select(column.table.__table__)).mappings():
                        if row[column.column]:
                            vault.decrypt_bytes(row[column.column], column.context(row))
    assert interruptions > 3
    assert all(Vault([NEW]).is_current(token) for token in tokens(database))


def test_a_value_changed_meanwhile_is_not_written_over(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, encrypt = Vault([NEW, OLD]), Vault.encrypt

    def racing(self: Vault, text: Any, context: str) -> bytes:
        if context == "console_user.totp" and text == b"SECRET":
            with database.engine.begin() as other:  # the account changes between the reading and the writing
                other.execute(update(ConsoleUser).values(totp_secret=encrypt(self, "OTHER", context)))
        return encrypt(self, text, context)

    monkeypatch.setattr(Vault, "encrypt", racing)
    rotate(database, vault, COLUMNS)
    with database.session() as session:
        assert vault.decrypt(session.scalars(select(ConsoleUser.totp_secret)).one(), "console_user.totp") == "OTHER"


def test_what_no_key_reads_is_counted_and_kept(database: Database) -> None:
    before = tokens(database)
    found = rotate(database, Vault([NEW]), COLUMNS)
    assert sum(column.unreadable for column in found.values()) == len(before)
    assert tokens(database) == before


def test_the_three_steps_of_the_operator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path))
    monkeypatch.delenv("RELAIS_ENCRYPTION_KEYS", raising=False)
    settings = load_settings({"RELAIS_HOME": str(tmp_path)})
    first = load_secrets(tmp_path, {}).encryption_keys
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    fill(database, Vault(first))
    assert cli.main(["rotate-keys", "--new"]) == 0
    keys = load_secrets(tmp_path, {}).encryption_keys
    assert keys[1:] == first and len(keys) == 2
    path = tmp_path / "secrets" / "encryption_keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert cli.main(["rotate-keys", "--drop-old"]) == 1  # too early
    assert load_secrets(tmp_path, {}).encryption_keys == keys
    capsys.readouterr()
    assert cli.main(["rotate-keys"]) == 0
    assert json.loads(capsys.readouterr().out)["referral.contact"] == {"rewritten": 3, "current": 0, "unreadable": 0}
    assert cli.main(["rotate-keys", "--drop-old"]) == 0
    assert load_secrets(tmp_path, {}).encryption_keys == keys[:1]
    assert cli.main(["rotate-keys"]) == 0
    with database.session() as session:
        assert journal.verify(session, load_secrets(tmp_path, {}).signing_key).broken_at is None


def test_keys_kept_in_a_safe_are_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path))
    monkeypatch.setenv("RELAIS_ENCRYPTION_KEYS", OLD)
    assert cli.main(["rotate-keys", "--new"]) == 1
    assert "Rien n'a été modifié" in capsys.readouterr().err
