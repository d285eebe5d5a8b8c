"""The public door: everything that comes from outside enters here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import uvloop
from aiohttp import web

from bot.console import make_console
from bot.content import Content
from bot.conversations import ConversationStore, make_volatile
from bot.crisis import warm
from bot.database import Database
from bot.gateway import (
    answer_pages,
    chat_api,
    console_limit,
    courier,
    errors,
    export_api,
    failure_pages,
    health,
    memo_pages,
    metrics,
    news_pages,
    opinion_pages,
    origin,
    pages,
    reminder_pages,
    simple_pages,
    status_pages,
    widget_script,
)
from bot.gateway.channels.attach import attach
from bot.gateway.conversation import Conversations
from bot.gateway.keys import (
    CARRIERS,
    CONTENT,
    CONVERSATIONS,
    DATABASE,
    EXPORTS,
    LIMITER,
    LINKS,
    RASA,
    READINESS,
    SETTINGS,
    SIGNING_KEY,
    TOKENS,
    VAULT,
)
from bot.gateway.limits import MemoryLimiter, RedisLimiter
from bot.gateway.rasa_client import RasaClient
from bot.gateway.session import Sessions
from bot.gateway.tokens import Tokens
from bot.personal_data import register_all
from bot.privacy import rights
from bot.privacy.keys import Secrets
from bot.privacy.vault import Vault
from bot.referrals.links import Links
from bot.retention import retain
from bot.settings import Settings
from resources_directory import Directory

LARGEST_BODY = 8 * 1024
_ROOMS = (
    answer_pages, chat_api, export_api, health, memo_pages, metrics, news_pages, opinion_pages, pages, reminder_pages,
    simple_pages, status_pages, widget_script,
)  # fmt: skip
WIDGET = Path(__file__).resolve().parent.parent / "widget"
logger = logging.getLogger(__name__)


def make_app(settings: Settings, secrets: Secrets, content: Content | None = None) -> web.Application:
    """The whole gateway, ready to run.

    :param content: texts already read, else read here.
    """
    content = content or Content.load()
    app = web.Application(
        client_max_size=LARGEST_BODY,
        middlewares=[
            origin.protective_headers,
            metrics.measure,
            origin.cross_origin,
            console_limit.few_sign_ins,
            errors.middleware,
            failure_pages.middleware,
        ],
    )
    _equip(app, settings, secrets, content)
    for module in _ROOMS:
        app.router.add_routes(module.routes)
    app.router.add_static("/widget/", WIDGET, append_version=False)
    console = make_console(
        settings,
        app[DATABASE],
        app[VAULT],
        signing_key=secrets.signing_key,
        directory=Directory(settings.directory_url),
        content=content,
    )
    app.add_subapp("/console", console)
    app.cleanup_ctx.append(_life)
    attach(app)
    return app


def _equip(app: web.Application, settings: Settings, secrets: Secrets, content: Content) -> None:
    """What the handlers work with."""
    database, vault = Database(settings.database_url), Vault(secrets.encryption_keys)
    register_all(vault)
    kept = make_volatile(settings.redis_url, settings.session_hours, "transcript")
    tickets = export_api.Tickets(make_volatile(settings.redis_url, export_api.HOURS, "export"))
    rasa = RasaClient(settings.rasa_url, secrets.internal_token)
    app[SETTINGS], app[CONTENT], app[DATABASE], app[RASA] = settings, content, database, rasa
    app[VAULT], app[SIGNING_KEY] = vault, secrets.signing_key
    app[LINKS] = Links(secrets.signing_key, settings.door_url)
    app[CARRIERS] = courier.carriers(settings)
    app[TOKENS] = Tokens(secrets.signing_key, settings.session_hours)
    app[LIMITER] = RedisLimiter(settings.redis_url) if settings.redis_url else MemoryLimiter()
    app[CONVERSATIONS] = Conversations(
        content,
        Sessions(ConversationStore("transcript", kept, database, vault)),
        rasa,
        country=settings.country,
        phone=settings.phone,
        organisation=settings.organisation,
        forget=partial(rights.erase, database),
        ticket=tickets.issue,
        hours=settings.session_hours,
    )
    app[EXPORTS] = tickets
    app[READINESS] = health.Readiness()


async def _life(app: web.Application) -> AsyncIterator[None]:
    # The danger model is read before the door opens: the first message may be the one that matters.
    await asyncio.to_thread(warm)
    await asyncio.to_thread(app[CONVERSATIONS].where.read)  # and so must be the lines of her country
    tasks = [asyncio.create_task(work) for work in (_keep_no_longer(app), courier.make_worker(app).run())]
    yield
    for task in tasks:
        task.cancel()
    app[CONVERSATIONS].forgetting.close()
    await app[RASA].close()


async def _keep_no_longer(app: web.Application) -> None:
    """What has been kept for its time goes, now and four times a day."""
    while True:
        try:
            await asyncio.to_thread(retain, app[DATABASE], app[SIGNING_KEY])
        except Exception as error:  # a base that is down is said by /health/ready; the next round will do
            logger.warning("retention not run: %s", type(error).__name__)
        await asyncio.sleep(6 * 3600)


def serve(settings: Settings, secrets: Secrets) -> None:
    """Run until stopped."""
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s %(message)s")
    web.run_app(
        make_app(settings, secrets),
        host=settings.host,
        port=settings.port,
        print=None,
        access_log=None,
        loop=uvloop.new_event_loop(),
    )
