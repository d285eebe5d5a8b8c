"""Tables of the messaging channels: what is waiting to be understood, what is waiting to be sent, and to whom.

Contents are encrypted, and emptied as soon as they have served; whoever writes is known by a keyed hash only.
Times are milliseconds since 1970: the order of messages needs more than a second.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, UniqueConstraint

from bot.database import Base


class Correspondent(Base):
    """Somebody who writes by one channel, and the lease of the process that is answering."""

    __tablename__ = "correspondent"

    key = Column(String(64), primary_key=True)
    channel = Column(String(12), nullable=False)
    epoch = Column(String(32), nullable=False, default="")  # drawn at each opening; the session's name derives from it
    opened_ms = Column(BigInteger, nullable=False, default=0)
    greeted = Column(Integer, nullable=False, default=0)  # the opening of this epoch was shown
    stopped_ms = Column(BigInteger)  # since when nothing may be sent
    seen_ms = Column(BigInteger, nullable=False, index=True)
    lease_owner = Column(String(32))
    lease_ms = Column(BigInteger, nullable=False, default=0)  # until when


class Inbox(Base):
    """A message received. ``body`` goes when it has been answered; the rest stays some days to know it again."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "message_hash", name="uq_inbox_once"),
        Index("ix_inbox_waiting", "state", "correspondent"),
    )

    id = Column(Integer, primary_key=True)
    channel = Column(String(12), nullable=False)
    message_hash = Column(String(64), nullable=False)
    correspondent = Column(String(64))
    rank = Column(BigInteger, nullable=False, default=0)
    arrived_ms = Column(BigInteger, nullable=False, index=True)
    state = Column(String(8), nullable=False)  # waiting | done | lost
    failures = Column(Integer, nullable=False, default=0)
    body = Column(LargeBinary)


class ReplyPart(Base):
    """One message to be sent, in its place among those that answer the same message."""

    __tablename__ = "reply_part"
    __table_args__ = (
        UniqueConstraint("inbox_id", "position", name="uq_reply_part_once"),
        Index("ix_reply_part_waiting", "state", "correspondent"),
    )

    id = Column(Integer, primary_key=True)
    inbox_id = Column(Integer, nullable=False)
    position = Column(Integer, nullable=False)
    channel = Column(String(12), nullable=False)
    correspondent = Column(String(64))
    created_ms = Column(BigInteger, nullable=False, index=True)
    due_ms = Column(BigInteger, nullable=False)
    state = Column(String(8), nullable=False)  # waiting | sent | failed | dropped
    attempts = Column(Integer, nullable=False, default=0)
    last_error = Column(String(60))
    body = Column(LargeBinary)
