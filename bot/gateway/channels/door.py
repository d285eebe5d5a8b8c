"""Webhooks: verified, written in the inbox, acknowledged; answered later, or at once without inbox."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.crisis import detect
from bot.delivery.carrier import Undeliverable
from bot.gateway.channels.carrier import Channel
from bot.gateway.channels.identity import Names
from bot.gateway.channels.incoming import Incoming
from bot.gateway.channels.messenger import Messenger
from bot.gateway.channels.rendering import render
from bot.gateway.channels.styles import STYLES
from bot.gateway.channels.worker import Desk, Worker
from bot.gateway.errors import where
from bot.gateway.limits import Limiter

LARGEST = 256 * 1024  # bytes: Meta puts many events in one request
FLOOD = 5  # times the messages a minute of a conversation: beyond, nothing is written any more
_REMEMBERED = 1000
_DONE = {
    "telegram": ("", "text/plain"),
    "sms": ('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml"),
    "whatsapp": ('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml"),
    "messenger": ("EVENT_RECEIVED", "text/plain"),
}
logger = logging.getLogger(__name__)


class Door:
    """The routes of the channels that are plugged in: ``/webhooks/<channel>``."""

    def __init__(self, desk: Desk, worker: Worker, names: Names, limiter: Limiter, most: int) -> None:
        self._desk, self._worker, self._names = desk, worker, names
        self._limiter, self._most = limiter, most
        self._answered: OrderedDict[str, None] = OrderedDict()  # while nothing can be written
        self._asides: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """One route for each channel, and Meta's verification of the address."""
        found = []
        for channel in self._desk.channels.values():
            found.append(web.post(f"/webhooks/{channel.name}", self._receiver(channel)))
            if isinstance(channel, Messenger):
                found.append(web.get(f"/webhooks/{channel.name}", _challenger(channel), allow_head=False))
        return found

    def _receiver(self, channel: Channel):  # type: ignore[no-untyped-def]  # a handler, as aiohttp types it
        async def receive(request: web.Request) -> web.Response:
            try:
                return await self._receive(channel, request)
            except web.HTTPException:
                raise
            except Exception as error:  # the place alone: a message could be in the words of the error
                logger.error("fault on /webhooks/%s: %s at %s", channel.name, type(error).__name__, where(error))
                return web.Response(status=503)

        return receive

    async def _receive(self, channel: Channel, request: web.Request) -> web.Response:
        body = await _body(request)
        if not channel.verified(request.headers, f"{self._desk.public_url}{request.path_qs}", body):
            return web.Response(status=403)
        try:
            messages = channel.read(body)
        except (AttributeError, KeyError, LookupError, RecursionError, TypeError, ValueError) as error:
            # Signed, and not what we know: asking for it again would change nothing.
            logger.warning("/webhooks/%s: not understood: %s", channel.name, type(error).__name__)
            messages = []
        for incoming in messages:
            if not await self._take(channel, incoming):
                return web.Response(status=503, headers={"Retry-After": "30"})
        words, kind = _DONE[channel.name]
        return web.Response(text=words, content_type=kind)

    async def _take(self, channel: Channel, incoming: Incoming) -> bool:
        """Write it, or answer it at once; False when neither could be done."""
        key = self._names.correspondent(channel.name, incoming.address)
        if not await self._limiter.allow(f"flood:{key}", FLOOD * self._most) and not _dangerous(incoming):
            return True
        try:
            new = await asyncio.to_thread(self._desk.inbox.accept, channel.name, incoming)
        except SQLAlchemyError as error:
            logger.error("inbox failure on /webhooks/%s: %s", channel.name, type(error).__name__)
            return await self._answer_at_once(channel, incoming)
        if new and incoming.acknowledge:
            task = asyncio.create_task(channel.acknowledge(incoming))
            self._asides.add(task)
            task.add_done_callback(self._asides.discard)
        self._worker.wake()
        return True

    async def _answer_at_once(self, channel: Channel, incoming: Incoming) -> bool:
        """Nothing can be written: a danger is answered all the same, anything else is told that it is not kept."""
        name = self._names.message(channel.name, incoming.message_id)
        if name in self._answered:
            return True
        session_id = self._names.session(channel.name, incoming.address, "without inbox")
        messages = await self._desk.turns.danger(session_id, channel.name, incoming) or [self._desk.turns.down()]
        try:
            for part in render(messages, STYLES[channel.name], self._desk.public_url):
                await channel.deliver(incoming.address, part)
        except Undeliverable as error:
            logger.error("%s: not answered while the inbox was down: %s", channel.name, error.reason)
            return error.permanent
        self._answered[name] = None
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
        return True


def _challenger(channel: Messenger):  # type: ignore[no-untyped-def]
    async def verify(request: web.Request) -> web.Response:
        challenge = channel.challenge(request.query)
        return web.Response(status=403) if challenge is None else web.Response(text=challenge)

    return verify


def _dangerous(incoming: Incoming) -> bool:
    return bool(incoming.text) and detect(incoming.text).outcome is not None


async def _body(request: web.Request) -> bytes:
    """The body, read by hand: the limit of the chat API is too small for these.

    :raises HTTPRequestEntityTooLarge: more than :data:`LARGEST`.
    """
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, len(body))
    return bytes(body)
