"""`python -m tests.bench_console [REFERRALS [WORDS]]`: what each page of the console costs at the server
(or those whose address holds the words).

Measures nothing against a limit; docs/measurements.md quotes what it prints. SQLite, one process, pages asked one
after the other through the real application (session, journal and templates included). The column of the processor
counts the client too, which runs in the same process, and no other program: it holds on a busy machine.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

import bot.conversations.store
import bot.memos.models
import bot.privacy.consent  # noqa: F401  (their tables)
from bot.console import make_console
from bot.console.accounts import create_user
from bot.database import Database
from bot.migrations import upgrade
from bot.privacy.vault import Vault, new_key
from bot.referrals.models import Referral
from bot.settings import load_settings
from resources_directory import Directory
from resources_directory.loading import load_embedded
from resources_directory.models import Service
from tests.console.samples import fill, fill_counts

ROUNDS = 30
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "girafe orange sous le pont"
PAGES = (
    "/referrals",
    "/referrals?need=respite&departement=21",
    "/referrals?state=completed",
    "/referrals?state=all&level=0",
    "/referrals?assigned=me",
    "/referrals?reference={reference}",
    "/referrals/{reference}",
    "/referrals/{reference}/service",
    "/directory",
    "/directory?need=respite&place=Beaune",
    "/directory?name=alzheimer",
    "/directory/services/{service}",
    "/directory/services/{service}/edit",
    "/directory/to-check",
    "/directory/conflicts",
    "/directory/import",
    "/content",
    "/content/gaps?period=365",
    "/statistics?period=30",
    "/statistics?period=365",
    "/statistics/places?period=365&measure=requests",
    "/statistics/places?period=365&measure=unmet",
    "/statistics/delays?period=365",
    "/statistics/conversations?period=365",
    "/exports",
    "/account",
    "/users",
    "/journal",
)


def main() -> None:
    """Fill a store, ask every page, print a table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), number))


async def _measure(home: Path, number: int) -> None:
    settings = load_settings({"RELAIS_HOME": str(home)})
    upgrade(settings.database_url)
    database, vault = Database(settings.database_url), Vault([new_key()])
    with database.session() as session:
        users = [
            (int(create_user(session, login, login.title(), "administrator", "*", PASSWORD).id), login)
            for login in ("claire", "edith", "samir")
        ]
    fill(database, vault, number, users=users)
    fill_counts(database)
    load_embedded(settings.directory_url)
    console = make_console(settings, database, vault, signing_key="bench", directory=Directory(settings.directory_url))
    app = web.Application()
    app.add_subapp("/console", console)
    with database.session() as session:
        reference = session.scalar(select(Referral.public_reference).where(Referral.level == 3).limit(1))
    with Directory(settings.directory_url).session() as session:
        service = session.scalar(select(Service.id).order_by(Service.name).limit(1))
    async with TestClient(TestServer(app)) as client:
        await client.post(
            "/console/login",
            data={"login": "claire", "password": PASSWORD},
            headers=SAME_SITE,
        )
        print(f"{number} demandes ; {ROUNDS} lectures de chaque page ; millisecondes")
        print(f"{'page':<50}{'médiane':>9}{'p95':>9}{'processeur':>12}{'ko':>7}")
        for page in PAGES if len(sys.argv) < 3 else [page for page in PAGES if sys.argv[2] in page]:
            await _page(client, page.format(reference=reference, service=service))
        await _files(client)


async def _files(client: TestClient) -> None:
    """Files are no pages: said apart, once each."""
    for path, form in (
        ("/statistics.csv?period=365", None),
        ("/statistics.xlsx?period=365", None),
        *(("/exports", {"period": "30", "format": name}) for name in ("csv", "xlsx", "fhir")),
    ):
        started = time.perf_counter()
        if form is None:
            response = await client.get("/console" + path)
        else:
            response = await client.post("/console" + path, data=form, headers=SAME_SITE)
        size = len(await response.read())
        what = form["format"] + ", 30 jours" if form else path
        what += "" if response.status == 200 else " (trop long : refusé)"
        print(f"fichier {what:<42}{1000 * (time.perf_counter() - started):>9.0f}{size / 1000:>28.0f}", flush=True)


async def _page(client: TestClient, path: str) -> None:
    times, busy, size = [], [], 0
    await client.get("/console" + path)  # the first reading fills the caches of the system
    for _ in range(ROUNDS):
        started, working = time.perf_counter(), time.process_time()
        response = await client.get("/console" + path, allow_redirects=False)
        size = len(await response.read())
        times.append(1000 * (time.perf_counter() - started))
        busy.append(1000 * (time.process_time() - working))
        if response.status != 200:
            raise SystemExit(f"{path} : {response.status}")
    wall, processor = (statistics.quantiles(values, n=20)[-1] for values in (times, busy))
    print(f"{path:<50}{statistics.median(times):>9.1f}{wall:>9.1f}{processor:>12.1f}{size / 1000:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
