"""Tables of the console: accounts, sessions, and the journal of accesses.

No web framework is imported here: a referral points to ``console_user``, so every process that writes referrals
imports this module.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, String, event

from bot.database import Base
from bot.referrals.models import Referral


class ConsoleUser(Base):
    """A person who works with the console."""

    __tablename__ = "console_user"

    id = Column(Integer, primary_key=True)
    login = Column(String(40), nullable=False, unique=True)
    full_name = Column(String(120), nullable=False)
    role = Column(String(16), nullable=False)  # coordinator | editor | administrator
    territories = Column(String(400), nullable=False, default="")  # codes of départements, or "*" for all
    password_hash = Column(String(200), nullable=False)  # argon2id
    must_change_password = Column(Boolean, nullable=False, default=False)  # somebody else knows the present one
    totp_secret = Column(LargeBinary)  # encrypted, context console_user.totp; null: no second factor
    totp_last_step = Column(Integer, nullable=False, default=0)  # a code serves once
    failed_attempts = Column(Integer, nullable=False, default=0)
    locked_until = Column(DateTime)
    created_at = Column(DateTime, nullable=False)
    last_login_at = Column(DateTime)
    disabled_at = Column(DateTime)


class ConsoleSession(Base):
    """One opened session. Only a keyed hash of its identifier is kept."""

    __tablename__ = "console_session"

    id_hash = Column(String(64), primary_key=True)
    user_id = Column(Integer, ForeignKey("console_user.id", ondelete="CASCADE"), nullable=False, index=True)
    stage = Column(String(8), nullable=False)  # code: password given, one-time code awaited | full
    created_at = Column(DateTime, nullable=False)
    last_seen_at = Column(DateTime, nullable=False)


class AccessLog(Base):
    """Who saw or did what, when: never its content. Append-only; each row seals the one before."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_actor", "actor", "id"), Index("ix_access_log_action", "action", "id"))

    id = Column(Integer, primary_key=True, autoincrement=False)  # position in the chain, without a gap
    at = Column(DateTime, nullable=False, index=True)
    actor = Column(String(40), nullable=False)  # a login; "" when nobody is known
    action = Column(String(40), nullable=False)
    object_id = Column(String(80), nullable=False, default="")
    previous_hash = Column(String(64), nullable=False)
    hash = Column(String(64), nullable=False)


class AccessLogHead(Base):
    """Both ends of the chain (one row): what shows that rows were cut off, and orders those who write."""

    __tablename__ = "access_log_head"

    id = Column(Integer, primary_key=True)
    turn = Column(Integer, nullable=False, default=0)  # updated first by each writer: the others wait
    first_position = Column(Integer, nullable=False, default=1)  # the oldest row that retention keeps
    first_previous = Column(String(64), nullable=False, default="")
    last_position = Column(Integer, nullable=False, default=0)
    last_hash = Column(String(64), nullable=False, default="")
    seal = Column(String(64), nullable=False, default="")  # keyed hash of the four above


def _refuse(_mapper: Any, _connection: Any, _row: AccessLog) -> None:
    raise RuntimeError("the journal of accesses is append-only")


event.listen(AccessLog, "before_update", _refuse)
event.listen(AccessLog, "before_delete", _refuse)


# Everything that the queue and the statistics filter or count by, in the order of the queue: neither reads the table,
# whose rows are long. With 50,000 referrals a page reads this index alone, then its 25 rows.
Index(
    "ix_referral_console",
    Referral.level,
    Referral.created_at,
    Referral.id,
    Referral.state,
    Referral.departement,
    Referral.need,
    Referral.assigned_to,
    Referral.place_code,
)
# The same for the figures, which read a period whole.
Index(
    "ix_referral_figures",
    Referral.created_at,
    Referral.state,
    Referral.state_reason,
    Referral.need,
    Referral.departement,
    Referral.place_code,
    Referral.id,
)
