"""Memos are personal data: erased and exported with the rest."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.memos.models import MemoRow
from bot.privacy.holders import HOLDERS, Holder
from bot.privacy.vault import Vault


def register(vault: Vault) -> None:
    """Make memos known to ``bot.privacy`` under the name ``memos``."""

    def erase(session: Session, session_id: str) -> int:
        return int(session.execute(delete(MemoRow).where(MemoRow.session_id == session_id)).rowcount)

    def export(session: Session, session_id: str) -> Any:
        rows = session.scalars(select(MemoRow).where(MemoRow.session_id == session_id))
        return [
            {
                "créé le": row.created_at.isoformat(),
                "valable jusqu'au": row.expires_at.isoformat(),
                "contenu": json.loads(vault.decrypt(row.body, f"memo.{row.token_hash}")),
            }
            for row in rows
            if row.revoked_at is None
        ]

    HOLDERS.register(Holder("memos", "mémos", erase, export))
