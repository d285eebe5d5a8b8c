"""The table of reminders: nothing of what a person said, only where to write, encrypted, and when."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, LargeBinary, String

from bot.database import Base


class Reminder(Base):
    """One reminder of one conversation. ``stage``: ``confirm`` (the first message, which has the link to stop) then
    ``wait`` (for the day). ``topic``: a code of ours, never an illness."""

    __tablename__ = "reminder"

    id = Column(Integer, primary_key=True)
    session_id = Column(String(64), nullable=False, index=True)
    topic = Column(String(40), nullable=False)
    channel = Column(String(12), nullable=False)
    contact = Column(LargeBinary, nullable=False)
    secret = Column(String(32), nullable=False, unique=True)
    stage = Column(String(8), nullable=False, default="confirm")
    created_at = Column(DateTime, nullable=False)
    due_at = Column(DateTime, nullable=False, index=True)
    remind_at = Column(DateTime, nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    leased_until = Column(DateTime)
