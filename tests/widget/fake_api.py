"""A gateway for the tests: the static files with a strict policy, and the chat API with faults on demand."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.content import Content
from bot.gateway import widget_script
from bot.gateway.pages import render

from . import samples
from .samples import Message

CONTENT = Content.load()
WIDGET = Path(__file__).resolve().parents[2] / "bot" / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
PAGES = {"/": "index.html", "/assistant": "assistant.html"}
# A page of somebody else, with a style sheet that breaks whatever it can reach.
HOST_PAGE = """<!doctype html>
<html lang="en"><head><title>Host</title><link rel="stylesheet" href="/host.css">
<script src="/widget/relais.js" defer data-organisation="Mutuelle d'essai" data-phone="03 80 00 00 00"
 data-name="Relais" data-colour="#ffcc00" data-position="left" data-timeout="1"
 data-greeting="Une question ?">
</script></head><body><main><h1>Host</h1><p>Text</p></main></body></html>"""
HOST_STYLE = """* { font-size: 9px !important; color: hotpink !important; letter-spacing: 9px !important; }
button, div, p { display: none !important; } :root { font-size: 62.5%; }"""


@dataclass
class Fake:
    """State of the fake gateway.

    ``faults``: what happens to the next posts of a message, first in, first out. ``(status, body)`` refuses
    without processing, ``"lost"`` processes and cuts the line, ``"slow"`` answers too late, ``"html"`` is a
    proxy's page.
    """

    port: int = 0
    history: list[Message] = field(default_factory=list)
    calls: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    processed: list[str] = field(default_factory=list)
    replies: dict[str, list[Message]] = field(default_factory=dict)
    faults: deque[Any] = field(default_factory=deque)
    next_messages: list[Any] | None = None
    delay: float = 0.0
    sessions: int = 0
    valid: bool = True
    erase_status: int = 200

    @property
    def url(self) -> str:
        """Address of the fake gateway, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Back to an empty gateway without faults."""
        clean = Fake(port=self.port)
        self.__dict__.update(clean.__dict__)

    def posts(self) -> list[Any]:
        """Bodies of the messages posted, in order."""
        return [body for method, path, _, body in self.calls if method == "POST" and path == "/api/chat/messages"]


def refusal(status: int, sentence: str) -> tuple[int, dict[str, Any]]:
    """A fault: a refusal of the API."""
    return status, {"error": {"code": "test", "message": sentence}}


def _application(fake: Fake) -> web.Application:
    async def page(request: web.Request) -> web.StreamResponse:
        html = render(PAGES[request.path], CONTENT, country="FR", organisation="", phone="")
        return web.Response(text=html, content_type="text/html")

    async def host(request: web.Request) -> web.Response:
        return web.Response(text=HOST_PAGE, content_type="text/html")

    async def host_style(request: web.Request) -> web.Response:
        return web.Response(text=HOST_STYLE, content_type="text/css")

    async def sessions(request: web.Request) -> web.Response:
        await _record(request)
        fake.sessions += 1
        fake.valid = True
        fake.history = [{**samples.OPENING, "author": "assistant"}]
        return web.json_response(
            {
                "token": f"token-{fake.sessions}",
                "expires_at": "2999-01-01T00:00:00Z",
                "messages": [samples.OPENING],
            },
            status=201,
        )

    async def say(request: web.Request) -> web.StreamResponse:
        body = await _record(request)
        await asyncio.sleep(fake.delay)
        if not _authorised(request):
            return _json(refusal(401, "Votre conversation est terminée. Ouvrez-en une nouvelle."))
        fault = fake.faults.popleft() if fake.faults else None
        if isinstance(fault, tuple):
            return _json(fault)
        if fault == "html":
            return web.Response(text="<h1>502</h1>", content_type="text/html", status=502)
        messages = _process(fake, body)
        if fault == "lost":
            return await _cut(request)
        if fault == "slow":
            await asyncio.sleep(3)
        return web.json_response({"messages": messages})

    async def history(request: web.Request) -> web.Response:
        await _record(request)
        if not _authorised(request):
            return _json(refusal(401, "Votre conversation est terminée. Ouvrez-en une nouvelle."))
        return web.json_response({"messages": fake.history})

    async def erase(request: web.Request) -> web.Response:
        await _record(request)
        if fake.erase_status != 200:
            return _json(refusal(fake.erase_status, "Le service est en panne pour le moment."))
        fake.history, fake.valid = [], False
        return web.json_response(
            {"erased_at": "2026-11-22T10:00:00Z", "removed": {}, "complete": True, "message": samples.RECEIPT}
        )

    async def _record(request: web.Request) -> Any:
        text = await request.text()
        body = json.loads(text) if text else None
        fake.calls.append((request.method, request.path, dict(request.headers), body))
        return body

    def _authorised(request: web.Request) -> bool:
        return fake.valid and request.headers.get("Authorization", "") == f"Bearer token-{fake.sessions}"

    @web.middleware
    async def protect(request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        response: web.StreamResponse = await handler(request)
        if request.path != "/host":
            response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        return response

    app = web.Application(middlewares=[protect])
    app.add_routes(
        [
            web.get("/", page),
            web.get("/assistant", page),
            web.get("/host", host),
            web.get("/host.css", host_style),
            web.post("/api/chat/sessions", sessions),
            web.post("/api/chat/messages", say),
            web.get("/api/chat/messages", history),
            web.delete("/api/chat/session", erase),
            *widget_script.routes,
            web.static("/widget", WIDGET),
        ]
    )
    return app


async def _cut(request: web.Request) -> web.StreamResponse:
    """Promise an answer, send a byte, cut the line. (Cut before, the browser would try again by itself.)"""
    response = web.StreamResponse(headers={"Content-Length": "100", "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b"{")
    if request.transport is not None:
        request.transport.close()
    return response


def _json(fault: tuple[int, dict[str, Any]]) -> web.Response:
    return web.json_response(fault[1], status=fault[0])


def _process(fake: Fake, body: dict[str, Any]) -> list[Any]:
    identifier = body["client_message_id"]
    if identifier in fake.replies:
        return fake.replies[identifier]
    ids = body.get("buttons") or [body.get("button")]
    said = str(body.get("text") or ", ".join(str(one) for one in ids))
    known = samples.BY_TEXT.get(said.lower()) or samples.BY_BUTTON.get(str(ids[0]))
    messages: list[Any] = known or [{"id": "echo", "kind": "text", "text": f"Vous avez écrit : {said}"}]
    if fake.next_messages is not None:
        messages, fake.next_messages = fake.next_messages, None
    fake.processed.append(said)
    fake.replies[identifier] = messages
    fake.history += [
        {"id": identifier, "kind": "text", "author": "person", "text": said},
        *({**message, "author": "assistant"} for message in messages if isinstance(message, dict)),
    ]
    return messages


class Server:
    """Runs the fake gateway in its own thread: the tests use Playwright's synchronous interface."""

    def __init__(self) -> None:
        self.fake = Fake()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Fake:
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the fake gateway did not start")
        return self.fake

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._started.set()
        self._loop.run_forever()

    async def _serve(self) -> None:
        runner = web.AppRunner(_application(self.fake), shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.fake.port = runner.addresses[0][1]
