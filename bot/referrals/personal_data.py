"""What the log holds of a person, told to ``bot.privacy``: erased, exported, re-encrypted from one place."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.privacy.holders import HOLDERS, Holder
from bot.privacy.vault import Vault
from bot.referrals import news
from bot.referrals.lifecycle import STATE_LABELS
from bot.referrals.loop_models import FollowUp, Proposal, Satisfaction
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent

AROUND = (OutboxMessage, FollowUp, Proposal, Satisfaction, ReferralEvent)  # what exists by a referral alone
SEALED = ("first_name", "contact", "when_to_call", "message", "channel_address", "summary")


def erase(session: Session, session_id: str) -> int:
    """Delete the referrals of a conversation with all that exists around them; returns how many referrals."""
    ids = list(session.scalars(select(Referral.id).where(Referral.session_id == session_id)))
    if not ids:
        return 0
    for table in AROUND:
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
                "summary": _summary(opened(r, vault).get("summary")),
                **_around(session, r, vault),
            }
            for r in session.scalars(select(Referral).where(Referral.session_id == session_id))
        ]

    HOLDERS.register(Holder("referrals", "demandes", erase, export))


def _summary(kept: str | None) -> Any:
    """The situation that was handed over, as data: in the store it is JSON in a string."""
    try:
        return json.loads(kept or "null")
    except ValueError:
        return kept


def _around(session: Session, referral: Referral, vault: Vault) -> dict[str, Any]:
    """The history, the news asked and given, the services proposed, the messages sent: as the person may read them."""

    def rows(table: Any) -> Any:
        return session.scalars(select(table).where(table.referral_id == referral.id).order_by(table.id))

    def when(at: Any) -> str | None:
        return at.isoformat() if at else None

    return {
        "historique": [
            {
                "le": when(e.at),
                "par": e.actor if e.actor in ("person", "service", "system") else "coordination",
                "quoi": e.kind,
                "état": STATE_LABELS.get(str(e.to_state), e.to_state),
                "raison": e.reason,
                "note": vault.decrypt(e.note, "referral.note") if e.note else None,
            }
            for e in rows(ReferralEvent)
        ],
        "nouvelles": [
            {"après": f"{f.step} jours", "demandées le": when(f.asked_at), "réponse": news.ANSWERS.get(str(f.answer))}
            for f in rows(FollowUp)
        ],
        "services proposés": [
            {"le": when(p.at), "service": p.service_name or "aucun", "choix": p.decision} for p in rows(Proposal)
        ],
        "avis": [{"demandé le": when(s.asked_at), "utile": s.useful} for s in rows(Satisfaction)],
        "messages": [
            {"quoi": o.kind, "par": o.channel, "pour": o.audience, "parti le": when(o.sent_at)}
            for o in rows(OutboxMessage)
            if o.channel != "console"
        ],
    }
