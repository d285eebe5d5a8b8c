"""Keeping: by consent, encrypted, seven days, revocable, erased and exported with the session."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from bot.memos import MemoRefused, create, find, holder, revoke, revoke_all
from bot.memos.models import MemoRow
from bot.memos.store import purge
from bot.privacy import consent, consent_holder, rights
from bot.privacy.vault import Vault, VaultError, new_key


def test_kept_and_found(database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    assert find(database, vault, token).content == full
    assert len(token) >= 43 and create(database, vault, agreed, full) != token


def test_neither_token_nor_words_are_in_the_database(database, vault, agreed, full, tmp_path):
    token = create(database, vault, agreed, full)
    database.engine.dispose()
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("relais.sqlite*"))
    for secret in (token, "Alzheimer", "KABO-7362", "chorale"):
        assert secret.encode() not in raw


def test_refused_without_consent(database, vault, full):
    with pytest.raises(MemoRefused, match="accord"):
        create(database, vault, "nobody", full)


def test_gone_when_the_consent_is_withdrawn(database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    with database.session() as session:
        consent.withdraw(session, agreed)
    assert find(database, vault, token) is None


def test_seven_days(database, vault, full):
    with freeze_time("2026-06-01 10:00:00") as clock:
        with database.session() as session:
            consent.grant(session, "s1", "screening", "d'accord ?", "1")
        token = create(database, vault, "s1", full)
        clock.move_to("2026-06-08 09:59:59")
        assert find(database, vault, token) is not None
        clock.move_to("2026-06-08 10:00:00")
        assert find(database, vault, token) is None
        with database.session() as session:
            assert purge(session) == 1


@pytest.mark.parametrize("token", ["", "x" * 43, "../../etc/passwd", "é" * 50])
def test_unknown_tokens(database, vault, agreed, full, token):
    create(database, vault, agreed, full)
    assert find(database, vault, token) is None and revoke(database, token) is False


def test_taken_back_and_emptied(database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    assert revoke(database, token) is True and revoke(database, token) is False
    assert find(database, vault, token) is None
    with database.session() as session:
        assert session.query(MemoRow).one().body == b""


def test_all_of_a_session_and_of_no_other(database, vault, agreed, full):
    with database.session() as session:
        consent.grant(session, "s2", "referral", "d'accord ?", "1")
    mine, other = create(database, vault, agreed, full), create(database, vault, "s2", full)
    assert revoke_all(database, agreed) == 1
    assert find(database, vault, mine) is None and find(database, vault, other) is not None


def test_erased_and_exported_with_the_session(database, vault, agreed, full):
    holder.register(vault)
    consent_holder.register()
    token = create(database, vault, agreed, full)
    assert rights.export(database, agreed)["mémos"][0]["contenu"] == full
    assert rights.erase(database, agreed).removed["memos"] == 1
    assert find(database, vault, token) is None
    assert rights.erase(database, agreed).removed["memos"] == 0


def test_another_key_reads_nothing(database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    with pytest.raises(VaultError):
        find(database, Vault([new_key()]), token)
