"""The memo by its link, through aiohttp."""

from __future__ import annotations

import icalendar
import pytest
from aiohttp import web

from bot.gateway import memo_pages
from bot.gateway.keys import DATABASE, VAULT
from bot.memos import create, page
from bot.memos.models import MemoRow


@pytest.fixture()
async def client(aiohttp_client, database, vault):
    app = web.Application()
    app[DATABASE], app[VAULT] = database, vault
    app.router.add_routes(memo_pages.routes)
    return await aiohttp_client(app)


async def test_page_style_and_calendar(client, database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    answer = await client.get(f"/memo/{token}")
    assert answer.status == 200 and answer.content_type == "text/html"
    assert "KABO-7362-TIRU" in await answer.text()
    assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]
    style = await client.get("/memo/memo.css")
    assert style.content_type == "text/css" and "@page" in await style.text()
    calendar = await client.get(f"/memo/{token}.ics")
    assert calendar.content_type == "text/calendar"
    assert icalendar.Calendar.from_ical(await calendar.read()).walk("VEVENT")


async def test_pdf_or_the_page(client, database, vault, agreed, full, monkeypatch):
    token = create(database, vault, agreed, full)
    if page.pdf_available():
        answer = await client.get(f"/memo/{token}.pdf")
        assert answer.content_type == "application/pdf" and (await answer.read()).startswith(b"%PDF-")
    monkeypatch.setattr(page, "pdf", lambda content: None)
    answer = await client.get(f"/memo/{token}.pdf", allow_redirects=False)
    assert answer.status == 303 and answer.headers["Location"] == f"/memo/{token}"


async def test_taken_back_twice(client, database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    for _ in range(2):
        answer = await client.post(f"/memo/{token}/revoke")
        assert answer.status == 200 and "effacé" in await answer.text()
    for path in (token, f"{token}.pdf", f"{token}.ics"):
        answer = await client.get(f"/memo/{path}")
        assert answer.status == 404 and "Ce mémo n'est plus là" in (await answer.text()).replace("&#39;", "'")


@pytest.mark.parametrize("path", ["x", "x.pdf", "a.b.c", "%2e%2e", "é", "T" * 3000])
async def test_nothing_there(client, path):
    assert (await client.get(f"/memo/{path}")).status == 404


async def test_database_down_or_unreadable(client, database, vault, agreed, full):
    token = create(database, vault, agreed, full)
    with database.session() as session:
        session.query(MemoRow).one().body = b"altered"
    assert (await client.get(f"/memo/{token}")).status == 404
    MemoRow.__table__.drop(database.engine)
    for answer in (await client.get(f"/memo/{token}"), await client.post(f"/memo/{token}/revoke")):
        assert answer.status == 503 and "panne" in await answer.text()
