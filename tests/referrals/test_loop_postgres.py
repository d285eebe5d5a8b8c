"""The loop on PostgreSQL, where several gateways really do work at once: each thing once, nothing overwritten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select, update

from bot.clock import now
from bot.database import Database
from bot.migrations import upgrade
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals import answers, lifecycle, news, outbox, proposals, satisfaction
from bot.referrals.lifecycle import ChangedMeanwhile
from bot.referrals.log import Request, record
from bot.referrals.loop_models import FollowUp, Proposal, Satisfaction
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.proposals import NextService
from bot.referrals.reference import new_reference
from bot.referrals.routing import Routes
from bot.referrals.sweep import sweep
from tests.postgres import PostgresServer, postgres_server  # noqa: F401

MAIL = Routes(mail=True, coordinators={"": "equipe@relais.example"})
HANDS = 6
Result = TypeVar("Result")


@pytest.fixture
def database(postgres_server: PostgresServer) -> Database:  # noqa: F811
    """A database of its own, made by the migrations."""
    url = postgres_server.new_url()
    upgrade(url)
    return Database(url)


def refer(database: Database, vault: Vault, number: int = 1, **given: Any) -> int:
    """A request; its row."""
    with database.session() as session:
        agreed = int(consent.grant(session, f"s{number}", "referral", "texte", "1").id)
    values: dict[str, Any] = {
        "session_id": f"s{number}", "form_run": "run", "need": "respite", "consent_id": agreed, "first_name": "Odile",
        "contact": "odile@exemple.fr", "service_id": "srv-1", "service_name": "Répit 21", "departement": "21", **given,
    }  # fmt: skip
    code = record(database, vault, Request(**values), new_reference().code, MAIL)
    with database.session() as session:
        return int(session.scalars(select(Referral.id).where(Referral.public_reference == code[:6])).one())


def together(work: Callable[[int], Result], hands: int = HANDS) -> list[Result | Exception]:
    """The same work by several threads that start at the same moment."""
    ready = threading.Barrier(hands, timeout=30)

    def one(number: int) -> Result | Exception:
        ready.wait()
        try:
            return work(number)
        except Exception as error:  # what each one met is what the tests look at
            return error

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))


def count(database: Database, table: Any, *conditions: Any) -> int:
    with database.session() as session:
        return int(session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)


def test_the_same_request_delivered_six_times_is_one(database: Database, vault: Vault) -> None:
    with database.session() as session:
        agreed = int(consent.grant(session, "s", "referral", "texte", "1").id)
    code = new_reference().code
    request = Request("s", "run", "respite", agreed, "Odile", "odile@exemple.fr", service_id="srv-1", service_name="R")
    assert together(lambda _: record(database, vault, request, code, MAIL)) == [code] * HANDS
    assert (count(database, Referral), count(database, ReferralEvent), count(database, FollowUp)) == (1, 1, 2)
    assert count(database, OutboxMessage, OutboxMessage.channel == "email") == 1


def test_each_message_is_claimed_by_one_sender(database: Database, vault: Vault) -> None:
    for number in range(30):
        refer(database, vault, number)
    claimed = together(lambda _: [one.id for one in outbox.claim(database, ["email"])])
    flat = [identifier for held in claimed if isinstance(held, list) for identifier in held]
    assert all(isinstance(held, list) for held in claimed)
    assert len(flat) == len(set(flat)) == 30, "all of them, each once"


def test_a_dead_senders_message_is_taken_over_and_its_late_note_is_refused(database: Database, vault: Vault) -> None:
    refer(database, vault)
    (first,) = outbox.claim(database, ["email"])
    assert outbox.claim(database, ["email"]) == []
    with database.session() as session:
        session.execute(update(OutboxMessage).values(leased_until=now() - timedelta(seconds=1)))
    (second,) = outbox.claim(database, ["email"])
    assert second.id == first.id and second.key == first.key
    assert not outbox.sent(database, first) and outbox.sent(database, second)
    assert not outbox.failed(database, first, "late", permanent=True)


def test_six_gateways_ask_once_propose_once_and_fall_silent_once(database: Database, vault: Vault) -> None:
    identifiers = [refer(database, vault, number) for number in range(8)]
    past = now() - timedelta(days=20)
    with database.session() as session:
        session.execute(update(FollowUp).where(FollowUp.step == 7).values(due_at=past))
        session.execute(update(Referral).values(created_at=past, updated_at=past))
        session.execute(update(ReferralEvent).values(at=past))

    def find(*_: Any) -> NextService:
        return NextService("srv-2", "Relayage 21", None, False)

    rounds = together(lambda _: sweep(database, vault, MAIL, find, ["email"]))
    assert not [one for one in rounds if isinstance(one, Exception)], rounds
    questions = count(database, OutboxMessage, OutboxMessage.kind == "follow_up_7")
    assert questions == len(identifiers) == count(database, Proposal)
    assert sum(one["asked"] for one in rounds if isinstance(one, dict)) == len(identifiers)
    with database.session() as session:
        session.execute(update(FollowUp).where(FollowUp.step == 7).values(asked_at=now() - timedelta(days=6)))

    def silent(_: int) -> int:
        with database.session() as session:
            return news.fall_silent(session)

    fell = together(silent)
    assert sum(one for one in fell if isinstance(one, int)) == len(identifiers), fell
    assert count(database, FollowUp, FollowUp.silent_by == "email") == len(identifiers)


def test_the_first_news_stand(database: Database, vault: Vault) -> None:
    identifier = refer(database, vault)

    def say(number: int) -> bool:
        with database.session() as session:
            referral = session.get(Referral, identifier)
            return news.answer(session, referral, 7, ("yes", "stop")[number % 2], f"hand-{number}", MAIL)

    said = together(say)
    assert said.count(True) == 1
    assert count(database, ReferralEvent, ReferralEvent.kind == "news") == 1


def test_of_coordinators_at_once_one_moves_and_the_others_are_told(database: Database, vault: Vault) -> None:
    identifier = refer(database, vault)
    read = threading.Barrier(HANDS, timeout=30)

    def move(number: int) -> str:
        with database.session() as session:
            referral = session.get(Referral, identifier)
            assert referral is not None and referral.version == 1
            read.wait()  # all have the page of the same version before them
            lifecycle.move(session, referral, "received", f"coordinator-{number}")
        return "moved"

    done = together(move)
    assert done.count("moved") == 1
    assert sum(isinstance(one, ChangedMeanwhile) for one in done) == HANDS - 1, done
    assert count(database, ReferralEvent, ReferralEvent.kind == "state") == 2


def test_a_service_that_answers_while_a_coordinator_acts(database: Database, vault: Vault) -> None:
    identifier = refer(database, vault)
    read = threading.Barrier(2, timeout=30)

    def act(number: int) -> str:
        with database.session() as session:
            referral = session.get(Referral, identifier)
            assert referral is not None
            read.wait()
            if number:
                answers.answer(session, referral, "full", MAIL)
            else:
                lifecycle.move(session, referral, "received", "claire")
        return "done"

    done = together(act, 2)
    assert done.count("done") == 1 and sum(isinstance(one, ChangedMeanwhile) for one in done) == 1, done


def test_a_proposal_is_accepted_once(database: Database, vault: Vault) -> None:
    identifier = refer(database, vault)
    with database.session() as session:
        referral = session.get(Referral, identifier)
        lifecycle.move(session, referral, "rejected", "service", reason="full")
        proposals.propose(
            session, vault, referral, "rejected", lambda *_: NextService("srv-2", "Relayage", None, False), MAIL
        )

    def accept(number: int) -> bool:
        with database.session() as session:
            return proposals.accept(session, session.get(Referral, identifier), f"hand-{number}", MAIL)

    done = together(accept)
    assert done.count(True) == 1, done
    with database.session() as session:
        stands = session.get(Referral, identifier)
        assert (stands.state, stands.service_id) == ("requested", "srv-2")


def test_an_opinion_is_asked_once_and_the_first_answer_stands(database: Database, vault: Vault) -> None:
    identifier = refer(database, vault)
    with database.session() as session:
        referral = session.get(Referral, identifier)
        for state, reason in (("received", None), ("in-progress", None), ("completed", "done")):
            lifecycle.move(session, referral, state, "claire", reason=reason)

    def ask(_: int) -> bool:
        with database.session() as session:
            return satisfaction.ask(session, vault, session.get(Referral, identifier), ["email"])

    assert together(ask).count(True) == 1
    assert count(database, OutboxMessage, OutboxMessage.kind == "opinion") == 1

    def say(number: int) -> bool:
        with database.session() as session:
            return satisfaction.answer(session, vault, session.get(Referral, identifier), number % 2 == 0)

    assert together(say).count(True) == 1
    assert count(database, Satisfaction) == 1 == count(database, ReferralEvent, ReferralEvent.kind == "opinion")
