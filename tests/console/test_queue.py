"""The queue: order, filters, pages, and that it stays quick."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import event, insert, text

from bot.clock import now
from bot.console.queue_query import PAGE_SIZE, Filters, cursor, page
from bot.referrals.models import Referral
from tests.console.conftest import World


def references(html: str) -> list[str]:
    return re.findall(r"/console/referrals/([A-Z]{6})\"", html)


async def test_the_highest_level_first_then_the_longest_wait(world: World, open_browser: Any) -> None:
    world.user("claire")
    ages = [(1, 2), (3, 1), (1, 9), (3, 5), (0, 30)]
    made = [world.refer(level=level, created_at=now() - timedelta(hours=hours)) for level, hours in ages]
    world.refer(state="completed")
    browser = await open_browser("claire")
    text = await browser.page("/referrals")
    assert references(text) == [made[i] for i in (3, 1, 2, 0, 4)]
    assert "5 heures" in text and "1 jour" in text


async def test_every_filter_narrows(world: World, open_browser: Any) -> None:
    me = world.user("claire", territories="21 39")
    plain = world.refer()
    special = {
        "need=day_care": world.refer(need="day_care"),
        "departement=39": world.refer(departement="39"),
        "state=completed": world.refer(state="completed"),
        "level=3": world.refer(level=3),
        "assigned=me": world.refer(assigned_to=me),
    }
    browser = await open_browser("claire")
    for query, reference in special.items():
        assert references(await browser.page(f"/referrals?{query}")) == [reference]
    assert references(await browser.page(f"/referrals?assigned={me}")) == [special["assigned=me"]]
    assert references(await browser.page(f"/referrals?reference={plain.lower()}-bababa")) == [plain]
    assert special["assigned=me"] not in references(await browser.page("/referrals?assigned=nobody"))
    assert len(references(await browser.page("/referrals?state=all"))) == 6
    actions = [action for _, action, _ in world.accesses()]
    assert actions.count("referrals.search") == 9


async def test_nonsense_in_the_address_is_left_out(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    for query in ("level=9&state=x&assigned=-1", "after=3.x.y", "after=9.1.1", "assigned=" + "9" * 40, "assigned=²"):
        assert references(await browser.page(f"/referrals?{query}")) == [reference]


async def test_empty_queue_explains_itself(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21")
    browser = await open_browser("claire")
    text = (await browser.page("/referrals")).replace("&#39;", "'")
    assert "Aucune demande n’attend" in text and "21 Côte-d'Or" in text
    assert "Aucune demande ne correspond" in await browser.page("/referrals?level=3")


async def test_five_thousand_by_pages_each_seen_once(world: World, open_browser: Any) -> None:
    world.user("claire", territories="*")
    _fill(world, 5000)
    browser = await open_browser("claire")
    seen: list[str] = []
    address, pages = "/referrals", 0
    while address and pages < 6:
        text = await browser.page(address)
        seen += references(text)
        following = re.search(r'href="/console(/referrals\?[^"]*after=[^"]+)"', text)
        address, pages = following.group(1).replace("&amp;", "&") if following else "", pages + 1
    assert len(seen) == len(set(seen)) == 6 * PAGE_SIZE
    assert "5000" in text


def test_a_page_costs_a_fixed_number_of_queries_and_rows(world: World) -> None:
    from sqlalchemy import true

    _fill(world, 5000)
    statements: list[str] = []
    event.listen(world.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with world.database.session() as session:
        first = page(session, true(), Filters(), 1)
        after = page(session, true(), Filters(), 1, cursor(first[-2]))
        assert len(statements) == 2
        plan = session.execute(text("EXPLAIN QUERY PLAN " + statements[0].replace("?", "'x'"))).all()
    assert "USING INDEX ix_referral_console" in str(plan) and "TEMP B-TREE" not in str(plan)
    assert len(first) == len(after) == PAGE_SIZE + 1
    assert first[-1].id == after[0].id
    assert not any("referral.message" in said or "referral.contact" in said for said in statements)


def _fill(world: World, count: int) -> None:
    letters = [c + v for c in "BDFKLMPRTVZ" for v in "AEIOU"]

    def reference(n: int) -> str:
        return letters[n // 3025] + letters[n // 55 % 55] + letters[n % 55]

    at = now()
    with world.database.session() as session:
        session.execute(
            insert(Referral),
            [
                {
                    "public_reference": reference(n),
                    "secret_hash": "0",
                    "session_id": f"s{n}",
                    "form_run": "f",
                    "service_id": "",
                    "service_name": "",
                    "need": "respite",
                    "place_code": "21054",
                    "departement": "21",
                    "level": n % 4,
                    "state": "requested",
                    "created_at": at - timedelta(minutes=n // 7),
                    "updated_at": at,
                    "last_contact_at": at,
                }
                for n in range(count)
            ],
        )
