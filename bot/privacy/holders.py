"""Who holds personal data: each store registers here, so that erasing and exporting stay in one place.

``privacy`` imports no store (that would be a circle): a store imports this module and registers two functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

Erase = Callable[[Session, str], int]
Export = Callable[[Session, str], Any]


@dataclass(frozen=True)
class Holder:
    """``erase(session, session_id) -> rows removed`` and ``export(session, session_id) -> plain data``."""

    name: str
    label: str
    erase: Erase
    export: Export


@dataclass
class Holders:
    """The stores that hold personal data, in the order in which they are erased."""

    _holders: dict[str, Holder] = field(default_factory=dict)

    def register(self, holder: Holder) -> None:
        """Add a store; registering a name again replaces it."""
        self._holders[holder.name] = holder

    def erase(self, session: Session, session_id: str) -> dict[str, int]:
        """Erase everything of one conversation, in the caller's transaction; rows removed by store."""
        return {holder.name: holder.erase(session, session_id) for holder in self._holders.values()}

    def export(self, session: Session, session_id: str) -> dict[str, Any]:
        """Everything held of one conversation, by store, as plain data."""
        return {holder.label: holder.export(session, session_id) for holder in self._holders.values()}


HOLDERS = Holders()
