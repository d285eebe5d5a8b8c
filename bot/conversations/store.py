"""One part of a conversation (the dialogue's tracker, the visible transcript), kept where consent allows."""

from __future__ import annotations

import zlib
from typing import Any

from redis import RedisError
from sqlalchemy import Column, DateTime, LargeBinary, String, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.conversations.told import told
from bot.conversations.volatile import Volatile
from bot.database import Base, Database
from bot.privacy.holders import HOLDERS, Holder
from bot.privacy.vault import Vault

# What reading or writing a conversation raises when one of its two stores is down.
STORE_DOWN = (SQLAlchemyError, RedisError)


class ConversationPart(Base):
    """One encrypted part of one conversation to whose keeping the person agreed."""

    __tablename__ = "conversation"

    session_id = Column(String(64), primary_key=True)
    part = Column(String(12), primary_key=True)
    body = Column(LargeBinary, nullable=False)
    updated_at = Column(DateTime, nullable=False, index=True)


class ConversationStore:
    """Bytes of one part by session: volatile until ``durable`` is said, then also encrypted in the database.

    The volatile copy stays as a cache for the process that writes; a restart or another process reads the database.
    """

    def __init__(self, part: str, volatile: Volatile, database: Database, vault: Vault) -> None:
        self._part, self._volatile, self._database, self._vault = part, volatile, database, vault

    def at_hand(self, session_id: str) -> bytes | None:
        """The last bytes saved, when this process holds them: no thread is needed. None: ask :meth:`load`."""
        return self._volatile.get(session_id) if self._volatile.here else None

    @property
    def here(self) -> bool:
        """What is not durable is kept in this process: to save it waits for nothing."""
        return self._volatile.here

    def load(self, session_id: str) -> bytes | None:
        """Return the last bytes saved, or None."""
        held = self._volatile.get(session_id)
        if held is not None:
            return held
        with self._database.session() as session:
            row = session.get(ConversationPart, (session_id, self._part))
            if row is None:
                return None
            return zlib.decompress(self._vault.decrypt_bytes(row.body, self._context(session_id)))

    def save(self, session_id: str, body: bytes, *, durable: bool, was_durable: bool = True) -> None:
        """Keep ``body``. Not durable: any durable copy is deleted (the consent was taken back)."""
        self._volatile.set(session_id, body)
        if not durable and not was_durable:
            return
        with self._database.session() as session:
            if not durable:
                session.execute(
                    delete(ConversationPart).where(
                        ConversationPart.session_id == session_id, ConversationPart.part == self._part
                    )
                )
                return
            sealed = self._vault.encrypt(zlib.compress(body, 1), self._context(session_id))
            session.merge(ConversationPart(session_id=session_id, part=self._part, body=sealed, updated_at=now()))

    def delete(self, session_id: str) -> bool:
        """Forget everywhere; True when something was held."""
        held = self._volatile.delete(session_id)
        with self._database.session() as session:
            gone = session.execute(
                delete(ConversationPart).where(
                    ConversationPart.session_id == session_id, ConversationPart.part == self._part
                )
            )
        return held or bool(gone.rowcount)

    def _context(self, session_id: str) -> str:
        return f"conversation.{self._part}.{session_id}"


def register(vault: Vault) -> None:
    """Make the durable parts known to ``bot.privacy`` under the name ``conversation``."""

    def erase(session: Session, session_id: str) -> int:
        gone = session.execute(delete(ConversationPart).where(ConversationPart.session_id == session_id))
        return int(gone.rowcount)

    def export(session: Session, session_id: str) -> Any:
        rows = session.scalars(select(ConversationPart).where(ConversationPart.session_id == session_id))
        return told(
            {
                str(row.part): zlib.decompress(vault.decrypt_bytes(row.body, f"conversation.{row.part}.{session_id}"))
                for row in rows
            }
        )

    HOLDERS.register(Holder("conversation", "conversation", erase, export))
