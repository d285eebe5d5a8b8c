"""A message leaves once, whoever sends it, whenever a sender dies; what cannot leave is given up in plain sight."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from bot.database import Database
from bot.referrals import outbox
from bot.referrals.models import OutboxMessage, Referral
from bot.referrals.outbox import Claimed

WAYS = ["email"]


@pytest.fixture
def queue(database: Database, recorded: Callable[..., str]) -> Callable[[int], None]:
    """Put so many messages in the outbox of one request."""

    def put(count: int = 1) -> None:
        recorded()
        with database.session() as session:
            referral = session.scalars(select(Referral)).one()
            for number in range(count):
                assert outbox.enqueue(session, int(referral.id), "referral_requested", "email", "team", str(number))

    return put


def row(database: Database, identifier: int) -> OutboxMessage:
    """A message as it stands."""
    with database.session() as session:
        found = session.get(OutboxMessage, identifier)
        assert found is not None
        return found


def claim_one(database: Database) -> Claimed:
    """The only message due."""
    (claimed,) = outbox.claim(database, WAYS)
    return claimed


def test_the_same_news_to_the_same_people_is_one_row(database: Database, queue: Callable[[int], None]) -> None:
    queue(1)
    with database.session() as session:
        referral = session.scalars(select(Referral)).one()
        again = outbox.enqueue(session, int(referral.id), "referral_requested", "email", "team", "0")
        other = outbox.enqueue(session, int(referral.id), "referral_requested", "email", "service", "0")
    assert (again, other) == (False, True)
    with database.session() as session:
        kept = session.scalars(select(OutboxMessage.audience).where(OutboxMessage.channel == "email")).all()
        assert sorted(kept) == ["service", "team"]


def test_a_claimed_message_is_nobody_elses(database: Database, queue: Callable[[int], None]) -> None:
    queue(1)
    mine = claim_one(database)
    assert (mine.kind, mine.channel, mine.audience) == ("referral_requested", "email", "team")
    assert outbox.claim(database, WAYS) == []
    assert outbox.sent(database, mine) is True
    assert outbox.claim(database, WAYS) == [] and row(database, mine.id).sent_at is not None


def test_the_place_in_the_queue_of_the_console_is_never_claimed(
    database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    assert outbox.claim(database, ["email", "webhook", "telegram"]) == []


def test_a_sender_that_dies_gives_its_message_back_when_its_lease_runs_out(
    database: Database, queue: Callable[[int], None]
) -> None:
    with freeze_time("2026-11-22 10:00") as clock:
        queue(1)
        dead = claim_one(database)
        clock.tick(outbox.LEASE - timedelta(seconds=1))
        assert outbox.claim(database, WAYS) == []
        clock.tick(timedelta(seconds=2))
        second = claim_one(database)
        assert second.id == dead.id and second.key == dead.key and second.created_at == dead.created_at
        assert outbox.sent(database, dead) is False, "it was slow, not dead: the other one answers for the message"
        assert outbox.failed(database, dead, "late", permanent=True) is False
        outbox.drop(database, dead)
        assert outbox.sent(database, second) is True
        assert row(database, second.id).attempts == 2


def test_many_senders_send_each_message_once(database: Database, queue: Callable[[int], None]) -> None:
    queue(40)

    def work(_: int) -> list[int]:
        gone = []
        while claimed := outbox.claim(database, WAYS, most=3):
            gone += [message.id for message in claimed if outbox.sent(database, message)]
        return gone

    with ThreadPoolExecutor(4) as pool:
        gone = [identifier for part in pool.map(work, range(4)) for identifier in part]
    assert len(gone) == len(set(gone)) == 40


def test_a_failure_is_tried_again_later_and_later(database: Database, queue: Callable[[int], None]) -> None:
    with freeze_time("2026-11-22 10:00") as clock:
        queue(1)
        waits = []
        for _ in range(outbox.MOST_ATTEMPTS - 1):
            claimed = claim_one(database)
            assert outbox.failed(database, claimed, "smtp-451", permanent=False) is False
            kept = row(database, claimed.id)
            assert (kept.last_error, kept.lease, kept.dead_at) == ("smtp-451", None, None)
            waits.append(kept.due_at - _now())
            assert outbox.claim(database, WAYS) == []
            clock.move_to(kept.due_at + timedelta(seconds=1))
        assert outbox.failed(database, claim_one(database), "smtp-451", permanent=False) is True
        assert outbox.claim(database, WAYS) == []
    assert timedelta(seconds=45) <= waits[0] <= timedelta(seconds=75)
    assert timedelta(minutes=6) <= waits[3] <= timedelta(minutes=10)
    assert all(wait <= outbox.LONGEST_DELAY * 1.25 for wait in waits)
    assert timedelta(hours=12) < sum(waits, timedelta()) < timedelta(hours=36), "about a day before it is given up"


def _now() -> datetime:
    from bot.clock import now

    return now()


def test_senders_do_not_march_together() -> None:
    assert len({outbox.delay(5) for _ in range(20)}) > 10


def test_a_permanent_failure_is_given_up_at_once_and_a_coordinator_can_send_it_again(
    database: Database, queue: Callable[[int], None]
) -> None:
    with freeze_time("2026-11-22 10:00") as clock:
        queue(1)
        claimed = claim_one(database)
        assert outbox.failed(database, claimed, "smtp-550", permanent=True) is True
        kept = row(database, claimed.id)
        assert kept.dead_at is not None and kept.last_error == "smtp-550"
        clock.tick(timedelta(days=9))
        assert outbox.claim(database, WAYS) == []
        with database.session() as session:
            assert outbox.revive(session, claimed.referral_id) == 1
        again = claim_one(database)
        assert again.id == claimed.id and again.created_at == _now(), "its links are new"
        assert row(database, again.id).attempts == 1


def test_a_message_that_kills_its_sender_each_time_is_given_up(
    database: Database, queue: Callable[[int], None]
) -> None:
    with freeze_time("2026-11-22 10:00") as clock:
        queue(1)
        for _ in range(outbox.MOST_ATTEMPTS):
            claimed = claim_one(database)
            clock.tick(outbox.LEASE + timedelta(seconds=1))
        assert outbox.claim(database, WAYS) == []
        assert row(database, claimed.id).last_error == outbox.CUT_SHORT
