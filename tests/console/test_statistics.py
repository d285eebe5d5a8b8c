"""Statistics: nothing under five, nothing to be worked out, and spreadsheets that run nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import now
from bot.console import csv_export
from bot.console.statistics_query import departement_of
from bot.console.suppression import FEWEST, line, suppress
from bot.referrals.models import ReferralEvent, UnmetNeed
from tests.console.conftest import World


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
    assert "<strong>15</strong>" in page and ">18<" in page
    assert ">3<" not in page and "Se déplacer" not in page.split("masqué")[0]
    assert "<strong>16</strong>" in await browser.page("/statistics?period=90")
    response = await browser.get("/statistics.csv?period=30")
    rows = list(csv.reader(io.StringIO((await response.read()).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["mesure", "besoin", "département", "nombre"]
    assert [row[3] for row in rows if row[0] == "demandes"] == ["masqué", "masqué"]
    assert [row[2:] for row in rows if row[0] == "sans solution"] == [["21 Côte-d'Or", "18"]]
    assert world.accesses()[-1] == ("claire", "statistics.export", "30")


async def test_delays_count_the_first_act_of_the_team(world: World, open_browser: Any) -> None:
    world.user("claire")
    for hours in (1, 2, 10, 60, 90):
        reference = world.refer(created_at=now() - timedelta(hours=hours))
        with world.database.session() as session:
            referral = world.referral(reference)
            session.add(ReferralEvent(referral_id=referral.id, at=now(), actor="claire", kind="call"))
    browser = await open_browser("claire")
    page = await browser.page("/statistics")
    assert "<strong>10 h</strong>" in page and "<strong>60 %</strong>" in page


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
