"""The directory and content pages, with a directory, without one, and with one that fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from freezegun import freeze_time

from tests.console.conftest import World


@dataclass
class Service:
    """What ``resources_directory.Found`` holds, as far as the pages read it."""

    id: str = "p1"
    name: str = "Plateforme de répit <b>du Jura</b>"
    organization: str = "Association d'exemple"
    why: str = "Intervient dans le Jura."
    phone: str = "03 84 00 00 00"
    email: str = "contact@exemple.fr"
    website: str = "javascript:alert(1)"
    address: str = ""
    territory: str = "Jura"
    hours: str = ""
    source: str = "saisie"
    verified_on: date | None = None
    stale: bool = False
    to_verify: bool = True


@dataclass
class Report:
    """What ``reports()`` lists."""

    service_id: str
    name: str
    reason: str
    at: date


class Shelf:
    """A directory of one service."""

    def __init__(self) -> None:
        self.service, self.said = Service(), [Report("p1", "Plateforme", "phone", date(2026, 3, 2))]
        self.asked: list[Any] = []
        self.verified: list[tuple[str, str]] = []

    def search(self, needs: list[str], place: Any, *, limit: int = 3) -> list[Service]:
        self.asked.append((needs, place.code if place else None))
        return [self.service]

    def get(self, service_id: str) -> Service | None:
        return self.service if service_id == "p1" else None

    def verify(self, service_id: str, by: str) -> None:
        self.verified.append((service_id, by))

    def report(self, service_id: str, reason: str, field: str | None = None) -> None:
        self.said.append(Report(service_id, "Plateforme", reason, date.today()))

    def reports(self) -> list[Report]:
        return self.said


@pytest.fixture
def shelf(world: World) -> Shelf:
    world.directory = Shelf()
    return world.directory


async def test_search_by_need_and_place(world: World, shelf: Shelf, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    browser = await open_browser("edith")
    assert "le téléphone est faux" in (await browser.page("/directory")).lower()
    page = await browser.page("/directory?need=respite&place=Lons-le-Saunier")
    assert shelf.asked == [(["respite"], "39300")]
    assert "&lt;b&gt;du Jura" in page and "jamais vérifié" in page
    assert "ne trouvons pas le lieu" in await browser.page("/directory?need=respite&place=xyzzyqqq")
    assert [action for _, action, _ in world.accesses()][-3:] == [
        "directory.view", "directory.search", "directory.search"]


async def test_verified_today_is_for_editors(world: World, shelf: Shelf, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    world.user("claire")
    edith, claire = await open_browser("edith"), await open_browser("claire")
    assert "Vérifié aujourd’hui" in await edith.page("/directory/p1")
    assert "Vérifié aujourd’hui" not in await claire.page("/directory/p1")
    assert (await claire.post("/directory/p1/verify")).status == 403
    assert (await edith.post("/directory/p1/verify")).status == 303
    assert shelf.verified == [("p1", "edith")]
    assert ("edith", "service.verify", "p1") in world.accesses()
    assert 'href="javascript' not in await edith.page("/directory/p1")


async def test_reporting_an_error(world: World, shelf: Shelf, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    assert (await browser.post("/directory/p1/report", {"fault": "nawak"})).status == 422
    assert (await browser.post("/directory/p1/report", {"fault": "closed"})).status == 303
    assert shelf.said[-1].reason == "closed"
    assert (await browser.get("/directory/p9")).status == 404


async def test_without_a_directory_the_page_says_so(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    assert "L’annuaire n’est pas branché" in await browser.page("/directory")
    assert (await browser.get("/directory/p1")).status == 404


async def test_a_directory_that_fails_does_not_take_the_console_down(world: World, shelf: Shelf,
                                                                      open_browser: Any) -> None:
    def fail(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("down")

    shelf.search = shelf.get = fail  # type: ignore[method-assign, assignment]
    world.user("claire")
    browser = await open_browser("claire")
    assert "annuaire ne répond pas" in await browser.page("/directory?need=respite", 503)
    assert (await browser.get("/directory/p1")).status == 503


async def test_content_page_shows_what_must_be_read_again(world: World, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    browser = await open_browser("edith")
    page = await browser.page("/content")
    assert "Souffler, se faire remplacer" in page
    with freeze_time("2030-01-01"):
        later = await open_browser("edith")
        page = await later.page("/content")
    assert "À relire" in page and "temps de les vérifier" in page
