"""The declarative base of the directory, apart from any other, and what every row says of its origin."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import Column, Date, DateTime, MetaData, String
from sqlalchemy.orm import declarative_base, declarative_mixin

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
Base = declarative_base(metadata=metadata)


def now() -> datetime:
    """The present moment, UTC, without zone (as SQLite and PostgreSQL both store it)."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)


@declarative_mixin
class Provenance:
    """Where a row comes from, since when, under which licence, and who verified it."""

    source = Column(String(200), nullable=False)
    source_id = Column(String(200), nullable=False)
    source_url = Column(String(300), nullable=False, default="")
    licence = Column(String(80), nullable=False, default="")
    source_date = Column(Date)
    imported_at = Column(DateTime, nullable=False, default=now)
    verified_at = Column(Date)
    verified_by = Column(String(120))
