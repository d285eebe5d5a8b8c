"""The table of counts by day: written before any consent, so nothing in it can lead back to anybody."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, String, UniqueConstraint

from bot.database import Base


class DailyCount(Base):
    """How often something happened on a day. ``key`` and ``detail`` are codes of ours, never words of a person."""

    __tablename__ = "daily_count"
    # The day comes second: every question asked of the table is « this kind, since that day ».
    __table_args__ = (UniqueConstraint("kind", "day", "key", "detail", name="uq_daily_count"),)

    id = Column(Integer, primary_key=True)
    kind = Column(String(16), nullable=False)
    day = Column(Date, nullable=False)
    key = Column(String(120), nullable=False)
    detail = Column(String(60), nullable=False, default="")
    number = Column(Integer, nullable=False, default=0)
