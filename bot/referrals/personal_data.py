"""What the log holds of a person, told to ``bot.privacy``: erased, exported, re-encrypted from one place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.privacy.holders import HOLDERS, Holder
from bot.privacy.vault import Vault
from bot.referrals.lifecycle import STATE_LABELS
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent

SEALED = ("first_name", "contact", "when_to_call", "message", "summary")


def erase(session: Session, session_id: str) -> int:
    """Delete the referrals of a conversation with their history and outbox; returns how many referrals."""
    ids = list(session.scalars(select(Referral.id).where(Referral.session_id == session_id)))
    if not ids:
        return 0
    for table in (OutboxMessage, ReferralEvent):
        session.execute(delete(table).where(table.referral_id.in_(ids)))
    session.execute(delete(Referral).where(Referral.id.in_(ids)))
    return len(ids)


def opened(referral: Referral, vault: Vault) -> dict[str, str]:
    """The encrypted fields of a referral in clear; the caller logs the access."""
    return {
        name: vault.decrypt(getattr(referral, name), f"referral.{name}")
        for name in SEALED
        if getattr(referral, name) is not None
    }


def register(vault: Vault) -> None:
    """Make the log known to ``bot.privacy`` under the name ``referrals``."""

    def export(session: Session, session_id: str) -> Any:
        return [
            {
                "référence": r.public_reference,
                "service": r.service_name,
                "besoin": r.need,
                "lieu": r.place_label,
                "état": STATE_LABELS[str(r.state)],
                "créée le": r.created_at.isoformat(),
                **opened(r, vault),
            }
            for r in session.scalars(select(Referral).where(Referral.session_id == session_id))
        ]

    HOLDERS.register(Holder("referrals", "demandes", erase, export))
