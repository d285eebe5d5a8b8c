"""The coordinators' console: server-rendered pages, usable without JavaScript.

The tables live in ``bot.console.models``, which imports no web framework: importing this package must stay as light,
because the actions and the migrations need the tables and not the pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

    from bot.content import Content
    from bot.database import Database
    from bot.privacy.vault import Vault
    from bot.settings import Settings
    from resources_directory import Directory


def make_console(
    settings: Settings,
    database: Database,
    vault: Vault,
    *,
    signing_key: str,
    directory: Directory | None = None,
    content: Content | None = None,
) -> web.Application:
    """Build the console, to be mounted at ``/console`` by ``add_subapp``.

    :param signing_key: secret that seals the journal and the sessions; never stored.
    :param directory: the directory, created and loaded, or None when there is none: its pages then say so.
    :param content: texts already read, else they are read here.
    """
    from bot.console.application import build

    return build(settings, database, vault, signing_key=signing_key, directory=directory, content=content)
