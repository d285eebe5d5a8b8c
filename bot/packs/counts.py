"""What packs count: how often something was done on a day, in a département, by which audience. Nobody is in it.

No consent is needed: a row holds no session, no sentence and no answer about health, and reports hide small numbers.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Session

from bot.counts.daily import count
from bot.database import Base

OPENED, ACCOMPANIED, WORKSHOP = "opened", "accompanied", "workshop"


class PackCount(Base):
    """Times that ``action`` was done. ``departement`` and ``audience`` are empty when they were not said."""

    __tablename__ = "pack_count"
    __table_args__ = (UniqueConstraint("day", "departement", "pack", "action", "audience", name="uq_pack_count"),)

    id = Column(Integer, primary_key=True)
    day = Column(Date, nullable=False)
    departement = Column(String(12), nullable=False, default="")
    pack = Column(String(40), nullable=False)
    action = Column(String(80), nullable=False)
    audience = Column(String(20), nullable=False, default="")
    times = Column(Integer, nullable=False, default=0)


def count_action(session: Session, pack: str, action: str, departement: str = "", audience: str = "") -> None:
    """Count that something was done today."""
    key = {"pack": pack, "action": action[:80], "departement": departement, "audience": audience}
    count(session, PackCount, "times", [key])
