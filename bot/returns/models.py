"""The table of what a code opens: the content is encrypted, the code is known only by its hash."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, LargeBinary, String

from bot.database import Base


class StockReturn(Base):
    """What one person may come back to. ``kind``: ``pause`` or ``summary``."""

    __tablename__ = "stock_return"

    id = Column(Integer, primary_key=True)
    code_hash = Column(String(64), nullable=False, unique=True)
    session_id = Column(String(64), nullable=False, index=True)
    kind = Column(String(8), nullable=False)
    body = Column(LargeBinary, nullable=False)
    created_at = Column(DateTime, nullable=False)
    expires_at = Column(DateTime, nullable=False, index=True)
