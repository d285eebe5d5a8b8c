"""Alive, and ready: the second is a synthetic conversation, not an open port."""

from __future__ import annotations

import asyncio
import secrets
import time

from aiohttp import web
from sqlalchemy import text as sql

from bot.gateway.keys import DATABASE, RASA, READINESS
from bot.gateway.rasa_client import RasaUnavailable

routes = web.RouteTableDef()
PROBE = "/greet"
_FRESH = 2.0  # seconds


@routes.get("/health/live")
async def live(_request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok"})


class Readiness:
    """The last verdict, shared by all who ask within two seconds: asking often must not cost conversations."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._down: list[str] = []
        self._until = 0.0

    async def down(self, request: web.Request) -> list[str]:
        """What is down, in French; empty when a conversation works."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._down = [said for said in await asyncio.gather(_database(request), _dialogue(request)) if said]
                self._until = time.monotonic() + _FRESH
            return self._down


@routes.get("/health/ready")
async def ready(request: web.Request) -> web.Response:
    """200 when a conversation works from end to end; else 503 with what is down, in French."""
    down = await request.app[READINESS].down(request)
    status = 503 if down else 200
    return web.json_response({"status": "down" if down else "ok", "down": down}, status=status)


async def _database(request: web.Request) -> str | None:
    def ask() -> None:
        with request.app[DATABASE].session() as session:
            session.execute(sql("SELECT 1 FROM referral LIMIT 1"))

    try:
        await asyncio.wait_for(asyncio.to_thread(ask), 4)
    except Exception:  # whatever the driver raises, the answer is the same
        return "base de données"
    return None


async def _dialogue(request: web.Request) -> str | None:
    probe = f"probe-{secrets.token_hex(8)}"
    rasa = request.app[RASA]
    try:
        messages = await rasa.turn(probe, payload=PROBE)
        await rasa.forget(probe)
    except RasaUnavailable:
        return "dialogue (Rasa)"
    # Rasa answers without any message when the action server is down.
    return None if messages else "actions"
