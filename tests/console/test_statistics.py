"""Statistics: nothing under five, nothing to be worked out, and spreadsheets that run nothing."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.clock import now
from bot.console import charts, csv_export, xlsx_export
from bot.console.statistics_query import departement_of
from bot.console.suppression import FEWEST, line, suppress
from bot.console.territories import departements
from bot.referrals.models import ReferralEvent, UnmetNeed
from tests.console.conftest import World
from tests.console.samples import fill_counts


@pytest.mark.parametrize(
    "evil", ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "＝1", "\n=1"]
)
def test_formulas_are_neutralised(evil: str) -> None:
    cell = list(csv.reader(io.StringIO(csv_export.write(["a"], [[evil]]).decode("utf-8-sig")), delimiter=";"))[1][0]
    assert cell.startswith("'")


def test_plain_cells_stay_plain() -> None:
    text = csv_export.write(["nom", "nombre"], [['Côte-d\'Or; "sud"', 12], [None, -3]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1:] == [['Côte-d\'Or; "sud"', "12"], ["", "-3"]]


@settings(deadline=None)  # a busy machine is no failure
@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 30), max_size=16))
def test_hidden_cells_cannot_be_worked_out_from_totals(cells: dict[tuple[str, str], int]) -> None:
    shown = suppress(cells)
    assert all(number is None or number == 0 or number >= FEWEST for number in shown.values())
    assert all(shown[cell] == 0 for cell, number in cells.items() if number == 0)
    for axis in (0, 1):
        for name in {cell[axis] for cell in cells}:
            row = [cell for cell in cells if cell[axis] == name]
            hidden = [cell for cell in row if shown[cell] is None]
            if hidden and any(shown[cell] for cell in row):
                assert len(hidden) > 1 and sum(cells[cell] for cell in hidden) >= FEWEST


def test_a_single_small_number_takes_the_next_with_it() -> None:
    assert line({"a": 40, "b": 9, "c": 2}) == {"a": 40, "b": None, "c": None}
    assert line({"a": 40, "b": 9}) == {"a": 40, "b": 9}


async def test_page_and_export_show_the_same_and_only_ones_own_territory(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21")
    for _ in range(12):
        world.refer()
    for _ in range(3):
        world.refer(need="day_care")
    for _ in range(9):
        world.refer(need="transport", departement="39")
    world.refer(created_at=now() - timedelta(days=60))
    with world.database.session() as session:
        session.add(UnmetNeed(day=now().date(), need="respite", place_code="21054", asked=18))
        session.add(UnmetNeed(day=now().date(), need="home_help", place_code="39300", asked=18))
    browser = await open_browser("claire")
    page = await browser.page("/statistics")
    assert "<strong>15</strong>" in page
    assert ">3<" not in page and "Se déplacer" not in page.split("masqué")[0]
    assert "<strong>16</strong>" in await browser.page("/statistics?period=90")
    places = await browser.page("/statistics/places?measure=unmet")
    assert ">18<" in places and "Beaune" in places and "Lons-le-Saunier" not in places
    response = await browser.get("/statistics.csv?period=30")
    rows = list(csv.reader(io.StringIO((await response.read()).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["mesure", "quoi", "où", "nombre"]
    assert [row[3] for row in rows if row[0] == "demandes"] == ["masqué", "masqué"]
    assert [row[2:] for row in rows if row[0] == "sans solution"] == [["21 Côte-d'Or", "18"]]
    assert world.accesses()[-1] == ("claire", "statistics.export", "30")
    book = load_workbook(io.BytesIO(await (await browser.get("/statistics.xlsx?period=30")).read()))
    assert [row[2].value for row in book["demandes"].iter_rows(min_row=2)] == ["masqué", "masqué"]
    assert [row[2].value for row in book["sans solution"].iter_rows(min_row=2)] == [18]


async def test_delays_count_the_first_act_of_the_team(world: World, open_browser: Any) -> None:
    world.user("claire")
    for hours in (1, 2, 10, 60, 90):
        reference = world.refer(created_at=now() - timedelta(hours=hours))
        with world.database.session() as session:
            referral = world.referral(reference)
            session.add(ReferralEvent(referral_id=referral.id, at=now(), actor="claire", kind="call"))
    browser = await open_browser("claire")
    page = await browser.page("/statistics/delays")
    assert "<strong>10 h</strong>" in page and "<strong>60 %</strong>" in page


async def test_the_map_shows_what_the_table_shows(world: World, open_browser: Any) -> None:
    world.user("samir", role="administrator", territories="*")
    with world.database.session() as session:
        for code, asked in (("21054", 40), ("39300", 7), ("71270", 3), ("25056", 2), ("97411", 9)):
            session.add(UnmetNeed(day=now().date(), need="respite", place_code=code, asked=asked))
    page = await (await open_browser("samir")).page("/statistics/places")
    titles = dict(re.findall(r"<title>(\w+) [^:]+ : (\w+)</title>", page))
    assert titles["21"] == "40" and titles["39"] == "7" and titles["974"] == "9" and titles["75"] == "0"
    assert titles["71"] == titles["25"] == "masqué"
    assert len(titles) == 101 and 'class="tile shade-5"' in page


def test_each_departement_has_its_own_square() -> None:
    tiles = charts.tiles({})
    assert len({(tile.x, tile.y) for tile in tiles}) == len(tiles) == 101
    assert {tile.code for tile in tiles} <= set(departements())


async def test_conversations_by_question(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    assert "Aucune conversation comptée" in await browser.page("/statistics/conversations")
    fill_counts(world.database)
    page = await browser.page("/statistics/conversations")
    assert "<strong>900</strong>" in page and "<strong>140</strong>" in page
    assert "Qui aide qui" in page and "utile" in page


async def test_people_helped_and_spaces_activated(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21")
    for number in range(12):
        reason = "activated" if number < 7 else "done"
        world.refer(need="mon_espace_sante", state="completed", state_reason=reason)
    page = await (await open_browser("claire")).page("/statistics")
    assert re.search(r"21 Côte-d&#39;Or</th>\s*<td class=\"num\">12</td><td class=\"num\">7</td>", page), page


@pytest.mark.parametrize("evil", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")'])
def test_a_workbook_computes_nothing(evil: str) -> None:
    book = load_workbook(io.BytesIO(xlsx_export.write([("a/b", ["quoi"], [[evil], [12]]), ("a/b", ["quoi"], [["x"]])])))
    cell = book.worksheets[0]["A2"]
    assert cell.data_type == "s" and str(cell.value).startswith("'")
    assert book.worksheets[0]["A3"].value == 12 and len(book.worksheets) == 2


def test_departement_of_a_place() -> None:
    assert [departement_of(code) for code in ("21054", "2A004", "97411", "39", "BE-4000", "R27", "")] == [
        "21",
        "2A",
        "974",
        "39",
        "",
        "",
        "",
    ]
