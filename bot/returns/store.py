"""Keeping and taking up again, by consent. One of each kind for a conversation: a new one takes the old one's place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Database
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.returns.code import hash_code, new_code
from bot.returns.models import StockReturn

PAUSE, SUMMARY = "pause", "summary"
# What each kind needs an agreement to, and how long it lasts: as the two consent texts say.
PURPOSE = {PAUSE: "screening", SUMMARY: "follow_up"}
LASTS = {PAUSE: timedelta(days=30), SUMMARY: timedelta(days=365)}


class NotAgreed(Exception):
    """Nothing may be kept: the person has not agreed to this purpose."""


@dataclass(frozen=True)
class Kept:
    """What a code opens. Times are naive UTC."""

    kind: str
    body: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime


def keep(database: Database, vault: Vault, session_id: str, kind: str, body: Mapping[str, Any]) -> str:
    """Keep ``body`` (JSON) and return the code that opens it. Raises NotAgreed without the consent of this kind."""
    code, at = new_code(), now()
    digest = hash_code(code)
    with database.session() as session:
        if PURPOSE[kind] not in consent.active(session, session_id):
            raise NotAgreed(kind)
        session.execute(delete(StockReturn).where(StockReturn.session_id == session_id, StockReturn.kind == kind))
        sealed = vault.encrypt(json.dumps(body, ensure_ascii=False), _context(digest))
        session.add(
            StockReturn(
                code_hash=digest,
                session_id=session_id,
                kind=kind,
                body=sealed,
                created_at=at,
                expires_at=at + LASTS[kind],
            )
        )
    return code


def take(database: Database, vault: Vault, session_id: str, code: str) -> Kept | None:
    """What ``code`` opens, which belongs from now on to the conversation ``session_id``, with its consent.

    None when the code is unknown, too old, erased, or when the consent was taken back. The code still opens it
    afterwards: a phone that goes out must not lose it.
    """
    digest = hash_code(code)
    with database.session() as session:
        row = session.scalars(select(StockReturn).where(StockReturn.code_hash == digest)).first()
        if row is None or row.expires_at <= now():
            return None
        before, purpose = str(row.session_id), PURPOSE[str(row.kind)]
        if purpose not in consent.active(session, before):
            return None
        if before != session_id:
            consent.carry(session, before, session_id, purpose)
            session.execute(
                delete(StockReturn).where(
                    StockReturn.session_id == session_id, StockReturn.kind == row.kind, StockReturn.id != row.id
                )
            )
            row.session_id = session_id
        body = json.loads(vault.decrypt(row.body, _context(digest)))
        return Kept(str(row.kind), body, row.created_at, row.expires_at)


def forget(session: Session, session_id: str) -> int:
    """Delete all that one conversation may come back to, in the caller's transaction."""
    return int(session.execute(delete(StockReturn).where(StockReturn.session_id == session_id)).rowcount)


def purge(session: Session) -> int:
    """Delete what is past its time, in the caller's transaction; for the retention job."""
    return int(session.execute(delete(StockReturn).where(StockReturn.expires_at <= now())).rowcount)


def _context(digest: str) -> str:
    return f"return.{digest}"
