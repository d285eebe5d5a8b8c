"""A console with something in it, served from a thread: Playwright's synchronous interface needs a real address."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from aiohttp import web
from sqlalchemy import select

from bot.console import make_console
from bot.console.accounts import create_user
from bot.content import Content
from bot.database import Database
from bot.preflight import prepare_databases
from bot.privacy.vault import Vault, new_key
from bot.referrals.models import Referral
from bot.settings import load_settings
from resources_directory import Directory, duplicates, merging, review
from resources_directory.models import Conflict, Service
from tests.console.samples import fill, fill_counts

PASSWORD = "girafe orange sous le pont"
PEOPLE = (
    ("claire.martin", "Claire Martin", "coordinator", "21 39"),
    ("samir.benali", "Samir Benali", "administrator", "*"),
    ("edith.morel", "Édith Morel", "editor", "*"),
)


class Live:
    """Starts on entering, stops on leaving. ``url`` ends with ``/console``."""

    def __init__(self, home: Path, requests: int = 300) -> None:
        self.settings = load_settings(
            {"RELAIS_HOME": str(home), "RELAIS_ORGANISATION": "la plateforme d'accompagnement (exemple)"}
        )
        self.database, self.vault = Database(self.settings.database_url), Vault([new_key()])
        prepare_databases(self.settings)
        self.directory = Directory(self.settings.directory_url)
        with self.database.session() as session:
            made = [create_user(session, *person, PASSWORD) for person in PEOPLE]
            users = [(int(user.id), str(user.login)) for user in made[:2]]
        if requests:
            fill(self.database, self.vault, requests, users=users)
            fill_counts(self.database)
            self._disagree()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.url = ""

    def reference(self, **wanted: object) -> str:
        """A request of Côte-d'Or with these values, the latest."""
        query = select(Referral.public_reference).filter_by(departement="21", **wanted)
        with self.database.session() as session:
            found = session.scalars(query.order_by(Referral.created_at.desc())).first()
        assert found, wanted
        return str(found)

    def service(self) -> str:
        """A service of the directory that has a phone."""
        with self.directory.session() as session:
            query = select(Service.id).where(Service.name.like("Plateforme%"), Service.phones.any())
            return str(session.scalars(query.order_by(Service.name)).first())

    def pair(self) -> str:
        """Two cards that may be one, the surest pair."""
        with self.directory.session() as session:
            return str(merging.proposals(session)[0].id)

    def __enter__(self) -> Live:
        self._thread.start()
        if not self._started.wait(20):
            raise RuntimeError("the console did not start")
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _disagree(self) -> None:
        """Two reports of users, two conflicts of imports."""
        with self.directory.session() as session:
            ids = list(session.scalars(select(Service.id).order_by(Service.name).limit(4)))
            for number, identifier in enumerate(ids[:2]):
                hours = "du lundi au vendredi, 9 h à 12 h"
                review.verify(session, identifier, "edith.morel", {"hours": hours})
                session.add(
                    Conflict(
                        service_id=identifier,
                        field="hours",
                        current=hours,
                        proposed="du mardi au jeudi, 14 h à 17 h",
                        proposed_hash=f"{number:064}",
                        source="data·inclusion",
                    )
                )
            duplicates.propose(session)
        self.directory.report(ids[2], "phone")
        self.directory.report(ids[3], "closed")

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._started.set()
        self._loop.run_forever()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=8 * 1024)
        console = make_console(
            self.settings,
            self.database,
            self.vault,
            signing_key="a signing key for tests",
            directory=self.directory,
            content=Content.load(),
        )
        app.add_subapp("/console", console)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/console"
