"""Pages served to people: the demo page, the assistant alone, and the conversation without JavaScript."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

routes = web.RouteTableDef()
WIDGET = Path(__file__).resolve().parent.parent / "widget"


def _page(name: str) -> web.FileResponse:
    return web.FileResponse(WIDGET / name, headers={"Content-Type": "text/html; charset=utf-8"})


@routes.get("/")
async def home(_request: web.Request) -> web.FileResponse:
    """The demo page with the widget."""
    return _page("index.html")


@routes.get("/assistant")
async def assistant(_request: web.Request) -> web.FileResponse:
    """The assistant on the whole page."""
    return _page("assistant.html")


@routes.get("/favicon.ico")
async def icon(_request: web.Request) -> web.FileResponse:
    """The icon under the name that browsers ask for."""
    return web.FileResponse(WIDGET / "favicon.svg", headers={"Content-Type": "image/svg+xml"})
