"""Consent by purpose: what was asked (version, hash of the text), when it was given, when it was taken back."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, Integer, String, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.database import Base

PURPOSES = ("screening", "referral", "statistics", "research", "follow_up", "reminder")


class Consent(Base):
    """One agreement of one session to one purpose, to one wording."""

    __tablename__ = "consent"

    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), nullable=False, index=True)
    purpose = Column(String(20), nullable=False)
    text_version = Column(String(40), nullable=False)
    text_hash = Column(String(64), nullable=False)
    granted_at = Column(DateTime, nullable=False)
    withdrawn_at = Column(DateTime)


def hash_text(text: str) -> str:
    """Hex SHA-256 of the exact wording that the person saw."""
    return hashlib.sha256(text.encode()).hexdigest()


def grant(session: Session, session_id: str, purpose: str, text: str, version: str) -> Consent:
    """Record an agreement; a second one to the same wording is the first one again."""
    if purpose not in PURPOSES:
        raise ValueError(f"unknown purpose {purpose!r}")
    held = _held(session, session_id, purpose)
    digest = hash_text(text)
    if held is not None and held.text_hash == digest:
        return held
    consent = Consent(session_id=session_id, purpose=purpose, text_version=version, text_hash=digest, granted_at=now())
    session.add(consent)
    session.flush()
    return consent


def withdraw(session: Session, session_id: str, purpose: str | None = None, at: datetime | None = None) -> int:
    """Take back one purpose, or all of them; returns how many agreements ended."""
    query = select(Consent).where(Consent.session_id == session_id, Consent.withdrawn_at.is_(None))
    if purpose is not None:
        query = query.where(Consent.purpose == purpose)
    ended = list(session.scalars(query))
    for consent in ended:
        consent.withdrawn_at = at or now()
    return len(ended)


def active(session: Session, session_id: str) -> dict[str, datetime]:
    """The purposes agreed to and not taken back, with the time of each agreement."""
    query = select(Consent.purpose, Consent.granted_at).where(
        Consent.session_id == session_id, Consent.withdrawn_at.is_(None)
    )
    return {purpose: granted for purpose, granted in session.execute(query)}


def carry(session: Session, before: str, after: str, purpose: str) -> None:
    """A person who comes back with a code: the agreement given in ``before`` holds in ``after``, with its date."""
    held = _held(session, before, purpose)
    if held is not None and _held(session, after, purpose) is None:
        session.add(
            Consent(
                session_id=after,
                purpose=purpose,
                text_version=held.text_version,
                text_hash=held.text_hash,
                granted_at=held.granted_at,
            )
        )
        session.flush()


def _held(session: Session, session_id: str, purpose: str) -> Any:
    return session.scalars(
        select(Consent).where(
            Consent.session_id == session_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
        )
    ).first()
