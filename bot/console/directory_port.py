"""What the console asks of the directory: search and report, and the work of those who verify it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from resources_directory import Directory, Found, review
from resources_directory.gazetteer import Gazetteer, Place
from resources_directory.models import Report, Service

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

    def search(self, needs: Sequence[str], place: Place | None) -> list[Found]:
        """Up to twenty services, the best first."""
        return self._ask(lambda: self._directory.search(list(needs), place, limit=LIMIT))

    def get(self, service_id: str) -> Found | None:
        """One service, or None."""
        return self._ask(lambda: self._directory.get(service_id))

    def report(self, service_id: str, fault: str) -> None:
        """Note that something is wrong."""
        self._ask(lambda: self._directory.report(service_id, fault))

    def verify(self, service_id: str, by: str) -> None:
        """Note that everything was checked today, by this login; its reports are closed."""

        def write() -> None:
            with self._directory.session() as session:
                review.verify(session, service_id, by)

        self._ask(write)

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

        def read() -> list[Reported]:
            with self._directory.session() as session:
                return [Reported(*row) for row in session.execute(query)]

        return self._ask(read)

    def to_check(self) -> list[review.ToCheck]:
        """The services to verify, the most urgent first."""

        def read() -> list[review.ToCheck]:
            with self._directory.session() as session:
                return review.to_check(session, 50)

        return self._ask(read)

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        try:
            return call()
        except SQLAlchemyError as error:
            logger.error("directory failure: %s", type(error).__name__)
            raise DirectoryDown from error


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read at the first search (about a second)."""
    return Gazetteer.load()
