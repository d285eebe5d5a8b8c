"""Encrypting again with the newest key, row by row: interrupted anywhere, it goes on from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_, update

from bot.database import Database
from bot.privacy.vault import Vault, VaultError

BATCH = 200
Context = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class SealedColumn:
    """An encrypted column. ``context`` gives what is bound to a value, from its row as a mapping."""

    table: Any
    column: str
    context: Context

    @property
    def name(self) -> str:
        """« referral.contact »."""
        return f"{self.table.__tablename__}.{self.column}"


@dataclass
class Rotated:
    """What was found in a column: written again, already current, and not readable with any key."""

    rewritten: int = 0
    current: int = 0
    unreadable: int = 0


def rotate(
    database: Database, vault: Vault, columns: Iterable[SealedColumn], *, look_only: bool = False
) -> dict[str, Rotated]:
    """Encrypt every old value with the newest key; each batch is a transaction of its own.

    A value that somebody changes meanwhile is left to them: they write with the newest key.

    :param look_only: count, and write nothing.
    """
    return {column.name: _column(database, vault, column, look_only) for column in columns}


def _column(database: Database, vault: Vault, column: SealedColumn, look_only: bool) -> Rotated:
    found = Rotated()
    table = column.table.__table__
    last: tuple[Any, ...] | None = None
    while True:
        with database.session() as session:
            rows = session.execute(_page(table, column.column, last)).mappings().all()
            for row in rows:
                old = bytes(row[column.column])
                if not old:  # emptied when a memo was taken back
                    continue
                if vault.is_current(old):
                    found.current += 1
                    continue
                try:
                    context = column.context(row)
                    plain = vault.decrypt_bytes(old, context)
                except VaultError:
                    found.unreadable += 1
                    continue
                found.rewritten += 1
                if not look_only:
                    here = [key == row[key.name] for key in table.primary_key]
                    session.execute(
                        update(table)
                        .where(*here, table.c[column.column] == old)
                        .values({column.column: vault.encrypt(plain, context)})
                    )
        if len(rows) < BATCH:
            return found
        last = tuple(rows[-1][key.name] for key in table.primary_key)


def _page(table: Any, column: str, last: tuple[Any, ...] | None) -> Any:
    keys = list(table.primary_key)
    query = select(table).where(table.c[column].is_not(None)).order_by(*keys).limit(BATCH)
    return query if last is None else query.where(tuple_(*keys) > tuple_(*last))


def outdated(found: Mapping[str, Rotated]) -> Iterator[str]:
    """The columns that still hold values of another key."""
    return (name for name, column in found.items() if column.rewritten or column.unreadable)
