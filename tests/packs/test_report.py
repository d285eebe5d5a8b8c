"""The report that an association hands in: counts by month, département, audience; small numbers hidden."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from actions.world import World
from bot.commands import report
from bot.packs import Packs
from bot.packs.counts import PackCount, count_action
from bot.packs.report import AUDIENCES
from tests.packs.chat import make_world


@pytest.fixture
def counted(tmp_path: Path) -> World:
    """An installation where things were done."""
    world = make_world(tmp_path)
    with world.database.session() as session:
        for action, times, where, who in (
            ("opened", 14, "44", "patient"),
            ("opened", 9, "49", "carer"),
            ("opened", 3, "85", "patient"),
            ("activation", 7, "44", "patient"),
            ("satisfaction.useful.n5", 6, "44", "patient"),
        ):
            for _ in range(times):
                count_action(session, "mon_espace_sante", action, where, who)
    return world


def test_a_row_is_added_to_and_holds_nobody(counted: World) -> None:
    with counted.database.session() as session:
        rows = list(session.scalars(select(PackCount)))
    assert len(rows) == 5 and sorted(row.times for row in rows) == [3, 6, 7, 9, 14]
    assert {column.name for column in PackCount.__table__.columns} == {
        "id", "day", "departement", "pack", "action", "audience", "times",
    }  # fmt: skip


def test_csv_and_xlsx_say_the_same(counted: World, tmp_path: Path) -> None:
    for name in ("bilan.csv", "bilan.xlsx"):
        assert report.main(counted.settings, ["mon_espace_sante", "--out", str(tmp_path / name)]) == 0
    with (tmp_path / "bilan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    sheet = [[str(cell.value) for cell in row] for row in load_workbook(tmp_path / "bilan.xlsx").active]
    assert rows == sheet
    said = {(table, line, action): number for table, line, action, number in rows}
    assert said[("département", "44", "Activations déclarées")] == "7"
    assert said[("département", "44", "Avis donnés : Utilité, 5")] == "6"
    assert said[("public", "proche aidant", "Personnes touchées")] == "9"
    # 3 in one département are hidden, and the next one with it, or 26 - 14 - 9 would tell.
    assert said[("département", "85", "Personnes touchées")] == said[("département", "49", "Personnes touchées")] == "masqué"


def test_another_period_is_empty_and_another_pack_unknown(counted: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert report.main(counted.settings, ["mon_espace_sante", "--from", "2020-01-01", "--to", "2020-12-31"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert report.main(counted.settings, ["rien"]) == 1
    assert "Pack inconnu" in capsys.readouterr().err


def test_every_public_of_a_shipped_pack_has_its_words() -> None:
    guessed = {name for pack in Packs.load().values() if pack.audience for name, _ in pack.audience.guesses}
    assert guessed <= AUDIENCES.keys()
