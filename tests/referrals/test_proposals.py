"""After a refusal, ten days of silence or a « pas encore », another service: found once, sent only when agreed to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.database import Database
from bot.privacy import consent
from bot.privacy.consent import Consent
from bot.privacy.vault import Vault
from bot.referrals import lifecycle, news, proposals
from bot.referrals.loop_models import Proposal
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.proposals import NextService
from bot.referrals.routing import Routes
from bot.referrals.status import status
from bot.referrals.sweep import sweep
from tests.referrals.conftest import referral_of

START = datetime(2026, 11, 1, 10, 0)
MAIL = Routes(mail=True, coordinators={"": "equipe@exemple.fr"}, services=True)
NEXT = NextService("srv-2", "Relayage 21", "03 80 00 00 02", True)


class Directory:
    """Services in order; remembers what it was asked."""

    def __init__(self, *services: NextService) -> None:
        self.services, self.asked = services, []  # type: ignore[var-annotated]

    def find(self, need: str, place: str, door: str, exclude: Collection[str]) -> NextService | None:
        self.asked.append((need, place, door, set(exclude)))
        return next((service for service in self.services if service.id not in exclude), None)


def at(days: float) -> Any:
    """The clock, so many days after the request."""
    return freeze_time(START + timedelta(days=days))


@pytest.fixture
def code(recorded: Callable[..., str]) -> str:
    """A request made at the start."""
    with at(0):
        return recorded(door="prescriber")


def run(database: Database, vault: Vault, days: float, directory: Directory, routes: Routes = MAIL) -> int:
    """One round; how many proposals."""
    with at(days):
        return sweep(database, vault, routes, directory.find, ["email"])["proposed"]


def move(database: Database, state: str, days: float, reason: str | None = None, actor: str = "service") -> None:
    """Somebody moves the request."""
    with at(days), database.session() as session:
        lifecycle.move(session, referral_of(session), state, actor, reason=reason)


def held(database: Database) -> list[tuple[str, str, str, str | None]]:
    """(cause, tried, proposed, decision)."""
    with database.session() as session:
        return [
            (p.cause, p.tried_service_id, p.service_id, p.decision)
            for p in session.scalars(select(Proposal).order_by(Proposal.id))
        ]


def test_ten_days_of_silence(database: Database, vault: Vault, code: str) -> None:
    directory = Directory(NEXT)
    assert run(database, vault, 9.99, directory) == 0
    assert [run(database, vault, day, directory) for day in (10, 10, 15, 40)] == [1, 0, 0, 0]
    assert directory.asked == [("respite", "21054", "prescriber", {"srv-1"})]
    assert held(database) == [("silence", "srv-1", "srv-2", None)]
    with database.session() as session:
        referral = referral_of(session)
        event = session.scalars(select(ReferralEvent).where(ReferralEvent.kind == "proposal")).one()
        assert (event.actor, event.reason, referral.state) == ("system", "silence", "requested")
        assert vault.decrypt(event.note, "referral.note") == "Relayage 21, 03 80 00 00 02"
        kinds = session.scalars(select(OutboxMessage.kind).where(OutboxMessage.channel == "email")).all()
        assert kinds == ["proposal_silence"], "a coordinator is warned"
        found = status(session, code)
    assert found is not None and found.proposed is not None
    assert (found.proposed.name, found.proposed.phone) == ("Relayage 21", "03 80 00 00 02")


def test_what_somebody_does_breaks_the_silence(database: Database, vault: Vault, code: str) -> None:
    move(database, "received", 9)
    assert run(database, vault, 18.9, Directory(NEXT)) == 0
    assert run(database, vault, 19, Directory(NEXT)) == 1


def test_the_questions_and_answers_of_the_person_do_not_break_it(database: Database, vault: Vault, code: str) -> None:
    run(database, vault, 7, Directory(NEXT))
    with at(9), database.session() as session:
        news.answer(session, referral_of(session), 7, "waiting", "person", MAIL)
    assert run(database, vault, 10, Directory(NEXT)) == 1


@pytest.mark.parametrize("state", ["in-progress", "completed", "cancelled"])
def test_no_silence_where_somebody_acts_or_nobody_waits(
    state: str, database: Database, vault: Vault, code: str
) -> None:
    move(database, state, 1, "declined-by-person" if state == "cancelled" else None)
    assert run(database, vault, 60, Directory(NEXT)) == 0


def test_a_refusal_is_followed_at_once_and_once(database: Database, vault: Vault, code: str) -> None:
    move(database, "rejected", 1, "full")
    assert [run(database, vault, day, Directory(NEXT)) for day in (1, 1, 12)] == [1, 0, 0]
    assert held(database) == [("rejected", "srv-1", "srv-2", None)]


def test_not_yet_at_seven_days(database: Database, vault: Vault, code: str) -> None:
    run(database, vault, 7, Directory(NEXT))
    with at(7), database.session() as session:
        news.answer(session, referral_of(session), 7, "not-yet", "person", MAIL)
    assert run(database, vault, 7, Directory(NEXT)) == 1
    assert held(database) == [("not-yet", "srv-1", "srv-2", None)]


def test_when_there_is_no_other_it_is_said_and_a_coordinator_warned(
    database: Database, vault: Vault, code: str
) -> None:
    move(database, "rejected", 1, "full")
    assert run(database, vault, 1, Directory()) == 1
    with database.session() as session:
        found = status(session, code)
        assert found is not None and found.proposed is not None and found.proposed.name == ""
        assert session.scalars(select(OutboxMessage.kind).where(OutboxMessage.channel == "email")).all() == [
            "proposal_rejected"
        ]
        assert proposals.accept(session, referral_of(session), "person", MAIL, "oui") is False
        assert proposals.decline(session, referral_of(session), "claire") is True
    assert held(database)[0][3] == "seen"


def test_nothing_is_proposed_once_the_agreement_is_taken_back(database: Database, vault: Vault, code: str) -> None:
    move(database, "rejected", 1, "full")
    with database.session() as session:
        consent.withdraw(session, "s1")
    assert run(database, vault, 20, Directory(NEXT)) == 0


@pytest.mark.parametrize(
    ("state", "reason"), [("rejected", "full"), ("received", None), ("in-progress", None), ("requested", None)]
)
def test_agreed_the_request_starts_again_with_the_other_service(
    state: str, reason: str | None, database: Database, vault: Vault, code: str
) -> None:
    if state != "requested":
        move(database, state, 1, reason)
    if state == "in-progress":
        with at(7), database.session() as session:
            news.answer(session, referral_of(session), 7, "not-yet", "person", MAIL)
    run(database, vault, 12, Directory(NEXT))
    with at(12), database.session() as session:
        assert proposals.accept(session, referral_of(session), "person", MAIL, "D'accord pour Relayage 21") is True
    with database.session() as session:
        referral = referral_of(session)
        assert (referral.state, referral.state_reason) == ("requested", "other-service")
        assert (referral.service_id, referral.service_name) == ("srv-2", "Relayage 21")
        agreed = session.get(Consent, referral.consent_id)
        assert agreed.text_hash == consent.hash_text("D'accord pour Relayage 21") and agreed.session_id == "s1"
        told = session.execute(
            select(OutboxMessage.kind, OutboxMessage.audience, OutboxMessage.key).where(
                OutboxMessage.audience == "service"
            )
        ).all()
        assert [(kind, audience) for kind, audience, _ in told] == [("referral_requested", "service")]
        assert told[0].key.endswith(":srv-2")
        assert proposals.accept(session, referral, "person", MAIL, "x") is False, "twice is once"
        assert status(session, code).proposed is None  # type: ignore[union-attr]
    assert held(database)[-1][3] == "accepted"


def test_the_second_silence_proposes_a_third_never_one_already_tried(
    database: Database, vault: Vault, code: str
) -> None:
    directory = Directory(NextService("srv-1", "La première", None, False), NEXT, NextService("srv-3", "3", None, False))
    run(database, vault, 10, directory)
    with at(10), database.session() as session:
        proposals.accept(session, referral_of(session), "claire", MAIL)
    assert run(database, vault, 19.9, directory) == 0
    assert run(database, vault, 20, directory) == 1
    assert [row[:3] for row in held(database)] == [("silence", "srv-1", "srv-2"), ("silence", "srv-2", "srv-3")]
    assert directory.asked[-1][3] == {"srv-1", "srv-2"}


def test_what_the_same_person_asked_elsewhere_is_not_proposed(
    database: Database, vault: Vault, recorded: Callable[..., str]
) -> None:
    with at(0):
        recorded()
        recorded(service_id="srv-2", form_run="run-2")
        recorded(service_id="srv-9", form_run="run-3", session_id="s2")
    directory = Directory(NEXT)
    run(database, vault, 10, directory)
    assert [asked[3] for asked in directory.asked] == [{"srv-1", "srv-2"}, {"srv-1", "srv-2"}, {"srv-9"}]


def test_declined_it_stays_with_the_team(database: Database, vault: Vault, code: str) -> None:
    move(database, "rejected", 1, "full")
    run(database, vault, 1, Directory(NEXT))
    with database.session() as session:
        assert proposals.decline(session, referral_of(session), "person") is True
        assert proposals.decline(session, referral_of(session), "person") is False
    with database.session() as session:
        assert status(session, code).proposed is None  # type: ignore[union-attr]
        assert session.scalars(select(Referral.service_id)).one() == "srv-1"
    assert run(database, vault, 30, Directory(NEXT)) == 0


def test_somebody_at_work_on_it_is_left_alone(
    database: Database, vault: Vault, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(database, "rejected", 1, "full")

    def busy(*_: Any) -> None:
        raise lifecycle.ChangedMeanwhile

    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "flush", busy)
        assert run(database, vault, 1, Directory(NEXT)) == 0
    assert held(database) == [], "all or nothing"
    assert run(database, vault, 1, Directory(NEXT)) == 1


def test_several_gateways_propose_once(database: Database, vault: Vault, code: str) -> None:
    move(database, "rejected", 1, "full")
    with at(1), ThreadPoolExecutor(4) as pool:
        done = list(
            pool.map(lambda _: sweep(database, vault, MAIL, Directory(NEXT).find, ["email"])["proposed"], range(8))
        )
    assert sum(done) == 1 and len(held(database)) == 1
    with database.session() as session:
        assert len(session.scalars(select(ReferralEvent).where(ReferralEvent.kind == "proposal")).all()) == 1


def test_a_directory_that_is_down_holds_nothing_else_back(
    database: Database, vault: Vault, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    move(database, "rejected", 1, "full")

    def down(*_: Any) -> NextService | None:
        raise OperationalError("SELECT", {}, Exception("no such table"))

    with at(7):
        assert sweep(database, vault, MAIL, down, ["email"]) == {"asked": 1, "proposed": 0, "silent": 0, "opinions": 0}
    assert "OperationalError" in caplog.text and held(database) == []
    assert run(database, vault, 7, Directory(NEXT)) == 1


def test_one_request_that_fails_holds_back_no_other(
    database: Database, vault: Vault, recorded: Callable[..., str], caplog: Any
) -> None:
    with at(0):
        recorded(form_run="r1", service_id="srv-1")
        recorded(form_run="r2", service_id="srv-9")
    for run_ in ("r1", "r2"):
        with at(1), database.session() as session:
            referral = session.scalars(select(Referral).where(Referral.form_run == run_)).one()
            lifecycle.move(session, referral, "rejected", "claire", reason="full")

    asked: list[str] = []

    def find(need: str, _place: str, _door: str, _exclude: Collection[str]) -> NextService:
        asked.append(need)
        if len(asked) == 1:
            raise ValueError("ma mère pleure")
        return NEXT

    with at(2):
        assert sweep(database, vault, MAIL, find, ["email"])["proposed"] == 1
    assert "proposal not done: ValueError" in caplog.text and "pleure" not in caplog.text
