"""« Utile, pas utile »: asked once when a request is over, with the agreement only, the word encrypted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select, text

from bot.clock import now
from bot.database import Database
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals import lifecycle, satisfaction
from bot.referrals.loop_models import Satisfaction
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.personal_data import erase
from bot.referrals.routing import Routes
from bot.referrals.sweep import sweep
from tests.referrals.conftest import referral_of

Record = Callable[..., str]
MAIL = {"contact": "odile@exemple.fr"}


def end(database: Database, state: str = "completed") -> None:
    """The request is over."""
    with database.session() as session:
        referral = referral_of(session)
        for step in ("received", "in-progress", state):
            lifecycle.move(session, referral, step, "claire", reason="done" if step == "completed" else "unreachable")


def run(database: Database, vault: Vault, *ways: str) -> int:
    """One round; how many were written to."""
    return sweep(database, vault, Routes(), lambda *_: None, ways)["opinions"]


def asked(database: Database) -> list[tuple[str, bool | None]]:
    with database.session() as session:
        return [(str(row.channel), row.useful) for row in session.scalars(select(Satisfaction))]


def test_asked_once_a_day_after_the_end(database: Database, vault: Vault, recorded: Record) -> None:
    with freeze_time("2026-11-01 10:00") as clock:
        recorded(**MAIL)
        assert run(database, vault, "email") == 0
        end(database)
        assert run(database, vault, "email") == 0, "not on the very day"
        clock.tick(timedelta(days=1, minutes=1))
        assert run(database, vault, "email") == 1 and run(database, vault, "email") == 0
        clock.tick(timedelta(days=40))
        assert run(database, vault, "email") == 0
    with database.session() as session:
        kinds = session.scalars(select(OutboxMessage.kind).where(OutboxMessage.audience == "person")).all()
        assert kinds.count("opinion") == 1


@pytest.mark.parametrize(("given", "ways", "channel"), [
    (MAIL, ["email"], "email"),
    (MAIL, [], "page"),
    ({"contact": "03 80 70 29 29"}, ["email", "sms"], "page"),  # nobody is called for it
    ({"contact": "06 11 22 33 44"}, ["sms"], "sms"),
    ({"contact": "03 80 70 29 29", "channel": "telegram"}, ["telegram"], "page"),  # kept for news at 7 and 30 days only
    ({"contact": "03 80 70 29 29", "channel": "messenger"}, ["messenger"], "page"),
    ({"contact": "03 80 70 29 29", "channel": "whatsapp"}, ["whatsapp"], "page"),
    ({"contact": "06 11 22 33 44", "channel": "telegram"}, ["telegram", "sms"], "sms"),
])  # fmt: skip
def test_by_the_way_that_the_person_chose(
    given: dict[str, str], ways: list[str], channel: str, database: Database, vault: Vault, recorded: Record
) -> None:
    kept = {"channel_address": vault.encrypt("42", "referral.channel_address")} if "channel" in given else {}
    with freeze_time("2026-11-01 10:00") as clock:
        recorded(**given, **kept)
        end(database)
        clock.tick(timedelta(days=2))
        run(database, vault, *ways)
    assert asked(database) == [(channel, None)]


def test_not_asked_of_who_took_back_the_agreement_or_long_after(
    database: Database, vault: Vault, recorded: Record
) -> None:
    with freeze_time("2026-11-01 10:00") as clock:
        recorded(**MAIL)
        end(database)
        with database.session() as session:
            consent.withdraw(session, "s1", "referral")
        clock.tick(timedelta(days=2))
        assert run(database, vault, "email") == 0
        with database.session() as session:
            assert not satisfaction.awaited(session, referral_of(session))
            assert not satisfaction.answer(session, vault, referral_of(session), True, "merci")
            assert session.scalar(select(func.count()).select_from(ReferralEvent).filter_by(kind="opinion")) == 0
    with freeze_time("2026-12-15"), database.session() as session:
        assert satisfaction.due(session) == []


def test_the_first_answer_stands_and_its_word_is_encrypted(
    database: Database, vault: Vault, recorded: Record
) -> None:
    recorded(**MAIL)
    with database.session() as session:
        assert not satisfaction.answer(session, vault, referral_of(session), True), "it is not over"
    end(database)
    with database.session() as session:
        assert satisfaction.answer(session, vault, referral_of(session), False, "  trop loin de chez nous " + "x" * 900)
    with database.session() as session:
        assert not satisfaction.answer(session, vault, referral_of(session), True, "non")
        assert not satisfaction.awaited(session, referral_of(session))
        event = session.scalars(select(ReferralEvent).filter_by(kind="opinion")).one()
        assert (event.actor, event.reason) == ("person", "not-useful")
        said = vault.decrypt(event.note, "referral.note")
        assert said.startswith("trop loin") and len(said) == satisfaction.LONGEST_WORD
        assert b"trop loin" not in bytes(event.note)
    assert asked(database) == [("page", False)]


def test_it_goes_with_the_request(database: Database, vault: Vault, recorded: Record) -> None:
    recorded(**MAIL)
    end(database)
    with database.session() as session:
        satisfaction.answer(session, vault, referral_of(session), True, "merci")
    with database.session() as session:
        erase(session, "s1")
    with database.session() as session:
        assert session.execute(text("select count(*) from satisfaction")).scalar() == 0
        assert session.scalars(select(Referral)).all() == []


def test_a_request_opened_again_and_ended_again_is_not_asked_twice(
    database: Database, vault: Vault, recorded: Record
) -> None:
    with freeze_time("2026-11-01 10:00") as clock:
        recorded(**MAIL)
        end(database)
        clock.tick(timedelta(days=2))
        assert run(database, vault, "email") == 1
        with database.session() as session:
            referral = referral_of(session)
            lifecycle.move(session, referral, "in-progress", "claire")
            assert not satisfaction.awaited(session, referral)
            lifecycle.move(session, referral, "completed", "claire", reason="done")
            assert satisfaction.awaited(session, referral)
        clock.tick(timedelta(days=2))
        assert run(database, vault, "email") == 0
        assert now().day == 5
