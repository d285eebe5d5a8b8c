"""Consent: by purpose, with the exact words, taken back as easily."""

from __future__ import annotations

import hashlib

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select

from bot.database import Database
from bot.privacy import consent
from bot.privacy.consent import Consent

WORDS = "Êtes-vous d'accord ?"


def _active(database: Database, session_id: str = "s1") -> dict[str, str]:
    with database.session() as session:
        return {purpose: at.isoformat() for purpose, at in consent.active(session, session_id).items()}


def test_nothing_is_agreed_to_at_first(database: Database) -> None:
    assert _active(database) == {}


def test_an_agreement_keeps_its_time_its_version_and_the_hash_of_its_words(database: Database) -> None:
    with freeze_time("2026-11-22 10:00:07.9"), database.session() as session:
        held = consent.grant(session, "s1", "referral", WORDS, "referral-1")
        assert held.text_hash == hashlib.sha256(WORDS.encode()).hexdigest() and held.text_version == "referral-1"
    assert _active(database) == {"referral": "2026-11-22T10:00:07"}


def test_purposes_and_conversations_are_apart(database: Database) -> None:
    with database.session() as session:
        consent.grant(session, "s1", "referral", WORDS, "1")
        consent.grant(session, "s2", "screening", WORDS, "1")
    assert set(_active(database)) == {"referral"} and set(_active(database, "s2")) == {"screening"}


def test_agreeing_twice_to_the_same_words_is_one_agreement(database: Database) -> None:
    with database.session() as session:
        first = consent.grant(session, "s1", "referral", WORDS, "1")
        assert consent.grant(session, "s1", "referral", WORDS, "1").id == first.id
        assert session.scalar(select(func.count()).select_from(Consent)) == 1


def test_other_words_are_another_agreement(database: Database) -> None:
    with database.session() as session:
        first = consent.grant(session, "s1", "referral", WORDS, "1")
        assert consent.grant(session, "s1", "referral", WORDS + " Oui ?", "2").id != first.id


def test_taking_one_purpose_back_leaves_the_others(database: Database) -> None:
    with database.session() as session:
        consent.grant(session, "s1", "referral", WORDS, "1")
        consent.grant(session, "s1", "screening", WORDS, "1")
    with database.session() as session:
        assert consent.withdraw(session, "s1", "referral") == 1
    assert set(_active(database)) == {"screening"}


def test_taking_all_back_twice_is_harmless_and_the_trace_stays(database: Database) -> None:
    with database.session() as session:
        consent.grant(session, "s1", "referral", WORDS, "1")
        consent.grant(session, "s1", "referral", "d'autres mots", "2")
    with freeze_time("2026-11-23"), database.session() as session:
        assert consent.withdraw(session, "s1") == 2
    with database.session() as session:
        assert consent.withdraw(session, "s1") == 0
        assert [c.withdrawn_at.isoformat() for c in session.scalars(select(Consent))] == ["2026-11-23T00:00:00"] * 2
    assert _active(database) == {}


def test_agreeing_again_after_taking_back_is_a_new_agreement(database: Database) -> None:
    with database.session() as session:
        first = consent.grant(session, "s1", "referral", WORDS, "1").id
        consent.withdraw(session, "s1")
        assert consent.grant(session, "s1", "referral", WORDS, "1").id != first
    assert set(_active(database)) == {"referral"}


def test_a_purpose_that_nobody_declared_is_refused(database: Database) -> None:
    with database.session() as session, pytest.raises(ValueError, match="marketing"):
        consent.grant(session, "s1", "marketing", WORDS, "1")
