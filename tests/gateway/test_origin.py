"""Who may call from another site, and the headers that protect a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.gateway.pages import WIDGET
from bot.gateway.widget_script import bundle
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]
SITE = "https://www.ville.fr"


async def _headers(door: Door, method: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    async with door.client.request(method, path, headers=headers) as response:
        return response.status, dict(response.headers)


@pytest.mark.parametrize(
    "origin",
    [
        "https://mechant.fr",
        "null",
        "https://www.ville.fr.mechant.fr",
        "http://www.ville.fr",
        "https://www.ville.fr:8443",
        "http://[",
        "\udcff",
    ],
)
async def test_another_site_is_refused_before_anything_is_done(open_door: Open, origin: str) -> None:
    door = await open_door(RELAIS_ALLOWED_ORIGINS=SITE)
    await door.open()
    for method, path in (
        ("POST", "/api/chat/sessions"),
        ("POST", "/api/chat/messages"),
        ("DELETE", "/api/chat/session"),
        ("OPTIONS", "/api/chat/messages"),
    ):
        status, body = await door.call(method, path, {"text": "bonjour"}, headers={"Origin": origin})
        assert status == 403 and body["error"]["code"] == "forbidden_origin"
    assert door.rasa.turns == [] and len(await door.history()) == 1


async def test_a_listed_site_may_call_and_is_told_so(open_door: Open) -> None:
    door = await open_door(RELAIS_ALLOWED_ORIGINS=f"https://autre.fr,{SITE}/")
    status, headers = await _headers(door, "POST", "/api/chat/sessions", Origin=SITE)
    assert status == 201 and headers["Access-Control-Allow-Origin"] == SITE and headers["Vary"] == "Origin"
    status, headers = await _headers(door, "OPTIONS", "/api/chat/messages", Origin=SITE)
    assert status == 204 and "DELETE" in headers["Access-Control-Allow-Methods"]
    assert all(
        name in headers["Access-Control-Allow-Headers"] for name in ("Authorization", "Content-Type", "X-Relais-Mode")
    )
    assert "Access-Control-Allow-Credentials" not in headers


async def test_a_refusal_too_is_readable_by_a_listed_site(open_door: Open) -> None:
    door = await open_door(RELAIS_ALLOWED_ORIGINS=SITE)
    status, headers = await _headers(door, "GET", "/api/chat/messages", Origin=SITE)
    assert status == 401 and headers["Access-Control-Allow-Origin"] == SITE


async def test_our_own_page_and_callers_without_origin_may_call(door: Door) -> None:
    own = str(door.client.make_url("")).rstrip("/")
    assert (await _headers(door, "POST", "/api/chat/sessions", Origin=own))[0] == 201
    status, headers = await _headers(door, "POST", "/api/chat/sessions")
    assert status == 201 and "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/assistant",
        "/api/chat/messages",
        "/health/live",
        "/widget/relais.js",
        "/rien",
        "/console/login",
        "/memo/inconnu",
    ],
)
async def test_every_answer_carries_its_protections(door: Door, path: str) -> None:
    _, headers = await _headers(door, "GET", path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy and "frame-ancestors" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin") and "Permissions-Policy" in headers
    assert "Strict-Transport-Security" not in headers and "Set-Cookie" not in headers
    if path == "/widget/relais.js":
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    else:
        assert headers["Cache-Control"] == "no-store"


async def test_behind_a_proxy_in_https_the_browser_is_told_to_stay_there(open_door: Open) -> None:
    door = await open_door(RELAIS_TRUSTED_PROXY="oui")
    assert (await _headers(door, "GET", "/"))[1]["Strict-Transport-Security"] == "max-age=31536000"


def _file(name: str) -> bytes:
    return bundle().encode() if name == "relais.js" else (WIDGET / name).read_bytes()


@pytest.mark.parametrize("name", ["relais.js", "page.css", "simple.css"])
async def test_files_of_the_widget_travel_light_and_are_checked_again(door: Door, name: str) -> None:
    async with door.client.get(f"/widget/{name}", headers={"Accept-Encoding": "gzip"}) as response:
        body = await response.read()  # the client has already unpacked it
        assert response.status == 200 and response.headers["Content-Encoding"] == "gzip"
        assert body == _file(name) and response.headers["Cache-Control"] == "public, max-age=600"
        tag = response.headers["ETag"]
    async with door.client.get(f"/widget/{name}", headers={"Accept-Encoding": "identity"}) as response:
        assert "Content-Encoding" not in response.headers and await response.read() == body
    async with door.client.get(f"/widget/{name}", headers={"If-None-Match": tag}) as response:
        assert response.status == 304
        assert await response.read() == b""
    async with door.client.get(f"/widget/{name}", headers={"Range": "bytes=0-9"}) as response:
        assert await response.read() in (body[:10], body), "a piece, or the whole that a server may send instead"
