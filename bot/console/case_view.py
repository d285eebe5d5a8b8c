"""One referral made readable: the answers, the notes and the history in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.console import labels
from bot.console.labels import plain, reason, state, upfirst
from bot.console.models import ConsoleUser
from bot.privacy.consent import Consent
from bot.privacy.vault import Vault, VaultError
from bot.referrals.models import Referral, ReferralEvent

_SYSTEM = {"person": "La personne", "system": "Relais", "service": "Le service"}
UNREADABLE = "Texte illisible : sa clé de chiffrement manque."


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    at: datetime
    who: str
    what: str
    reason: str
    note: str


def sealed(referral: Referral, vault: Vault, name: str) -> str:
    """One encrypted field of a referral in clear; "" when it is empty."""
    return _clear(vault, getattr(referral, name), f"referral.{name}")


def agreement(session: Session, referral: Referral) -> Consent | None:
    """The agreement under which this request was handed over; None once it is anonymous."""
    return session.get(Consent, referral.consent_id) if referral.consent_id is not None else None


def research(session: Session, referral: Referral) -> Consent | None:
    """The agreement to be proposed a study, apart from the request; None when it was not given, or taken back."""
    found = select(Consent).where(
        Consent.session_id == referral.session_id, Consent.purpose == "research", Consent.withdrawn_at.is_(None)
    )
    return session.scalars(found).first() if referral.session_id else None


def answers(referral: Referral, vault: Vault) -> list[tuple[str, str]]:
    """What the person agreed to share, as pairs of label and words."""
    text = sealed(referral, vault, "summary")
    if text == UNREADABLE:
        return [("Réponses", text)]
    found: Mapping[str, Any] = json.loads(text) if text else {}
    return [(labels.answer(key), words) for key, value in found.items() if (words := _words(value))]


def history(session: Session, referral: Referral, vault: Vault) -> list[Line]:
    """Who did what, the latest first."""
    people = {str(row.id): str(row.full_name) for row in session.execute(select(ConsoleUser.id, ConsoleUser.full_name))}
    logins = {
        str(row.login): str(row.full_name) for row in session.execute(select(ConsoleUser.login, ConsoleUser.full_name))
    }
    events = session.scalars(
        select(ReferralEvent).where(ReferralEvent.referral_id == referral.id).order_by(ReferralEvent.id.desc())
    )
    return [_line(event, vault, people, logins) for event in events]


def last_actor(session: Session, referral: Referral) -> str:
    """The name of the person who changed the referral last."""
    login = (
        session.scalars(
            select(ReferralEvent.actor)
            .where(ReferralEvent.referral_id == referral.id)
            .order_by(ReferralEvent.id.desc())
            .limit(1)
        ).first()
        or ""
    )
    name = session.scalars(select(ConsoleUser.full_name).where(ConsoleUser.login == login)).first()
    return str(name or _SYSTEM.get(login, login))


def _line(event: ReferralEvent, vault: Vault, people: Mapping[str, str], logins: Mapping[str, str]) -> Line:
    why = str(event.reason or "")
    if event.kind == "assign":
        person = people.get(why.removeprefix("user:"))
        what, why = (f"Demande confiée à {person}" if person else "Demande remise à toute l'équipe"), ""
    elif event.kind == "call":
        what = "Appel"
    elif event.kind == "note":
        what = "Note"
    elif event.kind == "proposal":
        what = "Autre service proposé"
    elif event.kind == "news":
        what = "Nouvelles de la personne"
    elif event.kind == "opinion":
        what = "Avis de la personne"
    elif event.from_state is None:
        what = "Demande envoyée"
    else:
        what = f"{upfirst(state(str(event.from_state)))} → {state(str(event.to_state))}"
    actor = str(event.actor)
    return Line(
        event.at,
        logins.get(actor) or _SYSTEM.get(actor, actor),
        what,
        reason(why) if why else "",
        _clear(vault, event.note, "referral.note"),
    )


def _clear(vault: Vault, token: bytes | None, context: str) -> str:
    if token is None:
        return ""
    try:
        return vault.decrypt(token, context)
    except VaultError:
        return UNREADABLE


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return str(value.get("label") or ", ".join(f"{plain(str(k))} : {_words(v)}" for k, v in value.items()))
    if isinstance(value, (list, tuple)):
        return ", ".join(_words(item) for item in value)
    return "" if value is None else str(value)
