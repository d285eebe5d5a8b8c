"""Reminders are personal data: erased and exported with the rest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.privacy.holders import HOLDERS, Holder
from bot.privacy.vault import Vault
from bot.reminders.models import Reminder
from bot.reminders.store import CONTEXT, forget


def register(vault: Vault) -> None:
    """Make it known to ``bot.privacy`` under the name ``reminders``."""

    def export(session: Session, session_id: str) -> Any:
        rows = session.scalars(select(Reminder).where(Reminder.session_id == session_id))
        return [
            {
                "rappel": row.topic,
                "par": row.channel,
                "à": vault.decrypt(row.contact, CONTEXT),
                "demandé le": row.created_at.isoformat(),
                "prévu le": row.remind_at.isoformat(),
            }
            for row in rows
        ]

    HOLDERS.register(Holder("reminders", "rappels", forget, export))
