"""Exports of requests: one's territories, no name, no formula, each logged."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from openpyxl import load_workbook

from bot.console import exports_page
from tests.console.conftest import World

EVIL = ("=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1:A2)", "\t=1", "＝1")


@pytest.fixture
async def claire(world: World, open_browser: Any) -> Any:
    world.user("claire", territories="21")
    return await open_browser("claire")


def _fill(world: World) -> None:
    for name in EVIL:
        world.refer(service_name=name, service_id="x", first_name="Josette", contact="06 39 98 00 00")
    world.refer(departement="39", place_code="39300", place_label="Dole (39)")


async def test_csv_and_xlsx(world: World, claire: Any) -> None:
    _fill(world)
    response = await claire.post("/exports", {"period": "30", "format": "csv"})
    assert response.status == 200 and response.headers["Content-Disposition"].endswith('"relais-demandes-30-jours.csv"')
    text = (await response.read()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == len(EVIL) and all(row["service"].startswith("'") for row in rows)
    assert "Josette" not in text and "06 39" not in text and "Dole" not in text
    book = load_workbook(io.BytesIO(await (await claire.post("/exports", {"period": "30", "format": "xlsx"})).read()))
    cells = [cell for row in book["demandes"].iter_rows(min_row=2) for cell in row]
    assert len(cells) == len(EVIL) * 14 and not [cell for cell in cells if cell.data_type == "f"]
    actions = [(action, what) for _, action, what in world.accesses() if action.startswith("export.")]
    assert actions == [("export.csv", "30 jours"), ("export.xlsx", "30 jours")]


async def test_fhir(world: World, claire: Any) -> None:
    _fill(world)
    body = await (await claire.post("/exports", {"period": "365", "format": "fhir"})).text()
    Bundle.parse_raw(body)
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(body)["entry"]]
    assert kinds.count("Task") == len(EVIL) and "Josette" not in body
    assert world.accesses()[-1] == ("claire", "export.fhir", "365 jours")


async def test_too_many_for_a_page(world: World, claire: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(world)
    monkeypatch.setitem(exports_page.MOST, "fhir", len(EVIL) - 1)
    answer = await claire.post("/exports", {"period": "30", "format": "fhir"})
    assert answer.status == 422 and "période plus courte" in await answer.text()
    assert (await claire.post("/exports", {"period": "30", "format": "csv"})).status == 200


async def test_the_page_counts_and_editors_do_not_see_it(world: World, claire: Any, open_browser: Any) -> None:
    _fill(world)
    assert f"{len(EVIL)} demandes reçues" in await claire.page("/exports")
    world.user("edith", role="editor", territories="*")
    edith = await open_browser("edith")
    assert (await edith.get("/exports")).status == 403
    assert (await edith.post("/exports", {"format": "csv"})).status == 403
