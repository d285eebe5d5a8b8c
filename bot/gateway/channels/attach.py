"""Plugs the channels into the gateway."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from aiohttp import web

from bot.database import Database
from bot.gateway.channels.configured import make_channels
from bot.gateway.channels.door import Door
from bot.gateway.channels.forgetting import forget, forget_correspondents
from bot.gateway.channels.identity import Names
from bot.gateway.channels.inbox import InboxStore
from bot.gateway.channels.leases import Leases
from bot.gateway.channels.outgoing import sealing, writes_first
from bot.gateway.channels.people import People
from bot.gateway.channels.replies import ReplyStore
from bot.gateway.channels.turns import Turns
from bot.gateway.channels.worker import Desk, Worker
from bot.gateway.keys import CARRIERS, CONTENT, CONVERSATIONS, DATABASE, LIMITER, SETTINGS, SIGNING_KEY, VAULT

LEASE_SECONDS = 30.0
FORGET_SECONDS = 300.0
SILENT_DAYS = 30
logger = logging.getLogger(__name__)


def attach(app: web.Application) -> None:
    """Add the routes and the worker of the channels that are plugged in; no route when there is none."""
    settings = app[SETTINGS]
    app.cleanup_ctx.append(_forgetting)  # even without a channel: one may have been unplugged
    channels = make_channels(settings)
    if not channels:
        return
    names = Names(app[SIGNING_KEY])
    asking = writes_first(channels, settings.twilio_whatsapp_news, names, app[DATABASE])
    app[CARRIERS].update(asking)
    leases = Leases(app[DATABASE], LEASE_SECONDS)
    seal = sealing(app[VAULT], asking)
    desk = Desk(
        channels=channels,
        inbox=InboxStore(app[DATABASE], app[VAULT], names),
        replies=ReplyStore(app[DATABASE], app[VAULT]),
        leases=leases,
        people=People(leases, names, settings.session_hours),
        turns=Turns(app[CONVERSATIONS], app[CONTENT], app[LIMITER], settings.messages_per_minute, seal),
        public_url=settings.public_url,
        lease_seconds=LEASE_SECONDS,
    )
    worker = Worker(desk)
    app.router.add_routes(Door(desk, worker, names, app[LIMITER], settings.messages_per_minute).routes())

    async def life(_app: web.Application) -> AsyncIterator[None]:
        working = asyncio.create_task(worker.run())
        yield
        working.cancel()
        await worker.close()
        for channel in channels.values():
            await channel.close()

    app.cleanup_ctx.append(life)


async def _forgetting(app: web.Application) -> AsyncIterator[None]:
    forgetting = asyncio.create_task(_forget(app[DATABASE]))
    yield
    forgetting.cancel()


async def _forget(database: Database) -> None:
    """Contents go after an hour at most; at the start, what waited too long is first answered that it was not read."""
    while True:
        await asyncio.sleep(FORGET_SECONDS / 5)
        try:
            await asyncio.to_thread(forget, database)
            await asyncio.to_thread(forget_correspondents, database, SILENT_DAYS * 86_400_000)
        except Exception as error:  # the next round will do
            logger.warning("inbox not emptied: %s", type(error).__name__)
        await asyncio.sleep(FORGET_SECONDS * 4 / 5)
