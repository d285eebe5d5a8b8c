"""Towards another service: the person agreed on the phone, the request begins again there, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.privacy.vault import Vault
from bot.referrals import lifecycle
from bot.referrals.models import Referral

# From each state, the moves that lead back to « requested »; no way out of what is finished or cancelled.
_BACK: dict[str, tuple[str, ...]] = {
    "requested": (),
    "received": ("rejected", "requested"),
    "accepted": ("rejected", "requested"),
    "rejected": ("requested",),
    "in-progress": ("failed", "requested"),
    "failed": ("requested",),
}


@dataclass(frozen=True)
class Target:
    """A service of the directory."""

    id: str
    name: str
    phone: str | None


def may_redirect(referral: Referral) -> bool:
    """True while the request can still go elsewhere."""
    return referral.state in _BACK and referral.anonymised_at is None


def redirect(session: Session, vault: Vault, referral: Referral, target: Target, actor: str) -> None:
    """Hand the request to ``target``; every move on the way stands in the history.

    :raises bot.referrals.lifecycle.IllegalMove: it is over, or it is already there.
    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody changed it at the same moment.
    """
    if not may_redirect(referral):
        raise lifecycle.IllegalMove("Cette demande est close : elle ne peut plus changer de service.")
    if target.id == referral.service_id:
        raise lifecycle.IllegalMove("Cette demande est déjà adressée à ce service.")
    for state in _BACK[str(referral.state)]:
        lifecycle.move(session, referral, state, actor, reason="other-service")
    referral.service_id, referral.service_name, referral.service_phone = target.id, target.name[:300], target.phone
    words = f"{target.name}, {target.phone or 'sans téléphone connu'}"
    lifecycle.append(session, referral, actor, "proposal", reason="other-service", note=words, vault=vault)
    lifecycle.flush(session)
