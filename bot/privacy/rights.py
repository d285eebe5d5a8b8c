"""Erasing and exporting all that is held of one conversation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import now
from bot.database import Database
from bot.privacy.holders import HOLDERS

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


@dataclass(frozen=True)
class Receipt:
    """Proof of an erasure: it leads back to nobody. ``removed`` counts rows by store."""

    number: str
    erased_at: datetime
    removed: dict[str, int]


def erase(database: Database, session_id: str) -> Receipt:
    """Erase everything of a conversation in one transaction; a second time is harmless and gives a receipt too."""
    with database.session() as session:
        removed = HOLDERS.erase(session, session_id)
    database.scrub()
    at = now()
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(5))
    return Receipt(f"E-{at:%Y%m%d}-{drawn}", at, removed)


def export(database: Database, session_id: str) -> dict[str, Any]:
    """All that the database holds of a conversation, decrypted, as plain data."""
    with database.session() as session:
        return HOLDERS.export(session, session_id)
