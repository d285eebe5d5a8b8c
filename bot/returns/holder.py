"""What can be come back to is personal data: erased and exported with the rest."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.privacy.holders import HOLDERS, Holder
from bot.privacy.vault import Vault
from bot.returns.models import StockReturn
from bot.returns.store import forget


def register(vault: Vault) -> None:
    """Make it known to ``bot.privacy`` under the name ``returns``."""

    def export(session: Session, session_id: str) -> Any:
        rows = session.scalars(select(StockReturn).where(StockReturn.session_id == session_id))
        return [
            {
                "sorte": row.kind,
                "créé le": row.created_at.isoformat(),
                "gardé jusqu'au": row.expires_at.isoformat(),
                "contenu": json.loads(vault.decrypt(row.body, f"return.{row.code_hash}")),
            }
            for row in rows
        ]

    HOLDERS.register(Holder("returns", "codes de reprise", forget, export))
