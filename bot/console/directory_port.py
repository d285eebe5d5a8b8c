"""What the console needs of the directory; parts that a directory does not offer are not shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

logger = logging.getLogger(__name__)
# Codes of what users report, as the questionnaire « report » names them.
FAULTS: dict[str, str] = {
    "phone": "le téléphone est faux", "address": "l'adresse est fausse", "closed": "le service est fermé",
    "full": "il n'y a plus de place", "territory": "le territoire est faux", "other": "autre chose",
}
LIMIT = 20


class DirectoryDown(Exception):
    """The directory does not answer."""


class DirectoryPort:
    """Wraps a ``resources_directory.Directory`` (or None)."""

    def __init__(self, directory: Any) -> None:
        self._directory = directory

    @property
    def present(self) -> bool:
        """True when there is a directory."""
        return self._directory is not None

    @property
    def can_verify(self) -> bool:
        """True when the directory keeps ``verify(service_id, by)``: the date and the login of who checked."""
        return callable(getattr(self._directory, "verify", None))

    def search(self, needs: Sequence[str], place: Any) -> list[Any]:
        """Up to twenty services, the best first."""
        return list(self._ask(lambda: self._directory.search(list(needs), place, limit=LIMIT)))

    def get(self, service_id: str) -> Any:
        """One service, or None."""
        return self._ask(lambda: self._directory.get(service_id))

    def verify(self, service_id: str, by: str) -> None:
        """Note that everything was checked today."""
        self._ask(lambda: self._directory.verify(service_id, by))

    def report(self, service_id: str, fault: str) -> None:
        """Note that something is wrong."""
        self._ask(lambda: self._directory.report(service_id, fault))

    def reports(self) -> list[Any]:
        """The open reports, when the directory lists them by ``reports()``."""
        lister = getattr(self._directory, "reports", None)
        return list(self._ask(lister)) if callable(lister) else []

    def _ask(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:  # another store, another library: whatever it raises, the console goes on
            logger.error("directory failure: %s", type(error).__name__)
            raise DirectoryDown from error


@lru_cache(maxsize=1)
def gazetteer() -> Any:
    """The gazetteer, read at the first search (about a second)."""
    from resources_directory.gazetteer import Gazetteer

    return Gazetteer.load()
