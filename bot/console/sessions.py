"""Server-side sessions: a 256-bit identifier in a cookie, its keyed hash in the database."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.clock import now
from bot.console.models import ConsoleSession, ConsoleUser

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
CODE_AWAITED = timedelta(minutes=5)
_TOUCH_EVERY = timedelta(minutes=1)  # writing at each page would cost more than it tells


def _hash(signing_key: str, token: str) -> str:
    return hmac.new(signing_key.encode(), b"console-session:" + token.encode(), hashlib.sha256).hexdigest()


def open_session(session: Session, signing_key: str, user: ConsoleUser, stage: str) -> str:
    """Open a session and return the token for the cookie; expired sessions are swept on the way."""
    at = now()
    session.execute(
        delete(ConsoleSession).where(
            (ConsoleSession.created_at < at - ABSOLUTE) | (ConsoleSession.last_seen_at < at - IDLE)
        )
    )
    token = secrets.token_urlsafe(32)
    session.add(
        ConsoleSession(id_hash=_hash(signing_key, token), user_id=user.id, stage=stage, created_at=at, last_seen_at=at)
    )
    return token


def read_session(session: Session, signing_key: str, token: str | None) -> tuple[ConsoleSession, ConsoleUser] | None:
    """The session of a token with its account; None when unknown, expired, or when the account is closed."""
    if not token:
        return None
    visit = session.get(ConsoleSession, _hash(signing_key, token))
    if visit is None:
        return None
    at = now()
    lasts = CODE_AWAITED if visit.stage == "code" else ABSOLUTE
    user = session.get(ConsoleUser, visit.user_id)
    if user is None or user.disabled_at or at - visit.last_seen_at >= IDLE or at - visit.created_at >= lasts:
        return None
    if at - visit.last_seen_at >= _TOUCH_EVERY:
        visit.last_seen_at = at
    return visit, user


def close_session(session: Session, visit: ConsoleSession) -> None:
    """End one session."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.id_hash == visit.id_hash))
