"""Opinions in the console: counted by territory, hidden under five, the word read in the request by those who may."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from html import unescape
from typing import Any

from sqlalchemy import select, update

import bot.counts.models  # noqa: F401  (its table)
from bot.clock import now
from bot.referrals import lifecycle, news, satisfaction
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import Referral
from tests.console.conftest import World
from tests.console.test_loop import refer


def helped(world: World, useful: bool, word: str = "", **given: Any) -> str:
    """A request whose help is in place, and what the person says of it."""
    reference = refer(world, **given)
    with world.database.session() as session:
        row = session.scalars(select(Referral).where(Referral.public_reference == reference)).one()
        for state, reason in (("received", None), ("in-progress", None), ("completed", "done")):
            lifecycle.move(session, row, state, "claire", reason=reason)
        assert satisfaction.answer(session, world.vault, row, useful, word)
    return reference


async def test_counted_by_territory_and_hidden_under_five(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21")
    for number in range(7):
        helped(world, True, session_id=f"s{number}")
    for number in range(9):  # of another territory: neither seen nor counted
        helped(world, False, session_id=f"j{number}", departement="39", place_code="39198")
    browser = await open_browser("claire")
    sheet = list(csv.reader(io.StringIO(await browser.page("/statistics.csv")), delimiter=";"))
    assert [row[1:] for row in sheet if row[0] == "utilité de l'aide"] == [["utile", "", "7"]]
    assert "Cette aide a-t-elle été utile ?" in unescape(await browser.page("/statistics"))
    for number in range(3):
        helped(world, False, session_id=f"n{number}")
    sheet = list(csv.reader(io.StringIO(await browser.page("/statistics.csv")), delimiter=";"))
    rows = [row for row in sheet if row[0] == "utilité de l'aide"]
    assert {row[3] for row in rows} == {"masqué"}, "three are hidden, and seven would give them away"


async def test_the_word_is_read_in_the_request(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21")
    reference = helped(world, False, "trop loin <b>de chez nous</b>")
    page = await (await open_browser("claire")).page(f"/referrals/{reference}")
    assert "Avis de la personne" in page and "trop loin &lt;b&gt;" in page and "pas utile" in page


async def test_without_news_is_said_in_the_calls_to_make(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21")
    reference = refer(world)
    asked = now() - timedelta(days=6)
    with world.database.session() as session:
        session.execute(
            update(FollowUp).where(FollowUp.step == 7).values(due_at=asked, asked_at=asked, channel="email")
        )
    browser = await open_browser("claire")
    assert reference not in await browser.page("/follow-up")
    with world.database.session() as session:
        assert news.fall_silent(session) == 1
        assert news.fall_silent(session) == 0, "once"
    page = await browser.page("/follow-up")
    assert reference in page and "sans nouvelles" in page and "par courriel" in page
    done = await browser.post(f"/follow-up/{reference}/news", {"step": "7", "answer": "yes"})
    assert done.headers["Location"].endswith("ok=loop-news")
    assert reference not in await browser.page("/follow-up")
