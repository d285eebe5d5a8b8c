"""Counts by day that lead back to nobody: one row for each day and key, added to where it stands in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.clock import now

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def count(session: Session, table: Any, column: str, keys: Iterable[dict[str, str]]) -> None:
    """Add one to ``column`` of today's row of each key, in one statement; a row is made when it is the first.

    :param keys: the columns that name a row beside ``day``, which together are unique; the same key twice adds two.
    """
    times = Counter(tuple(sorted(key.items())) for key in keys)
    if not times:
        return
    day = now().date()
    rows = [{"day": day, column: number, **dict(key)} for key, number in times.items()]
    insert = _INSERT[session.get_bind().dialect.name](table)
    unique = [name for name in rows[0] if name != column]
    session.execute(
        insert.on_conflict_do_update(
            index_elements=unique, set_={column: getattr(table, column) + insert.excluded[column]}
        ),
        rows,
    )
