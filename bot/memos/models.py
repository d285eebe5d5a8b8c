"""The table of memos: the content is encrypted, and the link is known only by the hash of its token."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, LargeBinary, String

from bot.database import Base


class MemoRow(Base):
    """One memo of one conversation. ``body`` is emptied when the memo is taken back."""

    __tablename__ = "memo"

    id = Column(Integer, primary_key=True)
    token_hash = Column(String(64), nullable=False, unique=True)
    session_id = Column(String(64), nullable=False, index=True)
    body = Column(LargeBinary, nullable=False)
    created_at = Column(DateTime, nullable=False)
    expires_at = Column(DateTime, nullable=False, index=True)
    revoked_at = Column(DateTime)
