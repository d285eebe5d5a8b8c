"""A console on a fresh store, people to sign in, and referrals to look at."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.clock import now
from bot.console import make_console, passwords
from bot.console.accounts import create_user
from bot.console.models import AccessLog
from bot.content import Content
from bot.database import Database
from bot.privacy import consent  # noqa: F401  (its table belongs to the schema)
from bot.privacy.vault import Vault, new_key
from bot.referrals.models import Referral, ReferralEvent
from bot.settings import Settings, load_settings
from resources_directory import Directory
from tests.stores import DIRECTORY, STORE, embedded, empty_store

PASSWORD = "girafe orange sous le pont"
KEY = "a signing key for tests"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
LARGEST_BODY = 8 * 1024  # as the gateway sets it


@dataclass
class World:
    """What a test needs to prepare and to look behind the pages."""

    settings: Settings
    database: Database
    vault: Vault
    directory: Any = None
    _drawn: int = field(default=0)

    def refer(self, **given: Any) -> str:
        """Add a referral; its public reference."""
        self._drawn += 1
        n, letters = self._drawn, "BDFKLMPRTV"
        reference = "".join(letters[int(digit)] + "A" for digit in f"{n:03}")
        sealed = {
            name: self.vault.encrypt(given.pop(name, ""), f"referral.{name}")
            for name in ("first_name", "contact", "when_to_call", "message", "summary")
            if name in given
        }
        values = {
            "public_reference": reference,
            "secret_hash": "0" * 64,
            "session_id": f"s{n}",
            "form_run": f"f{n}",
            "service_id": "",
            "service_name": "",
            "need": "respite",
            "place_code": "21054",
            "place_label": "Beaune (21)",
            "departement": "21",
            "level": 1,
            "state": "requested",
            "created_at": now(),
            "updated_at": now(),
            "last_contact_at": now(),
            **sealed,
            **given,
        }
        with self.database.session() as session:
            referral = Referral(**values)
            session.add(referral)
            session.flush()
            session.add(
                ReferralEvent(referral_id=referral.id, at=now(), actor="person", kind="state", to_state="requested")
            )
        return reference

    def referral(self, reference: str) -> Referral:
        """A referral as it stands in the store, with its events."""
        with self.database.session() as session:
            found = session.query(Referral).filter_by(public_reference=reference).one()
            assert found.events is not None
            return found

    def user(self, login: str, role: str = "coordinator", territories: str = "21", **more: Any) -> int:
        """Add an account whose password is :data:`PASSWORD`."""
        with self.database.session() as session:
            return int(
                create_user(session, login, more.pop("name", login.title()), role, territories, PASSWORD, **more).id
            )

    def accesses(self) -> list[tuple[str, str, str]]:
        """The journal: (actor, action, object)."""
        with self.database.session() as session:
            return [(row.actor, row.action, row.object_id) for row in session.query(AccessLog).order_by(AccessLog.id)]


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with small parameters: the tests are about who may enter, not about how slow it is."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._decoy.cache_clear()


@pytest.fixture
def world(tmp_path: Any) -> World:
    settings = load_settings({"RELAIS_HOME": str(tmp_path)})
    return World(settings, empty_store(tmp_path / STORE), Vault([new_key()]))


@pytest.fixture
def directory(world: World, tmp_path: Path) -> Directory:
    shutil.copy(embedded(), tmp_path / DIRECTORY)
    world.directory = Directory(f"sqlite:///{tmp_path / DIRECTORY}")
    return world.directory


class Browser:
    """A client that keeps cookies and sends what a browser sends with a form."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    async def get(self, path: str, **options: Any) -> Any:
        return await self.client.get("/console" + path, allow_redirects=False, **options)

    async def post(self, path: str, data: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> Any:
        return await self.client.post(
            "/console" + path, data=data or {}, allow_redirects=False, headers=SAME_SITE if headers is None else headers
        )

    async def login(self, login: str, password: str = PASSWORD) -> Any:
        return await self.post("/login", {"login": login, "password": password})

    async def page(self, path: str, status: int = 200) -> str:
        response = await self.get(path)
        text = str(await response.text())
        assert response.status == status, text
        return text

    async def version(self, reference: str) -> str:
        match = re.search(r'name="version" value="(\d+)"', await self.page(f"/referrals/{reference}"))
        assert match
        return match.group(1)


@pytest_asyncio.fixture
async def open_browser(aiohttp_client: Any, world: World, content: Content) -> Any:
    """Make browsers, each with its own cookies, on one console."""
    server: list[Any] = []

    async def make(login: str | None = None) -> Browser:
        app = web.Application(client_max_size=LARGEST_BODY)
        if not server:
            app.add_subapp(
                "/console",
                make_console(
                    world.settings,
                    world.database,
                    world.vault,
                    signing_key=KEY,
                    directory=world.directory,
                    content=content,
                ),
            )
        browser = Browser(await aiohttp_client(server[0] if server else app))
        server[:] = [browser.client.server]
        if login:
            assert (await browser.login(login)).status == 303
        return browser

    return make
