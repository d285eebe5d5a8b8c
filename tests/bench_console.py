"""`python -m tests.bench_console [REFERRALS]`: what each page of the console costs at the server.

Measures nothing against a limit; docs/measurements.md quotes what it prints. SQLite, one process, pages asked one
after the other through the real application (session, journal and templates included).
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
from tests.console.samples import fill

ROUNDS = 30
PASSWORD = "girafe orange sous le pont"
PAGES = (
    "/referrals",
    "/referrals?need=respite&departement=21",
    "/referrals?state=completed",
    "/referrals?state=all&level=0",
    "/referrals?assigned=me",
    "/referrals?reference={reference}",
    "/referrals/{reference}",
    "/directory",
    "/directory?need=respite&place=Beaune",
    "/directory/to-check",
    "/content",
    "/statistics?period=30",
    "/statistics?period=365",
    "/statistics.csv?period=365",
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
    load_embedded(settings.directory_url)
    console = make_console(settings, database, vault, signing_key="bench", directory=Directory(settings.directory_url))
    app = web.Application()
    app.add_subapp("/console", console)
    with database.session() as session:
        reference = session.scalar(select(Referral.public_reference).where(Referral.level == 3).limit(1))
    async with TestClient(TestServer(app)) as client:
        await client.post(
            "/console/login",
            data={"login": "claire", "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        print(f"{number} demandes ; {ROUNDS} lectures de chaque page ; millisecondes")
        print(f"{'page':<44}{'médiane':>9}{'p95':>9}{'ko':>7}")
        for page in PAGES:
            await _page(client, page.format(reference=reference))


async def _page(client: TestClient, path: str) -> None:
    times, size = [], 0
    await client.get("/console" + path)  # the first reading fills the caches of the system
    for _ in range(ROUNDS):
        started = time.perf_counter()
        response = await client.get("/console" + path, allow_redirects=False)
        size = len(await response.read())
        times.append(1000 * (time.perf_counter() - started))
        if response.status != 200:
            raise SystemExit(f"{path} : {response.status}")
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{path:<44}{statistics.median(times):>9.1f}{p95:>9.1f}{size / 1000:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
