"""The one door to the relational store: engine, sessions, and the base of the tables of ``bot``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, configure_mappers, declarative_base, sessionmaker
from sqlalchemy.pool import QueuePool

Base: Any = declarative_base()
LOCK_SECONDS = 5  # SQLite's patience with another writer


def make_engine(url: str) -> Engine:
    """Open an engine on SQLite or PostgreSQL.

    SQLite is set to WAL so that readers do not wait for writers, waits up to 5 s for a lock, and overwrites deleted
    content: an erased row must not be readable in the file. Connections are kept open: the last one to close writes the
    whole journal back, which costs a turn more than all that it stores.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url, future=True, pool_pre_ping=True, pool_size=5, max_overflow=10, connect_args={"connect_timeout": 3}
        )
    engine = create_engine(
        url, future=True, poolclass=QueuePool, connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False}
    )

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

    def warm(self) -> None:
        """Open a connection and prepare the tables' classes now, not at the first message."""
        configure_mappers()
        with self.session() as session:
            session.execute(text("SELECT 1"))

    def try_writing(self) -> None:
        """Write nothing, as a writer would: no wait beyond a second for who holds the base.

        :raises SQLAlchemyError: it cannot be written now.
        """
        with self.engine.connect() as connection:
            sqlite = self.engine.dialect.name == "sqlite"
            patience = "PRAGMA busy_timeout = {}" if sqlite else "SET LOCAL statement_timeout = {}"
            connection.exec_driver_sql(patience.format(1000))
            try:
                connection.exec_driver_sql("DELETE FROM referral WHERE 1 = 0")
            finally:
                connection.rollback()
                if sqlite:
                    connection.exec_driver_sql(patience.format(LOCK_SECONDS * 1000))

    def scrub(self) -> None:
        """Leave nothing of deleted rows in SQLite's journal either; on PostgreSQL there is nothing to do.

        A reader at work keeps part of the journal, for a moment: this waits 5 s for it at most and raises nothing.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
