"""What a page receives and gives back. Pages are plain functions: one request, one thread, one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.console.journal import Access
from bot.console.models import ConsoleSession, ConsoleUser
from bot.console.scanning import scanned
from bot.console.territories import sees, within
from bot.content import Content
from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals.models import Referral
from bot.settings import Settings
from resources_directory import Directory

BASE = "/console"
THREADS = 4


@dataclass(frozen=True)
class Services:
    """What all pages share."""

    settings: Settings
    database: Database
    vault: Vault
    content: Content
    signing_key: str
    directory: Directory | None = None
    # Threads of its own: however many passwords are tried, no conversation waits for one.
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "console"))


@dataclass(frozen=True)
class Page:
    """A template of ``templates/`` and its values."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Redirect:
    """Go to another page of the console (303); ``path`` begins with ``/``."""

    path: str


@dataclass(frozen=True)
class Download:
    """A file to save."""

    name: str
    content_type: str
    body: bytes


Answer = Page | Redirect | Download


class Refused(Exception):
    """The request stops here: nothing is written but a line of the journal. ``status`` is 403 or 404."""

    def __init__(self, status: int, object_id: str = "") -> None:
        super().__init__(str(status))
        self.status, self.object_id = status, object_id


@dataclass
class Context:
    """One request. ``path``, ``query`` and ``form`` hold the text that the browser sent."""

    services: Services
    session: Session
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    url: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    visit: ConsoleSession | None = None
    account: ConsoleUser | None = None
    accesses: list[Access] = field(default_factory=list)
    new_token: str | None = None  # a cookie to set
    forget_token: bool = False  # a cookie to remove

    @property
    def user(self) -> ConsoleUser:
        """The signed-in person; the rule of the route guarantees that there is one."""
        if self.account is None:
            raise Refused(403)
        return self.account

    def log(self, action: str, object_id: str = "", actor: str | None = None) -> None:
        """Add a line to the journal, written with the rest of the transaction."""
        who = actor if actor is not None else str(self.account.login) if self.account else ""
        self.accesses.append(Access(who, action, object_id))

    def text(self, name: str, longest: int = 2000) -> str:
        """A field of the form, without spaces around, cut at ``longest`` characters."""
        return str(self.form.get(name, "")).strip()[:longest]

    def number(self, name: str) -> int | None:
        """A field of the form that is a whole number; None otherwise."""
        value = self.text(name, 12)
        return int(value) if value.isascii() and value.isdigit() else None

    def may_see(self, referral: Any) -> bool:
        """True when the referral lies in the person's territories."""
        return sees(str(self.user.territories), str(referral.departement), str(referral.place_code))

    @property
    def mine(self) -> Any:
        """The condition that keeps a query of referrals within the person's territories."""
        return within(str(self.user.territories), scanned(Referral.departement), scanned(Referral.place_code))
