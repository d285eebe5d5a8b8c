"""Consents are personal data too: erased and exported with the rest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.privacy.consent import Consent
from bot.privacy.holders import HOLDERS, Holder


def register() -> None:
    """Make consents known to ``bot.privacy`` under the name ``consents``."""

    def erase(session: Session, session_id: str) -> int:
        return int(session.execute(delete(Consent).where(Consent.session_id == session_id)).rowcount)

    def export(session: Session, session_id: str) -> Any:
        return [
            {
                "pour": c.purpose,
                "texte": c.text_version,
                "donné le": c.granted_at.isoformat(),
                "retiré le": c.withdrawn_at.isoformat() if c.withdrawn_at else None,
            }
            for c in session.scalars(select(Consent).where(Consent.session_id == session_id))
        ]

    HOLDERS.register(Holder("consents", "accords", erase, export))
