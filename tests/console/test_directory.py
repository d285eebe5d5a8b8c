"""The directory and content pages: with the embedded directory, without one, and with one that is down."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from freezegun import freeze_time

from bot.console.directory_port import DirectoryPort
from resources_directory import Directory
from resources_directory.models import Service
from tests.console.conftest import World


async def first_service(browser: Any) -> str:
    page = await browser.page("/directory?need=respite&place=Lons-le-Saunier")
    found = re.search(r"/console(/directory/services/[^\"]+)", page)
    assert found, page
    return found.group(1)


async def test_search_by_need_and_place(world: World, directory: Directory, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    browser = await open_browser("edith")
    path = await first_service(browser)
    assert "Dernière date" in await browser.page(path)
    assert "ne trouvons pas le lieu" in await browser.page("/directory?need=respite&place=xyzzyqqq")
    assert "Plusieurs lieux correspondent" in await browser.page("/directory?need=respite&place=Beaumont")
    actions = [action for _, action, _ in world.accesses()]
    assert actions[1:] == ["directory.search", "service.view", "directory.search", "directory.search"]


async def test_reported_then_verified(world: World, directory: Directory, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    world.user("claire")
    edith, claire = await open_browser("edith"), await open_browser("claire")
    path = await first_service(claire)
    service_id = path.rsplit("/", 1)[1]
    assert (await claire.post(path + "/report", {"fault": "nawak"})).status == 422
    assert (await claire.post(path + "/report", {"fault": "closed"})).status == 303
    assert "le service est fermé" in (await edith.page("/directory")).lower()
    assert "1 signalement" in await edith.page("/directory/to-check")
    assert "Vérifié aujourd’hui" not in await claire.page(path)
    assert (await claire.post(path + "/verify")).status == 403
    assert (await claire.get("/directory/to-check")).status == 403
    assert (await edith.post(path + "/verify")).status == 303
    assert DirectoryPort(directory).reports() == []
    found = directory.get(service_id)
    assert found is not None and (found.verified_on, found.to_verify) == (date.today(), False)
    assert ("edith", "service.verify", service_id) in world.accesses()


async def test_what_an_import_brings_stays_text(world: World, directory: Directory, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    path = await first_service(browser)
    with directory.session() as session:
        service = session.get(Service, path.rsplit("/", 1)[1])
        service.name, service.website = "<script>alert(1)</script>", "javascript:alert(1)"
    page = await browser.page(path)
    assert "&lt;script&gt;" in page and "<script" not in page and 'href="javascript' not in page


async def test_unknown_service(world: World, directory: Directory, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    assert (await browser.get("/directory/services/p9")).status == 404
    assert (await browser.get("/directory/services/..%2F..%2Fx")).status == 404


async def test_without_a_directory_the_page_says_so(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    assert "L’annuaire n’est pas branché" in await browser.page("/directory")
    assert (await browser.get("/directory/services/p1")).status == 404


async def test_a_directory_that_is_down_does_not_take_the_console_down(
    world: World, tmp_path: Path, aiohttp_client: Any, content: Any
) -> None:
    from aiohttp import web

    from bot.console import make_console
    from tests.console.conftest import KEY, Browser

    world.user("claire")
    app = web.Application()
    app.add_subapp(
        "/console",
        make_console(
            world.settings,
            world.database,
            world.vault,
            signing_key=KEY,
            content=content,
            directory=Directory(f"sqlite:///{tmp_path / 'empty.sqlite'}"),
        ),
    )
    browser = Browser(await aiohttp_client(app))
    await browser.login("claire")
    assert "annuaire ne répond pas" in await browser.page("/directory?need=respite", 503)
    assert (await browser.get("/directory/services/p1")).status == 503
    await browser.page("/referrals")


async def test_content_page_shows_what_must_be_read_again(world: World, open_browser: Any) -> None:
    world.user("edith", role="editor", territories="*")
    browser = await open_browser("edith")
    assert "Souffler, se faire remplacer" in await browser.page("/content")
    with freeze_time("2030-01-01"):
        later = await open_browser("edith")
        page = await later.page("/content")
    assert "À relire" in page and "temps de les vérifier" in page
