"""Questions without a sure answer: grouped, none under five, nobody's words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from freezegun import freeze_time

from bot.clock import now
from bot.console.gaps import gaps
from bot.counts.tally import Tally, add
from tests.console.conftest import World


def _count(world: World, key: str, times: int, **outcomes: int) -> None:
    with world.database.session() as session:
        add(session, [Tally("unanswered", key)] * times)
        for how, number in outcomes.items():
            add(session, [Tally("settled", key, how)] * number)


def test_groups_by_guesses_with_what_was_chosen(world: World) -> None:
    _count(world, "apa+respite", 12, respite=7, not_that=2)
    _count(world, "none", 6, human=6)
    _count(world, "transport", 4)
    with world.database.session() as session:
        found = gaps(session, now().date() - timedelta(days=30))
    assert [(g.guesses, g.times, g.chosen, g.left) for g in found.shown] == [
        (("apa", "respite"), 12, (("respite", 7), ("not_that", 2)), 3),
        ((), 6, (("human", 6),), 0),
    ]
    assert found.rare == 4


def test_what_is_older_is_left_out(world: World) -> None:
    with freeze_time("2025-01-01"):
        _count(world, "apa", 50)
    with world.database.session() as session:
        assert gaps(session, date(2025, 6, 1)).shown == ()


async def test_the_page_for_editors_only(world: World, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    world.user("claire")
    edith, claire = await open_browser("edith"), await open_browser("claire")
    assert "Rien à montrer" in await edith.page("/content/gaps")
    _count(world, "transport", 9, not_that=5)
    page = await edith.page("/content/gaps?period=30")
    assert "Se déplacer" in page and "Ce n&#39;est pas ça" in page and ">9<" in page
    assert (await claire.get("/content/gaps")).status == 403
