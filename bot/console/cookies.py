"""The session cookie: out of reach of scripts and of other sites."""

from __future__ import annotations

from aiohttp import web

from bot.console.context import BASE
from bot.settings import Settings


def name(settings: Settings) -> str:
    """``__Host-`` binds the cookie to this host and to https; it cannot be used without https."""
    return "__Host-relais" if settings.trusted_proxy else "relais_console"


def _path(settings: Settings) -> str:
    # A browser drops a __Host- cookie whose path is not "/" (RFC 6265bis, 4.1.3.2).
    return "/" if settings.trusted_proxy else BASE


def keep(response: web.Response, settings: Settings, token: str) -> None:
    """Set the cookie, for as long as the browser stays open."""
    response.set_cookie(
        name(settings), token, path=_path(settings), httponly=True, samesite="Strict", secure=settings.trusted_proxy
    )


def forget(response: web.Response, settings: Settings) -> None:
    """Remove the cookie."""
    response.del_cookie(
        name(settings), path=_path(settings), httponly=True, samesite="Strict", secure=settings.trusted_proxy
    )
