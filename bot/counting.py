"""Counts by day that lead back to nobody: one row for each day and key, added to under the lock of its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now


def count(session: Session, table: Any, column: str, **key: str) -> None:
    """Add one to ``column`` of today's row of ``key``; the row is made when it is the first."""
    day = now().date()
    row = session.scalars(select(table).filter_by(day=day, **key).with_for_update()).first()
    if row is not None:
        setattr(row, column, getattr(table, column) + 1)
        return
    try:
        with session.begin_nested():
            session.add(table(day=day, **{column: 1}, **key))
    except IntegrityError:  # another process counted first
        row = session.scalars(select(table).filter_by(day=day, **key)).one()
        setattr(row, column, getattr(table, column) + 1)
