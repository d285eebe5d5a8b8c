"""What keeps the directory true: verified fields, conflicts of imports, merges, reports from users."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, String, Text, UniqueConstraint

from .base import Base, now


class VerifiedField(Base):
    """A field that a coordinator has verified: no import overwrites it."""

    __tablename__ = "verified_field"
    __table_args__ = (UniqueConstraint("service_id", "field"),)
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False)
    field = Column(String(40), nullable=False)
    verified_at = Column(Date, nullable=False)
    verified_by = Column(String(120), nullable=False, default="")


class Conflict(Base):
    """An import that wanted to change a verified field; to be reviewed."""

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("service_id", "field", "proposed_hash"),)
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    field = Column(String(40), nullable=False)
    current = Column(Text, nullable=False, default="")
    proposed = Column(Text, nullable=False, default="")
    proposed_hash = Column(String(64), nullable=False)
    source = Column(String(200), nullable=False)
    raised_at = Column(DateTime, nullable=False, default=now)
    resolved_at = Column(DateTime)
    resolution = Column(String(20), nullable=False, default="")


class MergeProposal(Base):
    """Two services that may be one. `first_id` is the smaller; `decision`: empty, « accepted » or « refused »."""

    __tablename__ = "merge_proposal"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
    id = Column(Integer, primary_key=True)
    first_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False)
    second_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    reasons = Column(String(60), nullable=False)
    score = Column(Integer, nullable=False)
    raised_at = Column(DateTime, nullable=False, default=now)
    decision = Column(String(10), nullable=False, default="")
    kept_id = Column(String(32), nullable=False, default="")
    decided_at = Column(DateTime)
    decided_by = Column(String(120), nullable=False, default="")


class Report(Base):
    """What a user says is wrong (« ce numéro est faux »). Holds nothing about the user."""

    __tablename__ = "report"
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    reason = Column(String(300), nullable=False)
    field = Column(String(40))
    created_at = Column(DateTime, nullable=False, default=now)
    handled_at = Column(DateTime)


class Load(Base):
    """The last content loaded from a source, so that loading it twice does nothing."""

    __tablename__ = "directory_load"
    source = Column(String(200), primary_key=True)
    content_hash = Column(String(64), nullable=False)
    loaded_at = Column(DateTime, nullable=False, default=now)
