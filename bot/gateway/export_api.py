"""« Mes données » as a page to read and as a file, for this session's holder only: by token, or by links that each work
once."""

from __future__ import annotations

import asyncio
import json
import secrets
from functools import partial
from typing import Any

from aiohttp import web

from bot.conversations.volatile import Volatile
from bot.gateway import my_data
from bot.gateway.chat_api import limit, session_of
from bot.gateway.errors import ApiError
from bot.gateway.keys import CONTENT, DATABASE, EXPORTS
from bot.gateway.loop_parts import guarded, notice
from bot.privacy import rights

routes = web.RouteTableDef()
HOURS = 1 / 6  # life of a ticket
_SPENT = "Ce lien s'ouvre une seule fois, pendant dix minutes. Écrivez « mes données » pour en avoir un autre."
_DUMPS = partial(json.dumps, ensure_ascii=False, indent=2)


class Tickets:
    """Links that open one export, once, for ten minutes, whichever gateway process is asked.

    :param kept: forgets by itself after :data:`HOURS`.
    """

    def __init__(self, kept: Volatile) -> None:
        self._kept = kept

    def issue(self, session_id: str) -> str:
        """A new ticket for this conversation."""
        ticket = secrets.token_urlsafe(24)
        self._kept.set(ticket, session_id.encode())
        return ticket

    def take(self, ticket: str) -> str | None:
        """The conversation of a ticket, which is then spent; None when unknown or too old."""
        held = self._kept.get(ticket)
        # Of two who come together, only one deletes it.
        return held.decode() if held is not None and self._kept.delete(ticket) else None


@routes.get("/api/chat/export")
async def export(request: web.Request) -> web.Response:
    """All that is kept of this conversation, as JSON; the token proves who asks."""
    return await _answer(request, await session_of(request))


@routes.get("/api/chat/export/{ticket}", allow_head=False)  # looking at the link must not spend it
async def export_once(request: web.Request) -> web.Response:
    """The same by the link that the conversation gave."""
    await limit(request)
    session_id = await asyncio.to_thread(request.app[EXPORTS].take, request.match_info["ticket"])
    if session_id is None:
        raise ApiError(404, "not_found")
    return await _answer(request, session_id)


@routes.get("/mes-donnees/{ticket}", allow_head=False)
@guarded
async def read_once(request: web.Request) -> web.Response:
    """The page to read, by its own link."""
    session_id = await asyncio.to_thread(request.app[EXPORTS].take, request.match_info["ticket"])
    if session_id is None:
        return notice(request, "Lien déjà ouvert", _SPENT, status=404)
    return my_data.show(request, request.app[CONTENT], await _held(request, session_id))


async def _answer(request: web.Request, session_id: str) -> web.Response:
    held = await _held(request, session_id)
    return web.json_response(
        held, headers={"Content-Disposition": 'attachment; filename="mes-donnees.json"'}, dumps=_DUMPS
    )


async def _held(request: web.Request, session_id: str) -> dict[str, Any]:
    return await asyncio.to_thread(rights.export, request.app[DATABASE], session_id)
