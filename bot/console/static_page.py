"""The style of the console: one file, public, named; nothing else can be reached this way."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.console.context import Answer, Context, Download, Refused
from bot.console.roles import ANYBODY
from bot.console.routes import Routes

routes = Routes()
_TYPES = {"console.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


@routes.get("/static/{name}", ANYBODY)
def static(context: Context) -> Answer:
    """A file of the list."""
    name = context.path["name"]
    if name not in _TYPES:
        raise Refused(404)
    return Download(name, _TYPES[name], _read(name))


@cache
def _read(name: str) -> bytes:
    return (Path(__file__).parent / "static" / name).read_bytes()
