"""Puts the console together."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from bot.console import (
    account_page,
    case_actions,
    case_page,
    content_page,
    directory_conflicts_page,
    directory_duplicates_page,
    directory_edit_page,
    directory_import_page,
    directory_page,
    exports_page,
    journal_page,
    login_page,
    loop_page,
    queue_page,
    redirect_page,
    static_page,
    statistics_page,
    users_page,
)
from bot.console.context import Services
from bot.console.dispatch import serve
from bot.console.guard import make_guard
from bot.console.render import Renderer
from bot.console.routes import Route
from bot.content import Content
from bot.database import Database
from bot.privacy.vault import Vault
from bot.settings import Settings
from resources_directory import Directory

_PAGES = (
    login_page,
    static_page,
    queue_page,
    case_page,
    case_actions,
    loop_page,
    redirect_page,
    account_page,
    directory_page,
    directory_edit_page,
    directory_conflicts_page,
    directory_duplicates_page,
    directory_import_page,
    content_page,
    statistics_page,
    exports_page,
    users_page,
    journal_page,
)


def all_routes() -> list[Route]:
    """Every route of the console."""
    return [route for page in _PAGES for route in page.routes.all]


async def _close(services: Services, _app: web.Application) -> None:
    services.threads.shutdown(wait=False)


def build(
    settings: Settings,
    database: Database,
    vault: Vault,
    *,
    signing_key: str,
    directory: Directory | None = None,
    content: Content | None = None,
) -> web.Application:
    """See :func:`bot.console.make_console`."""
    app = web.Application()
    content = content or Content.load()
    services = Services(settings, database, vault, content, signing_key, directory)
    app.on_cleanup.append(partial(_close, services))
    renderer = Renderer(app, content, settings.organisation, settings.country)
    app.middlewares.append(make_guard(renderer, settings.trusted_proxy))
    for route in all_routes():
        handler = serve(route, services, renderer)
        if route.method == "GET":
            app.router.add_get(route.path, handler, allow_head=True)
        else:
            app.router.add_post(route.path, handler)
    return app
