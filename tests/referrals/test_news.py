"""« Avez-vous eu quelqu'un ? » at 7 and 30 days: asked once, on the way the person chose, and the answer counts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from bot.database import Database
from bot.privacy import consent
from bot.privacy.vault import Vault, new_key
from bot.referrals import contact, news
from bot.referrals.lifecycle import ChangedMeanwhile
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import OutboxMessage, ReferralEvent
from bot.referrals.routing import Routes
from bot.referrals.sweep import sweep
from tests.referrals.conftest import referral_of

START = datetime(2026, 11, 1, 10, 0)
ALONE = Routes()
MAIL = Routes(mail=True, coordinators={"": "equipe@exemple.fr"})


def at(days: float) -> Any:
    """The clock, so many days after the request."""
    return freeze_time(START + timedelta(days=days))


@pytest.fixture
def asked(database: Database, recorded: Callable[..., str]) -> Callable[..., str]:
    """A request made at the start."""

    def make(**given: Any) -> str:
        with at(0):
            return recorded(**given)

    return make


def run(database: Database, vault: Vault, days: float, ways: Collection[str] = ("email",)) -> int:
    """One round, so many days after; how many questions it asked (or dropped)."""
    with at(days):
        return sweep(database, vault, ALONE, lambda *_: None, ways)["asked"]


def steps(database: Database) -> dict[int, tuple[str | None, str | None]]:
    """(channel, answer) by step."""
    with database.session() as session:
        return {f.step: (f.channel, f.answer) for f in session.scalars(select(FollowUp).order_by(FollowUp.step))}


def letters(database: Database) -> list[tuple[str, str]]:
    """(kind, channel) of the questions that are to go to the person."""
    with database.session() as session:
        rows = session.execute(
            select(OutboxMessage.kind, OutboxMessage.channel)
            .where(OutboxMessage.audience == "person", OutboxMessage.kind.startswith(news.KIND))
            .order_by(OutboxMessage.id)
        )
        return [(kind, channel) for kind, channel in rows]


def answer(database: Database, step: int, code: str, days: float, **more: Any) -> bool:
    """The person answers."""
    with at(days), database.session() as session:
        return news.answer(session, referral_of(session), step, code, "person", more.pop("routes", ALONE), **more)


def state(database: Database) -> tuple[str, str | None]:
    """State and reason."""
    with database.session() as session:
        referral = referral_of(session)
        return str(referral.state), referral.state_reason


def test_both_questions_are_written_with_the_request(database: Database, asked: Callable[..., str]) -> None:
    asked()
    with database.session() as session:
        rows = session.execute(select(FollowUp.step, FollowUp.due_at, FollowUp.asked_at).order_by(FollowUp.step)).all()
    assert [tuple(row) for row in rows] == [
        (7, datetime(2026, 11, 8, 9), None),
        (30, datetime(2026, 12, 1, 9), None),
    ], "on the day, at ten in the morning in Paris"


def test_what_was_asked_for_at_night_is_not_asked_at_night(database: Database, recorded: Callable[..., str]) -> None:
    with freeze_time("2026-03-21 23:30:00"):  # in Paris it is the 22nd, and summer begins on the 29th
        recorded()
    with database.session() as session:
        assert session.scalars(select(FollowUp.due_at).where(FollowUp.step == 7)).one() == datetime(2026, 3, 29, 8)


def test_asked_on_the_day_and_never_twice(database: Database, vault: Vault, asked: Callable[..., str]) -> None:
    asked(contact="odile@exemple.fr")
    assert run(database, vault, 6.95) == 0
    assert [run(database, vault, day) for day in (7, 7, 7.5, 29.9)] == [1, 0, 0, 0]
    assert [run(database, vault, day) for day in (30, 31)] == [1, 0]
    assert letters(database) == [("follow_up_7", "email"), ("follow_up_30", "email")]


def test_several_gateways_ask_once(database: Database, vault: Vault, asked: Callable[..., str]) -> None:
    for number in range(6):
        asked(contact="odile@exemple.fr", form_run=f"run-{number}")
    with at(7), ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: sweep(database, vault, ALONE, lambda *_: None, ["email"])["asked"], range(8)))
    assert sum(counts) == 6 and len(letters(database)) == 6


def test_after_weeks_of_stop_one_question_is_asked_not_two(
    database: Database, vault: Vault, asked: Callable[..., str]
) -> None:
    asked(contact="odile@exemple.fr")
    run(database, vault, 40)
    assert letters(database) == [("follow_up_30", "email")]
    assert steps(database) == {7: (None, "void"), 30: ("email", None)}


@pytest.mark.parametrize(
    ("given", "ways", "channel"),
    [
        ({"contact": "odile@exemple.fr"}, ["email", "sms"], "email"),
        ({"contact": "odile@exemple.fr"}, ["sms"], "console"),
        ({"contact": "06 11 22 33 44"}, ["email"], "console"),
        ({"contact": "06 11 22 33 44"}, ["email", "sms"], "sms"),
        ({"contact": "03 80 70 29 29"}, ["email", "sms"], "console"),
        ({"contact": "06 11 22 33 44", "channel": "telegram"}, ["telegram", "sms"], "telegram"),
        ({"contact": "odile@exemple.fr", "channel": "telegram"}, ["telegram", "email"], "email"),
        ({"contact": "06 11 22 33 44", "channel": "telegram"}, [], "console"),
    ],
)
def test_on_the_way_that_the_person_chose(
    given: dict[str, str], ways: list[str], channel: str, database: Database, vault: Vault, asked: Callable[..., str]
) -> None:
    reached = {"channel_address": vault.encrypt("42", "referral.channel_address")} if "channel" in given else {}
    asked(**given, **reached)
    run(database, vault, 7, ways)
    assert steps(database)[7] == (channel, None)
    assert letters(database) == ([] if channel == "console" else [("follow_up_7", channel)])


def test_a_contact_that_cannot_be_read_is_for_a_coordinator(database: Database, asked: Callable[..., str]) -> None:
    asked(contact="odile@exemple.fr")
    assert run(database, Vault([new_key()]), 7) == 1 and steps(database)[7] == ("console", None)


def test_contacts_are_told_apart() -> None:
    assert contact.is_email("a.b@c.fr") and not contact.is_email("a@b.fr, c@d.fr") and not contact.is_email("06")
    assert contact.mobile("06 11 22 33 44") == "+33611223344" and contact.mobile("0032 470 12 34 56") == "+32470123456"
    assert contact.mobile("03 80 70 29 29") is None and contact.mobile("bonjour") is None


def test_nothing_is_asked_when_the_agreement_is_taken_back(
    database: Database, vault: Vault, asked: Callable[..., str]
) -> None:
    asked(contact="odile@exemple.fr")
    with database.session() as session:
        consent.withdraw(session, "s1")
    run(database, vault, 7)
    assert letters(database) == [] and steps(database)[7] == (None, "void")


@pytest.mark.parametrize("ended", ["cancelled", "failed"])
def test_nothing_is_asked_of_a_request_that_ended(
    ended: str, database: Database, vault: Vault, asked: Callable[..., str]
) -> None:
    asked(contact="odile@exemple.fr")
    with database.session() as session:
        referral_of(session).state = ended
    run(database, vault, 7)
    assert letters(database) == []


def test_what_is_settled_at_seven_days_is_not_asked_at_thirty(
    database: Database, vault: Vault, asked: Callable[..., str]
) -> None:
    asked(contact="odile@exemple.fr")
    run(database, vault, 7)
    answer(database, 7, "in-place", 8)
    run(database, vault, 30)
    assert letters(database) == [("follow_up_7", "email")] and steps(database)[30] == (None, "void")


@pytest.mark.parametrize(
    ("before", "step", "code", "after"),
    [
        ("requested", 7, "yes", ("in-progress", None)),
        ("accepted", 7, "yes", ("in-progress", None)),
        ("completed", 7, "yes", ("completed", None)),
        ("rejected", 7, "yes", ("rejected", None)),
        ("received", 30, "yes", ("completed", "done")),
        ("requested", 7, "in-place", ("completed", "done")),
        ("rejected", 7, "planned", ("in-progress", None)),
        ("requested", 7, "not-yet", ("requested", None)),
        ("completed", 30, "not-yet", ("in-progress", None)),
        ("failed", 30, "not-yet", ("requested", None)),
        ("requested", 7, "full", ("rejected", "full")),
        ("in-progress", 7, "refused", ("failed", "not-eligible")),
        ("completed", 30, "declined", ("failed", "other")),
        ("in-progress", 7, "stop", ("cancelled", "declined-by-person")),
        ("completed", 7, "stop", ("completed", None)),
        ("requested", 7, "unreachable", ("requested", None)),
        ("requested", 7, "waiting", ("requested", None)),
    ],
)
def test_the_answer_closes_or_reopens(
    before: str, step: int, code: str, after: tuple[str, str | None], database: Database, asked: Callable[..., str]
) -> None:
    asked()
    with database.session() as session:
        referral_of(session).state = before
    assert answer(database, step, code, step) is True
    assert state(database) == after
    with database.session() as session:
        said = session.scalars(select(ReferralEvent).where(ReferralEvent.kind == "news")).one()
        assert (said.actor, said.reason) == ("person", code)


def test_the_first_answer_stands(database: Database, asked: Callable[..., str]) -> None:
    asked()
    assert answer(database, 7, "yes", 7) is True
    assert answer(database, 7, "stop", 8) is False
    assert state(database) == ("in-progress", None) and steps(database)[7] == (None, "yes")


def test_two_answers_at_once_are_one(database: Database, asked: Callable[..., str]) -> None:
    asked()

    def give(_: int) -> bool:
        with database.session() as session:
            try:
                return news.answer(session, referral_of(session), 7, "yes", "person", ALONE)
            except ChangedMeanwhile:
                session.rollback()
                return False

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(give, range(8)))
    assert taken.count(True) == 1
    with database.session() as session:
        assert len(session.scalars(select(ReferralEvent).where(ReferralEvent.kind == "news")).all()) == 1


def test_an_answer_that_does_not_exist_or_a_step_that_was_not_written(
    database: Database, asked: Callable[..., str]
) -> None:
    asked()
    with pytest.raises(ValueError, match="unknown answer"):
        answer(database, 7, "void", 7)
    assert answer(database, 8, "yes", 8) is False


def test_the_team_is_told_when_it_is_harder(database: Database, asked: Callable[..., str]) -> None:
    asked()
    answer(database, 7, "yes", 7, worse=True, routes=MAIL)
    with database.session() as session:
        kinds = session.scalars(select(OutboxMessage.kind).where(OutboxMessage.channel == "email")).all()
        reasons = session.scalars(select(ReferralEvent.reason).where(ReferralEvent.kind == "news")).all()
    assert kinds == ["news_worse"] and reasons == ["yes", "worse"]


def test_the_question_waits_for_its_day(database: Database, asked: Callable[..., str]) -> None:
    asked()
    for days, waiting in ((6, None), (7, 7), (31, 30)):
        with at(days), database.session() as session:
            question = news.pending(session, referral_of(session))
            assert (question.step if question else None) == waiting
    answer(database, 30, "stop", 31)
    with at(32), database.session() as session:
        assert news.pending(session, referral_of(session)) is None
