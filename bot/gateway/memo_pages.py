"""Memos by their link: the page to print, the PDF, the calendar file, and taking it back."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import local
from bot.gateway.keys import DATABASE, VAULT
from bot.memos import Memo, find, page, revoke
from bot.memos.calendar import ics
from bot.privacy.vault import VaultError

routes = web.RouteTableDef()
logger = logging.getLogger(__name__)
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@routes.get("/memo/memo.css")
async def style(_request: web.Request) -> web.FileResponse:
    """The style of the page."""
    return web.FileResponse(
        page.STYLE, headers={"Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600"}
    )


@routes.get("/memo/{token}.pdf")
async def as_pdf(request: web.Request) -> web.Response:
    """The memo as a PDF; without WeasyPrint, the page, which prints as well."""
    memo = await _memo(request)
    body = await asyncio.to_thread(page.pdf, memo.content)
    if body is None:
        raise web.HTTPSeeOther(f"/memo/{request.match_info['token']}", headers=_PRIVATE)
    return _file(body, "application/pdf", 'inline; filename="memo.pdf"')


@routes.get("/memo/{token}.ics")
async def as_calendar(request: web.Request) -> web.Response:
    """What has a date, for a calendar."""
    memo = await _memo(request)
    return _file(ics(memo.content), "text/calendar", 'attachment; filename="memo.ics"')


@routes.get("/memo/{token}")
async def as_page(request: web.Request) -> web.Response:
    """The page to print."""
    memo = await _memo(request)
    return _html(
        page.html(memo.content, token=request.match_info["token"], expires_on=local(memo.expires_at).date().isoformat())
    )


@routes.post("/memo/{token}/revoke")
async def take_back(request: web.Request) -> web.Response:
    """Take the memo back; twice is harmless."""
    try:
        await asyncio.to_thread(revoke, request.app[DATABASE], request.match_info["token"])
    except SQLAlchemyError as error:
        raise _unavailable(error) from error
    return _html(page.gone(revoked=True))


async def _memo(request: web.Request) -> Memo:
    """The memo of the link.

    :raises web.HTTPException: 404 with a page that says what to do, 503 when the database does not answer.
    """
    try:
        memo = await asyncio.to_thread(find, request.app[DATABASE], request.app[VAULT], request.match_info["token"])
    except SQLAlchemyError as error:
        raise _unavailable(error) from error
    except VaultError as error:
        logger.error("memo unreadable: %s", type(error).__name__)
        memo = None
    if memo is None:
        raise web.HTTPNotFound(text=page.gone(), content_type="text/html", headers=_PRIVATE)
    return memo


def _unavailable(error: SQLAlchemyError) -> web.HTTPException:
    logger.error("database failure on a memo: %s", type(error).__name__)
    return web.HTTPServiceUnavailable(
        text=page.down(), content_type="text/html", headers={**_PRIVATE, "Retry-After": "60"}
    )


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", headers=_PRIVATE)


def _file(body: bytes, content_type: str, disposition: str) -> web.Response:
    return web.Response(body=body, content_type=content_type, headers={**_PRIVATE, "Content-Disposition": disposition})
