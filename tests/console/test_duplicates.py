"""Two cards that may be one: proposed, compared, merged or set apart, by those who tend the directory."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from resources_directory.models import MergeProposal, Service
from tests.console.conftest import World
from tests.console.test_directory_work import HEADER, _import

TWO = (
    "d1;Accueil des Tilleuls;respite;territoire;departement:21;03 80 00 00 01;le matin;\r\n"
    "d2;ACCUEIL DES TILLEULS;respite;territoire;departement:21;03 80 00 00 01;;contact@tilleuls.example\r\n"
)


@pytest.fixture
async def edith(world: World, directory: Any, open_browser: Any) -> Any:
    world.user("edith", role="editor", territories="*")
    browser = await open_browser("edith")
    await _import(browser, HEADER + TWO)
    return browser


async def _pair(browser: Any) -> str:
    """Look for duplicates, and open the pair of the two Tilleuls."""
    found = await browser.post("/directory/duplicates", {})
    assert found.status == 303 and found.headers["Location"].endswith("ok=duplicates-found")
    page = await browser.page("/directory/duplicates")
    row = next(part for part in page.split("<tr") if "Accueil des Tilleuls" in part)
    return str(re.findall(r"/console(/directory/duplicates/\d+)", row)[0])


def _services(directory: Any) -> dict[str, Service]:
    with directory.session() as session:
        rows = session.scalars(select(Service).where(Service.name.ilike("accueil des tilleuls"))).unique()
        return {str(row.name): row for row in rows}


async def test_a_pair_is_found_once_compared_and_merged(world: World, directory: Any, edith: Any) -> None:
    path = await _pair(edith)
    again = await edith.post("/directory/duplicates", {})
    assert again.headers["Location"].endswith("ok=duplicates-none")
    page = await edith.page(path)
    assert "même téléphone" in page.lower() and "contact@tilleuls.example" in page and "le matin" in page
    assert page.count("différent") == 2, "the hours and the address differ; the name and the telephone do not"
    services = _services(directory)
    kept, gone = services["Accueil des Tilleuls"], services["ACCUEIL DES TILLEULS"]
    done = await edith.post(path, {"choice": kept.id})
    assert done.headers["Location"].endswith("ok=duplicates-merged")
    services = _services(directory)
    assert services["Accueil des Tilleuls"].email == "contact@tilleuls.example"
    assert services["ACCUEIL DES TILLEULS"].status == "merged"
    assert ("edith", "duplicates.merge", path.rsplit("/", 1)[1]) in world.accesses()
    assert (await edith.get(path)).status == 404, "decided"
    # A second click, or a second editor: nothing more changes, and it is said.
    late = await edith.post(path, {"choice": gone.id})
    assert late.headers["Location"].endswith("ok=loop-nothing")
    assert _services(directory)["Accueil des Tilleuls"].status == "active"


async def test_two_services_are_set_apart_for_good(world: World, directory: Any, edith: Any) -> None:
    path = await _pair(edith)
    done = await edith.post(path, {"choice": "apart"})
    assert done.headers["Location"].endswith("ok=duplicates-apart")
    assert {row.status for row in _services(directory).values()} == {"active"}
    assert (await edith.post("/directory/duplicates", {})).headers["Location"].endswith("ok=duplicates-none")
    assert ("edith", "duplicates.apart", path.rsplit("/", 1)[1]) in world.accesses()
    with directory.session() as session:
        pair = session.get(MergeProposal, int(path.rsplit("/", 1)[1]))
        assert (pair.decision, pair.decided_by) == ("refused", "edith")


async def test_nothing_is_merged_into_a_stranger(directory: Any, edith: Any) -> None:
    path = await _pair(edith)
    with directory.session() as session:
        stranger = session.scalars(select(Service.id).where(Service.name.not_ilike("accueil des tilleuls"))).first()
    for choice in (stranger, "", "<script>"):
        assert (await edith.post(path, {"choice": choice})).headers["Location"].endswith("ok=loop-nothing")
    assert {row.status for row in _services(directory).values()} == {"active"}


async def test_a_closed_card_waits_for_no_decision(directory: Any, edith: Any) -> None:
    path = await _pair(edith)
    before = await edith.page("/directory/to-check")
    with directory.session() as session:
        session.get(Service, _services(directory)["ACCUEIL DES TILLEULS"].id).status = "closed"
    assert (await edith.get(path)).status == 404
    assert path not in await edith.page("/directory/duplicates")
    number = r"<strong>(\d+)</strong> doublon"
    after = await edith.page("/directory/to-check")
    assert int(re.findall(number, after)[0]) == int(re.findall(number, before)[0]) - 1
