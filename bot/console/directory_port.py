"""What the console asks of the directory: search and report, and the work of those who verify it."""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.console import directory_correct
from bot.console.directory_correct import Clash
from resources_directory import Directory, Found, conflicts, review
from resources_directory.freshness import Freshness, freshness
from resources_directory.gazetteer import Gazetteer, Place
from resources_directory.models import Organization, Report, Service

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
# Codes of what users report, as the questionnaire « report » names them.
FAULTS: dict[str, str] = {
    "phone": "le téléphone est faux",
    "address": "l'adresse est fausse",
    "closed": "le service est fermé",
    "full": "il n'y a plus de place",
    "territory": "le territoire est faux",
    "other": "autre chose",
}
LIMIT = 20


class DirectoryDown(Exception):
    """The directory does not answer."""


@dataclass(frozen=True)
class Reported:
    """One open report of a user."""

    service_id: str
    name: str
    reason: str
    at: datetime


class DirectoryPort:
    """Wraps the directory; every failure of its store becomes :class:`DirectoryDown`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    @property
    def url(self) -> str:
        """Where the directory is kept."""
        return self._directory.url

    def search(self, needs: Sequence[str], place: Place | None) -> list[Found]:
        """Up to twenty services, the best first."""
        return self._ask(lambda: self._directory.search(list(needs), place, limit=LIMIT))

    def named(self, words: str) -> list[Found]:
        """Up to twenty services whose name, or whose organisation's, holds these words, closed ones too."""
        like = "%" + re.sub(r"([%_/])", r"/\1", words) + "%"
        query = (
            select(Service.id)
            .join(Organization, Organization.id == Service.organization_id)
            .where(or_(Service.name.ilike(like, escape="/"), Organization.name.ilike(like, escape="/")))
            .order_by(Service.name, Service.id)
            .limit(LIMIT)
        )
        ids = self._with(lambda session: list(session.scalars(query)))
        return [found for found in map(self.get, ids) if found is not None]

    def get(self, service_id: str) -> Found | None:
        """One service, or None."""
        return self._ask(lambda: self._directory.get(service_id))

    def report(self, service_id: str, fault: str) -> None:
        """Note that something is wrong."""
        self._ask(lambda: self._directory.report(service_id, fault))

    def verify(self, service_id: str, by: str, fields: Mapping[str, str] | None = None) -> None:
        """Note that everything was checked today, by this login, with what was corrected; its reports are closed."""
        self._with(lambda session: review.verify(session, service_id, by, fields))

    def editable(self, service_id: str) -> dict[str, str] | None:
        """What may be corrected, as text, with its ``status``; None when there is no such service."""
        return self._with(lambda session: directory_correct.read(session, service_id))

    def correct(self, service_id: str, by: str, seen: Mapping[str, str], typed: Mapping[str, str]) -> Clash | None:
        """Write what differs from what was ``seen``; the clash, and nothing written, when the card is no longer so."""
        return self._with(lambda session: directory_correct.correct(session, service_id, by, seen, typed))

    def conflicts(self, service_id: str | None = None) -> list[conflicts.OpenConflict]:
        """What imports and coordinators say differently; of one service or of all."""
        return self._with(lambda session: conflicts.open_conflicts(session, service_id))

    def count_conflicts(self) -> int:
        """How many there are."""
        return self._with(conflicts.count_open)

    def settle(self, conflict_id: int, resolution: str, by: str) -> bool:
        """Settle one; False when somebody did."""
        return self._with(lambda session: conflicts.settle(session, conflict_id, resolution, by))

    def freshness(self) -> Freshness:
        """How old the facts are."""
        return self._with(freshness)

    def reports(self, service_id: str | None = None) -> list[Reported]:
        """The open reports, the oldest first; of one service or of all."""
        query = (
            select(Report.service_id, Service.name, Report.reason, Report.created_at)
            .join(Service, Service.id == Report.service_id)
            .where(Report.handled_at.is_(None))
            .order_by(Report.id)
            .limit(50)
        )
        if service_id is not None:
            query = query.where(Report.service_id == service_id)

        return self._with(lambda session: [Reported(*row) for row in session.execute(query)])

    def to_check(self) -> list[review.ToCheck]:
        """The services to verify, the most urgent first."""
        return self._with(lambda session: review.to_check(session, 50))

    def within(self, work: Callable[[Session], Answer]) -> Answer:
        """Run ``work`` in one transaction of the directory."""
        return self._with(work)

    def _with(self, work: Callable[[Session], Answer]) -> Answer:
        def call() -> Answer:
            with self._directory.session() as session:
                return work(session)

        return self._ask(call)

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        try:
            return call()
        except SQLAlchemyError as error:
            logger.error("directory failure: %s", type(error).__name__)
            raise DirectoryDown from error


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read at the first search (about a second)."""
    read = Gazetteer.load()
    gc.freeze()  # it lives as long as the process: without this the collector walks it all, 100 ms now and then
    return read
