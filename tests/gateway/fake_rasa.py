"""A Rasa that says what a test tells it to, over HTTP, as the real one does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.messages import Message, text

Answer = list[Message] | Callable[[dict[str, Any]], list[Message]]


class FakeRasa:
    """Records every turn; answers ``answer``, or fails as ``status``, ``raw`` and ``seconds`` say."""

    def __init__(self, token: str) -> None:
        self._token = token
        self.turns: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self.answer: Answer = lambda turn: [text(f"réponse {len(self.turns)}")]
        self.status, self.raw, self.seconds = 200, "", 0.0
        self.at_once = self.most_at_once = 0  # requests being answered now, and the most there were

    @property
    def said(self) -> list[str]:
        """What was typed or pressed, in order."""
        return [turn["payload"] or turn["text"] for turn in self.turns]

    def app(self) -> web.Application:
        """The routes of :class:`bot.rasa.channel.RelaisChannel`."""
        app = web.Application()
        app.router.add_get("/webhooks/relais/", self._alive)
        app.router.add_post("/webhooks/relais/turn", self._turn)
        app.router.add_delete("/webhooks/relais/conversation/{sender}", self._forget)
        return app

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _turn(self, request: web.Request) -> web.Response:
        if (refused := await self._refused(request)) is not None:
            return refused
        self.turns.append(await request.json())
        answer = self.answer(self.turns[-1]) if callable(self.answer) else self.answer
        return web.json_response({"messages": answer})

    async def _forget(self, request: web.Request) -> web.Response:
        if (refused := await self._refused(request)) is not None:
            return refused
        self.forgotten.append(request.match_info["sender"])
        return web.json_response({"forgotten": True})

    async def _refused(self, request: web.Request) -> web.Response | None:
        if request.headers.get("X-Relais-Token") != self._token:
            return web.json_response({"error": "forbidden"}, status=403)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        if self.status != 200 or self.raw:
            return web.Response(status=self.status, text=self.raw or "{}")
        return None


class FakeActions:
    """The action server, of which only its health is asked; ``seconds``: what it takes to answer."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def app(self) -> web.Application:
        """The route of rasa-sdk."""
        app = web.Application()
        app.router.add_get("/health", self._health)
        return app

    async def _health(self, _request: web.Request) -> web.Response:
        await asyncio.sleep(self.seconds)
        return web.json_response({"status": "ok"})
