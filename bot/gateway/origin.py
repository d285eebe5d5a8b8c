"""Who may call: origins of other sites, addresses behind a proxy, and the headers that protect a page."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from aiohttp import web

from bot.gateway.errors import Handler, refusal
from bot.gateway.keys import SETTINGS

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def client_address(request: web.Request) -> str:
    """A short hash of the caller's address: enough to count, not to know."""
    forwarded = request.headers.get("X-Forwarded-For", "") if request.app[SETTINGS].trusted_proxy else ""
    address = forwarded.split(",")[-1].strip() or request.remote or ""
    return hashlib.sha256(address.encode(errors="replace")).hexdigest()[:16]


@web.middleware
async def cross_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Allow the chat API to the listed sites and to this one; refuse every other origin before anything is read."""
    origin = request.headers.get("Origin")
    if not request.path.startswith("/api/") or origin is None or _own(request, origin):
        return await handler(request)
    if origin not in request.app[SETTINGS].allowed_origins:
        return refusal(403, "forbidden_origin")
    response = web.Response(status=204) if request.method == "OPTIONS" else await handler(request)
    response.headers.update(
        {
            "Access-Control-Allow-Origin": origin,
            "Vary": "Origin",
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Max-Age": "600",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Relais-Mode",
        }
    )
    return response


@web.middleware
async def protective_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Headers of every answer; a page may load only what comes from here."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        _protect(request, error)
        raise
    _protect(request, response)
    return response


def _protect(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
    if request.path.startswith("/widget/"):
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")  # other sites embed the script
        headers.setdefault("Cache-Control", "public, max-age=600")  # else a browser keeps an old one for days
        if _whole_text(request):
            response.enable_compression(web.ContentCoding.gzip)  # 60 kB become 17, for a slow line
    else:
        headers.setdefault("Cache-Control", "no-store")
    if request.app[SETTINGS].trusted_proxy:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _whole_text(request: web.Request) -> bool:
    """A script or a style asked for whole, for the first time, by who reads gzip.

    aiohttp would also pack the nothing of a 304 and the pieces of a 206, which no browser can read.
    """
    asked = request.headers
    return (
        request.method == "GET"
        and request.path.endswith((".js", ".css"))
        and "gzip" in asked.get("Accept-Encoding", "")
        and not any(name in asked for name in ("Range", "If-None-Match", "If-Modified-Since"))
    )


def _own(request: web.Request, origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:  # « http://[ »
        return False
