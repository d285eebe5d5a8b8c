"""From the request to the letter box: who is told, what is said, what is not, and what happens when it fails."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import select, update

from bot.clock import now
from bot.database import Database
from bot.delivery.letters import TEAM
from bot.delivery.worker import Worker
from bot.privacy import consent
from bot.referrals import news, outbox
from bot.referrals.lifecycle import move
from bot.referrals.links import Links
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral
from bot.referrals.routing import Routes
from tests.delivery.conftest import ROUTES, Post, Receiver

CANARIES = ("Théodoline", "Theodoline", "theodoline@exemple.fr", "crie la nuit", "Alzheimer", "respite", "répit")
Make = Callable[..., Worker]
Refer = Callable[..., str]


class Fake:
    """A carrier in memory; ``fail`` is raised instead of sending."""

    def __init__(self, fail: Exception | None = None, wait: float = 0) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.fail, self.wait = fail, wait

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        await asyncio.sleep(self.wait)
        if self.fail:
            raise self.fail
        self.sent.append((recipient, subject, text))


def rows(database: Database, channel: str = "email") -> list[OutboxMessage]:
    """The messages of a channel."""
    with database.session() as session:
        query = select(OutboxMessage).where(OutboxMessage.channel == channel).order_by(OutboxMessage.id)
        return list(session.scalars(query))


def later(database: Database) -> None:
    """Make everything due: the clock of an open connection cannot be frozen."""
    with database.session() as session:
        session.execute(update(OutboxMessage).values(due_at=now() - timedelta(seconds=1)))


async def test_the_coordinators_and_the_service_are_told(
    worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    code = refer()
    assert await worker().round() == 2
    team, service = sorted(post.letters, key=lambda letter: str(letter["To"]))
    assert team["To"] == "equipe@relais.example" and service["To"] == "srv-1@service.example"
    assert f"https://relais.example/console/referrals/{code[:6]}" in team.get_content()
    assert all(row.sent_at is not None for row in rows(database))
    link = re.search(r"https://relais\.example/reponse/(\S+)", service.get_content())
    assert link is not None
    with database.session() as session:
        opened = Links("a signing key", "").open(session, "s", link.group(1))
        assert opened.referral.public_reference == code[:6]


async def test_no_letter_holds_health_or_a_name(worker: Make, refer: Refer, post: Post, database: Database) -> None:
    refer()
    await worker().round()
    with database.session() as session:
        referral = session.scalars(select(Referral)).one()
        for kind in TEAM:
            outbox.enqueue(session, int(referral.id), kind, "email", "team", "again")
    await worker().round()
    assert len(post.letters) == 2 + len(TEAM)
    for letter in post.letters:
        whole = f"{letter['Subject']} {letter.get_content()}"
        assert [canary for canary in CANARIES if canary.lower() in whole.lower()] == [], whole


async def test_each_territory_has_its_mailbox(worker: Make, refer: Refer, post: Post) -> None:
    refer(departement="39", service_by_mail=False)
    await worker().round()
    assert [str(letter["To"]) for letter in post.letters] == ["jura@relais.example"]


@pytest.mark.parametrize(
    "routes",
    [
        Routes(),
        Routes(mail=True),
        Routes(mail=True, coordinators={"39": "jura@relais.example"}),
        Routes(coordinators={}, services=False),
    ],
)
async def test_nothing_is_queued_for_a_way_that_does_not_exist(
    routes: Routes, worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    refer(routes)
    assert rows(database) == [] and len(rows(database, "console")) == 1
    assert await worker(routes=routes).round() == 0 and post.letters == []
    assert rows(database, "console")[0].sent_at is None, "the console's row claims nothing"


async def test_a_service_is_told_only_when_the_operator_says_so(worker: Make, refer: Refer, database: Database) -> None:
    refer(replace(ROUTES, services=False))
    assert [row.audience for row in rows(database)] == ["team"]


async def test_a_closed_request_sends_nothing_to_the_service(
    worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    refer()
    with database.session() as session:
        move(session, session.scalars(select(Referral)).one(), "cancelled", "person", reason="declined-by-person")
    await worker().round()
    assert {str(letter["To"]) for letter in post.letters} == {"equipe@relais.example"}
    assert [row.audience for row in rows(database)] == ["team"]


async def test_an_agreement_taken_back_sends_nothing_to_anybody(
    worker: Make, refer: Refer, post: Post, receiver: Receiver, database: Database
) -> None:
    refer(replace(ROUTES, webhook=True))
    taken = outbox.claim(database, ["email", "webhook"])  # on its way when the person changed her mind
    assert sorted(message.audience for message in taken) == ["machine", "service", "team"]
    with database.session() as session:
        consent.withdraw(session, "s1")
        written = [worker().writer.write(session, message) for message in taken]
    assert written == [None, None, None]
    await worker().round()
    assert post.letters == [] and receiver.received == [] and rows(database) == []


async def test_a_letter_for_a_service_that_has_lost_the_request_is_not_sent(
    worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    refer()
    with database.session() as session:
        session.scalars(select(Referral)).one().service_id = "srv-2"
    await worker().round()
    assert [str(letter["To"]) for letter in post.letters] == ["equipe@relais.example"]


async def test_a_server_that_fails_gets_the_same_letter_later(
    worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    refer(service_by_mail=False)
    post.answers = ["451 later"]
    assert await worker().round() == 0
    (kept,) = rows(database)
    assert (kept.sent_at, kept.attempts, kept.last_error) == (None, 1, "smtp-451") and kept.due_at > now()
    assert await worker().round() == 0 and post.letters == []
    later(database)
    assert await worker().round() == 1
    (kept,) = rows(database)
    assert kept.sent_at is not None and kept.last_error is None and kept.attempts == 2


async def test_a_refused_address_is_given_up_at_once(worker: Make, refer: Refer, post: Post, database: Database) -> None:
    refer(service_by_mail=False)
    post.answers = ["550 nobody here"]
    assert await worker().round() == 0
    later(database)
    assert await worker().round() == 0 and post.letters == []
    assert rows(database)[0].dead_at is not None and rows(database)[0].last_error == "smtp-550"


async def test_several_gateways_send_each_letter_once(worker: Make, refer: Refer, database: Database) -> None:
    for number in range(15):
        refer(form_run=f"run-{number}")
    carrier = Fake(wait=0.01)
    left = await asyncio.gather(*(worker({"email": carrier}).round() for _ in range(4)))
    assert sum(left) == 30 == len(carrier.sent) == len(set(carrier.sent))


async def test_killed_between_the_sending_and_the_mark_the_letter_comes_again_the_same(
    worker: Make, refer: Refer, post: Post, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    refer(service_by_mail=False)

    class Killed(BaseException):
        """What nothing catches."""

    def killed(*_: Any) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "sent", killed)
        with pytest.raises(Killed):
            await worker().round()
    assert await worker().round() == 0, "the lease still runs"
    with database.session() as session:
        session.execute(update(OutboxMessage).values(leased_until=now() - timedelta(seconds=1)))
    assert await worker().round() == 1
    first, second = post.letters
    assert first["Message-ID"] == second["Message-ID"], "a mailbox shows it once"


async def test_a_carrier_that_breaks_stops_nothing_else_and_says_nothing_of_anybody(
    worker: Make, refer: Refer, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refer(replace(ROUTES, webhook=True), service_by_mail=False)
    broken, well = Fake(RuntimeError("Théodoline theodoline@exemple.fr")), Fake()
    assert await worker({"email": broken, "webhook": well}).round() == 1
    assert rows(database)[0].last_error == "RuntimeError" and len(well.sent) == 1
    assert [canary for canary in CANARIES if canary in caplog.text] == []


async def test_a_carrier_that_hangs_is_left(
    worker: Make, refer: Refer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.worker.LONGEST", 0.05)
    refer(service_by_mail=False)
    assert await worker({"email": Fake(wait=30)}).round() == 0
    assert rows(database)[0].last_error == "TimeoutError"


# -- news


def ask_at(database: Database, step: int, days: float) -> None:
    """Make a question due now, as if the request were so many days old."""
    with database.session() as session:
        session.execute(update(FollowUp).where(FollowUp.step == step).values(due_at=now() - timedelta(seconds=1)))
        session.execute(update(Referral).values(created_at=now() - timedelta(days=days)))


async def test_news_are_asked_by_e_mail_with_three_links(
    worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    refer(Routes(mail=True))
    ask_at(database, 7, 7)
    sender = worker(routes=Routes(mail=True))
    assert await sender.round() == 1 and await sender.round() == 0
    (letter,) = post.letters
    text = letter.get_content()
    assert letter["To"] == "theodoline@exemple.fr" and letter["Subject"] == "Avez-vous eu quelqu'un ?"
    assert re.findall(r"\?r=([a-z-]+)", text) == ["yes", "not-yet", "stop"]
    assert [c for c in CANARIES if c.lower() in text.lower()] == []
    token = re.search(r"/nouvelles/(\S+)\?r=yes", text)
    assert token is not None
    with database.session() as session:
        assert Links("a signing key", "").open(session, "n", token.group(1)).step == 7


async def test_news_that_cannot_be_sent_become_a_call(
    worker: Make, refer: Refer, post: Post, database: Database
) -> None:
    refer(Routes(mail=True))
    ask_at(database, 7, 7)
    post.answers = ["550 nobody"]
    await worker(routes=Routes(mail=True)).round()
    with database.session() as session:
        step = session.scalars(select(FollowUp).where(FollowUp.step == 7)).one()
        assert (step.channel, step.answered_at) == ("console", None) and step.asked_at is not None


# -- the whole of it in time


async def test_seven_ten_and_thirty_days_with_the_clock(worker: Make, refer: Refer, database: Database) -> None:
    carrier, start = Fake(), datetime(2026, 11, 1, 10)
    with freeze_time(start) as clock:
        refer(service_by_mail=False)
        sender, seen = worker({"email": carrier}), {}
        for day in range(41):
            clock.move_to(start + timedelta(days=day))
            for _ in range(3):
                await sender.round()
            if carrier.sent:
                seen[day] = [subject for _, subject, _ in carrier.sent]
                carrier.sent.clear()
    reference = _reference(database)
    assert seen == {
        0: [f"Relais, demande {reference} : nouvelle demande"],
        7: ["Avez-vous eu quelqu'un ?"],
        10: [f"Relais, demande {reference} : dix jours sans réponse"],
        30: ["Avez-vous eu quelqu'un ?"],
    }
    with database.session() as session:
        assert session.scalars(select(Proposal.service_id)).all() == ["srv-2"]


def _reference(database: Database) -> str:
    with database.session() as session:
        return str(session.scalars(select(Referral.public_reference)).one())


async def test_erased_nothing_is_left_to_send(worker: Make, refer: Refer, post: Post, database: Database) -> None:
    from bot.referrals import personal_data

    refer()
    with database.session() as session:
        personal_data.erase(session, "s1")
    assert await worker().round() == 0 and post.letters == []
    with database.session() as session:
        assert session.scalars(select(FollowUp)).all() == []


async def test_the_loop_goes_on_after_a_breakdown(
    worker: Make, refer: Refer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refer(service_by_mail=False)
    carrier = Fake()
    sender, rounds = worker({"email": carrier}), []
    real = Worker.round

    async def flaky(self: Worker) -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("Théodoline")
        return await real(self)

    monkeypatch.setattr(Worker, "round", flaky)
    monkeypatch.setattr("bot.delivery.worker.random.uniform", lambda *_: 0)
    task = asyncio.create_task(sender.run())
    for _ in range(200):
        await asyncio.sleep(0.01)
        if carrier.sent:
            break
    task.cancel()
    assert len(carrier.sent) == 1 and "Théodoline" not in caplog.text and "RuntimeError" in caplog.text


def test_every_event_that_the_domain_tells_has_its_words() -> None:
    assert {"referral_requested", "service_answered", "news_worse", "news_waiting"} <= set(TEAM)
    assert {f"proposal_{cause.replace('-', '_')}" for cause in ("rejected", "silence", "not-yet")} <= set(TEAM)
    assert all(len(f"{news.KIND}{days}") <= 30 for days in news.STEPS)
