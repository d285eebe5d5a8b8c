"""Pages served to people: the demo page, the assistant alone, and their icon."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.content import Content
from bot.gateway.keys import CONTENT, SETTINGS

routes = web.RouteTableDef()
WIDGET = Path(__file__).resolve().parent.parent / "widget"
_PAGES = Environment(loader=FileSystemLoader(WIDGET), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def render(name: str, content: Content, *, country: str, organisation: str, phone: str) -> str:
    """One page of the widget's folder, with the emergency numbers of the country and who proposes the assistant."""
    lines = content.emergency(country or None)
    return _PAGES.get_template(name).render(
        lines=lines, emergency=", ".join(line.number for line in lines), organisation=organisation, phone=phone
    )


def _page(request: web.Request, name: str) -> web.Response:
    settings = request.app[SETTINGS]
    html = render(
        name,
        request.app[CONTENT],
        country=settings.country,
        organisation=settings.organisation,
        phone=settings.phone,
    )
    return web.Response(text=html, content_type="text/html")


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    """The demo page with the widget."""
    return _page(request, "index.html")


@routes.get("/assistant")
async def assistant(request: web.Request) -> web.Response:
    """The assistant on the whole page."""
    return _page(request, "assistant.html")


@routes.get("/favicon.ico")
async def icon(_request: web.Request) -> web.FileResponse:
    """The icon under the name that browsers ask for."""
    return web.FileResponse(WIDGET / "favicon.svg", headers={"Content-Type": "image/svg+xml"})
