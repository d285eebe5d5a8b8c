"""Failures of what is read in a browser: a page in French, whatever was asked and whatever broke."""

from __future__ import annotations

import logging

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.errors import OF_PROGRAMS, SENTENCES, Handler, route, unreadable, where
from bot.gateway.loop_parts import notice

logger = logging.getLogger(__name__)
_TITLES = {404: "Page introuvable", 413: "Texte trop long", 429: "Un instant", 503: "Panne"}
_CODES = {404: "not_found", 405: "method", 413: "too_large", 429: "too_many_requests", 503: "unavailable"}


@web.middleware
async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Say in French what aiohttp says in English; what a page says by itself, and what programs ask, is left alone."""
    if request.path.startswith(OF_PROGRAMS):
        return await handler(request)
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400 or error.content_type == "text/html":
            raise
        return _page(request, error.status)
    except web.RequestPayloadError:
        return unreadable(request, _page(request, 400))
    except SQLAlchemyError as error:
        logger.error("database failure on %s: %s", route(request), type(error).__name__)
        return _page(request, 503)
    except Exception as error:
        logger.error("fault on %s: %s at %s", route(request), type(error).__name__, where(error))
        return _page(request, 503)


def _page(request: web.Request, status: int) -> web.Response:
    words = SENTENCES[_CODES.get(status, "bad_request")]
    return notice(request, _TITLES.get(status, "Demande refusée"), words, status=status)
