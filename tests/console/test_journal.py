"""The journal of accesses: chained, and every way of altering it shows."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from bot.clock import now
from bot.console import journal, journal_command
from bot.console.journal import Access, append, prune, verify
from bot.console.models import AccessLog
from bot.privacy.keys import load_secrets
from tests.console.conftest import KEY, World


def write(world: World, count: int, key: str = KEY) -> None:
    for number in range(count):
        with world.database.session() as session:
            append(session, [Access("claire", "referral.view", f"R{number}")], key)


def check(world: World, key: str = KEY) -> journal.Verdict:
    with world.database.session() as session:
        return verify(session, key)


def run(world: World, statement: str) -> None:
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_chain_that_nobody_touched_holds(world: World) -> None:
    assert check(world) == journal.Verdict(0)
    write(world, 6)
    assert check(world) == journal.Verdict(6)


@pytest.mark.parametrize(
    "harm, at",
    [
        ("UPDATE access_log SET actor = 'marc' WHERE id = 3", 3),
        ("UPDATE access_log SET object_id = 'R9' WHERE id = 1", 1),
        ("UPDATE access_log SET at = '2020-01-01 00:00:00.000000' WHERE id = 6", 6),
        ("UPDATE access_log SET hash = previous_hash WHERE id = 2", 2),
        ("DELETE FROM access_log WHERE id = 4", 4),
        ("DELETE FROM access_log WHERE id = 1", 1),
        ("DELETE FROM access_log WHERE id = 6", 6),
        ("DELETE FROM access_log", 1),
        ("UPDATE access_log_head SET last_position = 5", 5),
        ("DELETE FROM access_log_head", 1),
    ],
)
def test_every_alteration_shows(harm: str, at: int, world: World) -> None:
    write(world, 6)
    run(world, harm)
    verdict = check(world)
    assert verdict.broken_at == at and verdict.why


def test_a_chain_rebuilt_without_the_key_shows(world: World) -> None:
    write(world, 3, key="another key")
    assert check(world).broken_at == 3


def test_rows_cannot_be_changed_through_the_models(world: World) -> None:
    write(world, 1)
    with pytest.raises(RuntimeError), world.database.session() as session:
        session.query(AccessLog).one().actor = "marc"
    with pytest.raises(RuntimeError), world.database.session() as session:
        session.delete(session.query(AccessLog).one())
    assert check(world) == journal.Verdict(1)


def test_many_writers_at_once_keep_one_chain(world: World) -> None:
    threads = [threading.Thread(target=write, args=(world, 10)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert check(world) == journal.Verdict(60)


def test_retention_cuts_the_beginning_and_the_rest_still_holds(world: World) -> None:
    with freeze_time("2025-01-10"):
        write(world, 4)
    with freeze_time("2026-02-10"):
        write(world, 3)
        with world.database.session() as session:
            assert prune(session, now() - timedelta(days=365), KEY) == 4
            assert prune(session, now() - timedelta(days=365), KEY) == 0
        write(world, 1)
    assert check(world) == journal.Verdict(4)
    run(world, "DELETE FROM access_log WHERE id = 5")
    assert check(world).broken_at == 5


def test_retention_of_everything(world: World) -> None:
    write(world, 2)
    with world.database.session() as session:
        assert prune(session, now() + timedelta(days=1), KEY) == 2
    assert check(world) == journal.Verdict(0)
    write(world, 1)
    assert check(world) == journal.Verdict(1)


def test_command(world: World, capsys: Any) -> None:
    key = load_secrets(world.settings.home, {}).signing_key
    write(world, 2, key)
    assert journal_command.main([], world.settings) == 0
    assert "intact : 2 lignes" in capsys.readouterr().out
    run(world, "UPDATE access_log SET actor = 'marc' WHERE id = 2")
    assert journal_command.main(["verify"], world.settings) == 1
    assert "altéré à la ligne 2" in capsys.readouterr().err
    run(world, "DROP TABLE access_log_head")
    assert journal_command.main([], world.settings) == 2


async def test_page_lists_filters_and_checks(world: World, open_browser: Any) -> None:
    world.user("nadia", role="administrator", territories="*")
    reference = world.refer()
    browser = await open_browser("nadia")
    await browser.page(f"/referrals/{reference}")
    text = await browser.page("/journal?action=referral.view&actor=nadia")
    assert reference in text and text.count("<tr") == 2
    assert "Aucun accès ne correspond" in await browser.page("/journal?actor=personne")
    for _ in range(55):
        write(world, 1)
    assert "before=" in await browser.page("/journal")
    assert "Le journal est intact" in await (await browser.post("/journal/verify")).text()
    run(world, "UPDATE access_log SET actor = 'marc' WHERE id = 2")
    assert "altéré à la ligne 2" in await (await browser.post("/journal/verify")).text()
