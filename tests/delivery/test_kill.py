"""Three senders killed at any moment (``kill -9``): no letter is lost, and one that comes twice is the same letter."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.clock import now
from bot.database import Database
from bot.privacy.vault import Vault, new_key
from bot.referrals.models import OutboxMessage
from tests.delivery.conftest import Post
from tests.sources import ROOT

KEY = new_key()
REQUESTS, KILLS, PATIENCE = 60, 10, 90


@pytest.fixture
def vault() -> Vault:
    """A key that the other processes have too."""
    return Vault([KEY])


def left(database: Database) -> int:
    """How many letters have still to leave."""
    with database.session() as session:
        waiting = (OutboxMessage.channel == "email", OutboxMessage.sent_at.is_(None))
        return int(session.scalar(select(func.count()).select_from(OutboxMessage).where(*waiting)) or 0)


@pytest.mark.slow
def test_senders_killed_at_random(
    database: Database, refer: Callable[..., str], post: Post, smtp: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'relais.sqlite'}"
    chance = random.Random(20261125)

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.delivery.sender", url, KEY, smtp]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    senders = [start() for _ in range(3)]
    try:
        for number in range(REQUESTS):
            refer(form_run=f"run-{number}")
            if number % (REQUESTS // KILLS) == 0:
                time.sleep(chance.uniform(1, 3))
                place = chance.randrange(3)
                senders[place].kill()
                senders[place].wait()
                senders[place] = start()
        assert post.letters, "they were killed at work, not while they were starting"
        end = time.monotonic() + PATIENCE
        while left(database) and time.monotonic() < end:
            with database.session() as session:  # the leases of the dead, and the waits, are made short
                over = now() - timedelta(seconds=1)
                session.execute(
                    update(OutboxMessage)
                    .where(OutboxMessage.leased_until < now() + timedelta(seconds=105))
                    .values(leased_until=over)
                )
                session.execute(update(OutboxMessage).where(OutboxMessage.dead_at.is_(None)).values(due_at=over))
            time.sleep(1)
    finally:
        for sender in senders:
            sender.kill()
            sender.wait()
    assert left(database) == 0
    arrived = Counter(str(letter["Message-ID"]) for letter in post.letters)
    assert len(arrived) == 2 * REQUESTS, "one for the team and one for the service, each under one name"
    again = sum(count - 1 for count in arrived.values())
    assert again <= 10 * KILLS, "only what a killed sender had in hand can come again"
