"""Denied by default: every route has a rule, and each rule holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiohttp import web

from bot.console import make_console
from bot.console.application import all_routes
from bot.console.csrf import is_foreign
from bot.console.roles import ANYBODY, AWAITING_CODE, RULES, Rule
from bot.content import Content
from tests.console.conftest import KEY, World

OPEN = {("GET", ""), ("GET", "/"), ("GET", "/login"), ("POST", "/login"), ("GET", "/static/{name}")}


def concrete(path: str) -> str:
    """A path that the route accepts."""
    samples = {"reference": "BABABA", "login": "claire", "service_id": "p1", "name": "console.css", "conflict": "1", "pair": "1", "key": "places"}
    return re.sub(r"\{(\w+)(:[^/]*?\}?)?\}(?=/|$)", lambda match: samples[match.group(1)], path)


def test_every_route_of_the_application_declares_a_known_rule(world: World, content: Content) -> None:
    app = make_console(world.settings, world.database, world.vault, signing_key=KEY, content=content)
    routes = list(app.router.routes())
    assert len(routes) >= len(all_routes())
    for route in routes:
        rule = getattr(route.handler, "rule", None)
        assert isinstance(rule, Rule) and rule in RULES, route


def test_only_these_routes_are_open_to_anybody() -> None:
    assert {(route.method, route.path) for route in all_routes() if route.rule is ANYBODY} == OPEN


async def test_without_a_session_every_other_route_leads_to_the_login(world: World, open_browser: Any) -> None:
    browser = await open_browser()
    for route in all_routes():
        if (route.method, route.path) in OPEN:
            continue
        call = browser.get if route.method == "GET" else browser.post
        response = await call(concrete(route.path))
        assert response.status == 303, (route.path, await response.text())
        assert response.headers["Location"].startswith("/console/login"), route.path


@pytest.mark.parametrize("role", ["coordinator", "editor", "administrator"])
async def test_each_role_is_refused_what_its_rule_does_not_give(role: str, world: World, open_browser: Any) -> None:
    world.user("claire", role, "*")
    world.refer()
    browser = await open_browser("claire")
    for route in all_routes():
        if route.rule in (ANYBODY, AWAITING_CODE) or route.path == "/logout" or role in route.rule.roles:
            continue
        call = browser.get if route.method == "GET" else browser.post
        assert (await call(concrete(route.path))).status == 403, (role, route.path)
    refused = [entry for entry in world.accesses() if entry[1] == "refused"]
    assert bool(refused) == (role != "administrator")


async def test_a_route_that_declares_nothing_is_closed(world: World, content: Content, aiohttp_client: Any) -> None:
    console = make_console(world.settings, world.database, world.vault, signing_key=KEY, content=content)

    async def forgotten(_request: web.Request) -> web.Response:
        return web.Response(text="secret")

    console.router.add_get("/forgotten", forgotten)
    app = web.Application()
    app.add_subapp("/console", console)
    client = await aiohttp_client(app)
    response = await client.get("/console/forgotten")
    assert response.status == 403
    assert "secret" not in await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://ailleurs.example"},
    ],
)
async def test_forms_of_other_sites_change_nothing(headers: dict[str, str], world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    version = await browser.version(reference)
    response = await browser.post(f"/referrals/{reference}/state", {"state": "accepted", "version": version}, headers)
    assert response.status == 403
    assert world.referral(reference).state == "requested"
    assert (await browser.post("/login", {"login": "claire"}, headers)).status == 403


def test_own_forms_pass() -> None:
    hosts = frozenset({"relais.example"})
    assert not is_foreign("POST", {"Sec-Fetch-Site": "same-origin", "Origin": "https://relais.example"}, hosts)
    assert not is_foreign("POST", {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, hosts)
    assert not is_foreign("POST", {"Origin": "https://relais.example"}, hosts)
    assert not is_foreign("GET", {"Sec-Fetch-Site": "cross-site"}, hosts)
    assert is_foreign("DELETE", {"Sec-Fetch-Site": "cross-site"}, hosts)
    assert is_foreign("POST", {"Origin": "http://["}, hosts), "an origin that is no address"


async def test_headers_of_pages_errors_and_style(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    for path in ("/referrals", "/login", "/nulle-part", "/static/console.css", "/referrals/ZAZAZA"):
        headers = (await browser.get(path)).headers
        assert headers["Cache-Control"] == "no-store", path
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "script-src" not in policy, "no script at all"


async def test_cookie_behind_a_proxy_is_bound_to_the_host(world: World, content: Content, aiohttp_client: Any) -> None:
    from dataclasses import replace

    world.user("claire")
    app = web.Application()
    app.add_subapp(
        "/console",
        make_console(
            replace(world.settings, trusted_proxy=True), world.database, world.vault, signing_key=KEY, content=content
        ),
    )
    client = await aiohttp_client(app)
    from tests.console.conftest import PASSWORD

    response = await client.post(
        "/console/login", data={"login": "claire", "password": PASSWORD}, allow_redirects=False
    )
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-relais=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
    assert "Domain" not in cookie and "Path=/console" not in cookie


async def test_static_gives_the_style_and_nothing_else(world: World, open_browser: Any) -> None:
    browser = await open_browser()
    assert "--brand" in await browser.page("/static/console.css")
    for name in ("..%2Fmodels.py", "models.py", "%2e%2e"):
        assert (await browser.get(f"/static/{name}")).status in (303, 404)


async def test_database_down_is_said_in_a_sentence(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    from bot.database import Base

    Base.metadata.drop_all(world.database.engine)
    assert "base de données ne répond pas" in await browser.page("/referrals", 503)


def test_the_tables_need_no_web_framework() -> None:
    """The actions and the migrations import the tables: they must not bring the pages along."""
    import subprocess
    import sys

    code = "import sys, bot.console.models; sys.exit('aiohttp' in sys.modules or 'rasa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
