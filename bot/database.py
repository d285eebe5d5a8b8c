"""The one door to the relational store: engine, sessions, and the base of the tables of ``bot``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, declarative_base, sessionmaker

Base: Any = declarative_base()


def make_engine(url: str) -> Engine:
    """Open an engine on SQLite or PostgreSQL.

    SQLite is set to WAL so that readers do not wait for writers, waits up to 5 s for a lock, and overwrites deleted
    content: an erased row must not be readable in the file.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url, future=True, pool_pre_ping=True, pool_size=5, max_overflow=10, connect_args={"connect_timeout": 3}
        )
    engine = create_engine(url, future=True, connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


class Database:
    """Sessions on one engine; each :meth:`session` is one transaction."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._sessions = sessionmaker(self.engine, future=True, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session; commit at the end, roll back on any exception."""
        session = self._sessions()
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()
