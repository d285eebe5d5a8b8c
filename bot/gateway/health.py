"""Alive, and ready: the second is a synthetic conversation, not an open port. When it fails, each part is asked."""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress

import aiohttp
import redis.asyncio as redis_async
from aiohttp import web
from redis import RedisError

from bot.gateway.keys import DATABASE, RASA, READINESS, SETTINGS
from bot.gateway.rasa_client import RasaUnavailable

routes = web.RouteTableDef()
PROBE = "/greet"
_FRESH = 2.0  # seconds
_PART_SECONDS = 2.0  # what a part has to answer by itself
_DATABASE, _REDIS, _ACTIONS, _RASA = "base de données", "Redis", "actions", "dialogue (Rasa)"


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
        self._talks: set[asyncio.Task[str | None]] = set()

    async def down(self, request: web.Request) -> list[str]:
        """What is down, in French; empty when a conversation works."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._down = await self._ask(request)
                self._until = time.monotonic() + _FRESH
            return self._down

    async def _ask(self, request: web.Request) -> list[str]:
        talk = asyncio.create_task(_dialogue(request))
        self._talks.add(talk)  # it goes on when its answer is not waited for: it also has Rasa forget
        talk.add_done_callback(self._talks.discard)
        stores = [said for said in await asyncio.gather(_database(request), _redis(request)) if said]
        if stores or not await _soon(talk):
            # The conversation hangs or fails with what it needs: only what is down by itself is named.
            parts = [said for said in await asyncio.gather(_actions(request), _rasa(request)) if said]
            if stores or parts:
                return stores + parts
        return [said for said in [await talk] if said]


@routes.get("/health/ready")
async def ready(request: web.Request) -> web.Response:
    """200 when a conversation works from end to end; else 503 with what is down, in French."""
    down = await request.app[READINESS].down(request)
    status = 503 if down else 200
    return web.json_response({"status": "down" if down else "ok", "down": down}, status=status)


async def _soon(talk: asyncio.Task[str | None]) -> bool:
    """True when the conversation went well without being long about it."""
    done, _ = await asyncio.wait({talk}, timeout=_PART_SECONDS)
    return bool(done) and talk.result() is None


async def _database(request: web.Request) -> str | None:
    try:
        await asyncio.wait_for(asyncio.to_thread(request.app[DATABASE].try_writing), 4)
    except Exception:  # whatever the driver raises, the answer is the same
        return _DATABASE
    return None


async def _redis(request: web.Request) -> str | None:
    if not (url := request.app[SETTINGS].redis_url):
        return None
    client = redis_async.Redis.from_url(url, socket_timeout=_PART_SECONDS, socket_connect_timeout=_PART_SECONDS)
    try:
        await client.ping()
    except (RedisError, OSError):
        return _REDIS
    finally:
        await client.close()
    return None


async def _actions(request: web.Request) -> str | None:
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_PART_SECONDS)) as http:
            async with http.get(f"{request.app[SETTINGS].actions_url}/health") as response:
                return None if response.status == 200 else _ACTIONS
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return _ACTIONS


async def _rasa(request: web.Request) -> str | None:
    return None if await request.app[RASA].alive(_PART_SECONDS) else _RASA


async def _dialogue(request: web.Request) -> str | None:
    probe = f"probe-{secrets.token_hex(8)}"
    rasa = request.app[RASA]
    try:
        messages = await rasa.turn(probe, payload=PROBE)
    except RasaUnavailable:
        return _RASA
    finally:
        with suppress(RasaUnavailable):
            await rasa.forget(probe)
    # Rasa answers without any message when the action server is down.
    return None if messages else _ACTIONS
