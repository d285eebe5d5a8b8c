"""Keeping memos: encrypted, seven days, by consent; found by an unguessable token of which only the hash is stored."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Database
from bot.memos.models import MemoRow
from bot.privacy import consent
from bot.privacy.vault import Vault

LASTS = timedelta(days=7)
PURPOSES = frozenset({"screening", "referral"})
_BYTES = 32  # 256 bits


class MemoRefused(Exception):
    """The memo may not be kept; the message is a French sentence for the person."""


@dataclass(frozen=True)
class Memo:
    """A memo that may be read. ``content`` has the shape of :func:`bot.memos.content.memo_content`; times naive UTC."""

    content: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime


def create(database: Database, vault: Vault, session_id: str, content: Mapping[str, Any]) -> str:
    """Keep a memo for seven days and return the token of its link.

    :raises MemoRefused: the person has agreed to nothing that allows it.
    """
    token = secrets.token_urlsafe(_BYTES)
    at, digest = now(), _hash(token)
    with database.session() as session:
        if not _agreed(session, session_id):
            raise MemoRefused("Pour garder un mémo, il faut votre accord. Sans accord, je ne garde rien.")
        body = vault.encrypt(json.dumps(content, ensure_ascii=False), f"memo.{digest}")
        session.add(MemoRow(token_hash=digest, session_id=session_id, body=body, created_at=at, expires_at=at + LASTS))
    return token


def find(database: Database, vault: Vault, token: str) -> Memo | None:
    """The memo of a token; None when unknown, taken back, too old, or when the consent was withdrawn."""
    with database.session() as session:
        row = session.scalars(select(MemoRow).where(MemoRow.token_hash == _hash(token))).first()
        if row is None or row.revoked_at is not None or row.expires_at <= now():
            return None
        if not _agreed(session, str(row.session_id)):
            return None
        content = json.loads(vault.decrypt(row.body, f"memo.{row.token_hash}"))
        return Memo(content, row.created_at, row.expires_at)


def revoke(database: Database, token: str) -> bool:
    """Take a memo back and empty it; False when there was nothing to take back. Twice is harmless."""
    with database.session() as session:
        gone = session.execute(_emptied().where(MemoRow.token_hash == _hash(token), MemoRow.revoked_at.is_(None)))
    return bool(gone.rowcount)


def revoke_all(database: Database, session_id: str) -> int:
    """Take back every memo of a conversation; how many there were."""
    with database.session() as session:
        gone = session.execute(_emptied().where(MemoRow.session_id == session_id, MemoRow.revoked_at.is_(None)))
    return int(gone.rowcount)


def purge(session: Session) -> int:
    """Delete the memos whose time is over, in the caller's transaction; for the retention job."""
    return int(session.execute(delete(MemoRow).where(MemoRow.expires_at <= now())).rowcount)


def _emptied() -> Any:
    return update(MemoRow).values(body=b"", revoked_at=now()).execution_options(synchronize_session=False)


def _agreed(session: Session, session_id: str) -> bool:
    return bool(PURPOSES & consent.active(session, session_id).keys())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
