"""The chat API: the contract of the widget, of other clients and of the tests (``openapi.yml``)."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from datetime import datetime, timezone
from typing import Any

from aiohttp import web

from bot.content import Content
from bot.gateway.errors import ApiError
from bot.gateway.forgetting import erased_words
from bot.gateway.keys import CONTENT, CONVERSATIONS, DATABASE, LIMITER, SETTINGS, TOKENS
from bot.gateway.origin import client_address
from bot.gateway.said import Said
from bot.gateway.tokens import BadToken
from bot.messages import Message, text
from bot.rasa.typed import plain
from bot.referrals.status import status

routes = web.RouteTableDef()
MOST_BUTTONS = 20
_IDENTIFIER = re.compile(r"[!-~]{1,100}")  # a client_message_id: printable ASCII, no space


@routes.post("/api/chat/sessions")
async def open_session(request: web.Request) -> web.Response:
    """A new conversation: its token and the opening."""
    await limit(request, "address")
    issued = request.app[TOKENS].issue()
    messages = await request.app[CONVERSATIONS].open(issued.session_id, easy=_easy(request))
    expires = datetime.fromtimestamp(issued.expires_at, timezone.utc).isoformat().replace("+00:00", "Z")
    return web.json_response({"token": issued.token, "expires_at": expires, "messages": messages}, status=201)


@routes.post("/api/chat/messages")
async def say(request: web.Request) -> web.Response:
    """One turn. Danger is looked for before any limit refuses."""
    session_id = await _speaker(request)
    said = _said(await _body(request), _easy(request))
    conversations = request.app[CONVERSATIONS]
    refusal = await refused(request, session_id)
    if refusal is not None:
        danger = await conversations.screen(session_id, said)
        return web.json_response({"messages": danger}) if danger else refusal
    return web.json_response({"messages": await conversations.say(session_id, said)})


@routes.get("/api/chat/messages")
async def history(request: web.Request) -> web.Response:
    """The visible history, oldest first; ``author`` is ``person`` or ``assistant``."""
    return web.json_response({"messages": await request.app[CONVERSATIONS].history(await session_of(request))})


@routes.delete("/api/chat/session")
async def erase(request: web.Request) -> web.Response:
    """Erase the conversation and all that was recorded from it; erasing twice is harmless."""
    done = await request.app[CONVERSATIONS].erase(await session_of(request, "erasing"))
    receipt = done["receipt"]
    hours = request.app[SETTINGS].session_hours
    words = erased_words(request.app[CONTENT], done, easy=_easy(request), hours=hours)
    return web.json_response(
        {
            "receipt": receipt.number,
            "erased_at": f"{receipt.erased_at.isoformat()}Z",
            "removed": receipt.removed,
            "complete": done["complete"],
            "message": words,
        }
    )


@routes.get("/api/referrals/{reference}")
async def referral(request: web.Request) -> web.Response:
    """What became of a request, for who holds its whole code."""
    await limit(request, "address")

    def read() -> Any:
        with request.app[DATABASE].session() as session:
            return status(session, request.match_info["reference"])

    found = await asyncio.to_thread(read)
    if found is None:
        raise ApiError(404, "reference_not_found")
    told: dict[str, Any] = {
        "reference": found.reference,
        "state": found.state,
        "text": found.text,
        "service": found.service_name,
        "created_at": f"{found.created_at.isoformat()}Z",
        "updated_at": f"{found.updated_at.isoformat()}Z",
    }
    if found.proposed and found.proposed.name:
        phone = {"phone": found.proposed.phone} if found.proposed.phone else {}
        told["next_service"] = {"name": found.proposed.name, **phone}
    return web.json_response(told)


async def session_of(request: web.Request, kind: str = "reading") -> str:
    """The conversation that the request proves to hold, when its address has not asked too much of this kind.

    :raises ApiError: 401, 429.
    """
    await limit(request, kind)
    return _holder(request)


async def _speaker(request: web.Request) -> str:
    """The conversation of a message, which has limits of its own: only a false token counts here."""
    try:
        return _holder(request)
    except ApiError:
        await limit(request)
        raise


def _holder(request: web.Request) -> str:
    try:
        return request.app[TOKENS].read(request.headers.get("Authorization"))
    except BadToken as error:
        raise ApiError(401, "unauthorised") from error


def _easy(request: web.Request) -> bool:
    return request.headers.get("X-Relais-Mode", "") == "easy"


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "bad_request") from error
    if not isinstance(body, dict):
        raise ApiError(400, "bad_request")
    return body


def _said(body: dict[str, Any], easy: bool) -> Said:
    """Check the body of a turn: a text, or a button, or several buttons.

    :raises ApiError: 400.
    """
    typed, single, several = body.get("text"), body.get("button"), body.get("buttons")
    identifier = body.get("client_message_id")
    if identifier is not None and not (isinstance(identifier, str) and _IDENTIFIER.fullmatch(identifier)):
        raise ApiError(400, "bad_request")
    if sum(value is not None for value in (typed, single, several)) != 1:
        raise ApiError(400, "bad_request")
    if typed is not None:
        if not isinstance(typed, str):
            raise ApiError(400, "bad_request")
        if not plain(typed):  # what nobody can see is no message
            raise ApiError(400, "empty")
        return Said(text=typed, client_message_id=identifier, easy=easy)
    buttons = [single] if single is not None else several
    if (
        not isinstance(buttons, list)
        or not 0 < len(buttons) <= MOST_BUTTONS
        or not all(isinstance(b, str) and 0 < len(b) <= 64 for b in buttons)
    ):
        raise ApiError(400, "bad_request")
    return Said(buttons=tuple(buttons), client_message_id=identifier, easy=easy)


async def refused(request: web.Request, session_id: str) -> web.Response | None:
    """The refusal when this session or this address sends too much in a minute, else None."""
    most = request.app[SETTINGS].messages_per_minute
    if await request.app[LIMITER].allow(f"session:{session_id}", most) and await address_allowed(request):
        return None
    content: Content = request.app[CONTENT]
    notice: Message = {**text(content.text("too_many"), kind="notice"), "id": secrets.token_hex(6)}
    return web.json_response(
        {"error": {"code": "too_many", "message": notice["text"]}, "messages": [notice]},
        status=429,
        headers={"Retry-After": "60"},
    )


async def address_allowed(request: web.Request, kind: str = "address") -> bool:
    """Count one request of this address; False when it sent too many in the last minute.

    :param kind: what it asks: « address » to speak, « reading », « erasing ». Each is counted apart: to read too much,
        behind an address shared by many, keeps nobody from writing nor from erasing.
    """
    most = request.app[SETTINGS].requests_per_minute
    return await request.app[LIMITER].allow(f"{kind}:{client_address(request)}", most)


async def limit(request: web.Request, kind: str = "reading") -> None:
    """Count one request.

    :raises ApiError: 429, too many of this kind in the last minute.
    """
    if not await address_allowed(request, kind):
        raise ApiError(429, "too_many" if kind == "address" else "too_many_requests")
