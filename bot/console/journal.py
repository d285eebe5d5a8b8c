"""The journal of accesses: append-only, each row holding the SHA-256 of the one before and its own.

The head keeps both ends, sealed by a key that is not in the database: a changed row, a removed row, rows cut off at
either end, and a chain rebuilt by somebody without the key all show.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.console.models import AccessLog, AccessLogHead

START = hashlib.sha256(b"relais access log").hexdigest()


@dataclass(frozen=True)
class Access:
    """``actor`` is a login ("" when nobody is known), ``object_id`` names what was seen, never its content."""

    actor: str
    action: str
    object_id: str = ""


@dataclass(frozen=True)
class Verdict:
    """``rows`` read; ``broken_at`` the first position that does not hold, with ``why`` in French."""

    rows: int
    broken_at: int | None = None
    why: str = ""


def command_line() -> str:
    """The actor of what is done from a terminal: « commande », and whom the machine knows there."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        who = str(os.getuid())
    return f"commande ({who})"[:40]


def append(session: Session, accesses: Iterable[Access], key: str) -> None:
    """Write accesses at the end of the chain, in the caller's transaction: what is not logged is not shown."""
    entries = list(accesses)
    if not entries:
        return
    head = _locked_head(session)
    position, last = int(head.last_position), str(head.last_hash)
    at = now()
    for entry in entries:
        position += 1
        digest = _digest(position, at, entry.actor, entry.action, entry.object_id, last)
        session.add(
            AccessLog(
                id=position,
                at=at,
                actor=entry.actor,
                action=entry.action,
                object_id=entry.object_id,
                previous_hash=last,
                hash=digest,
            )
        )
        last = digest
    head.last_position, head.last_hash = position, last
    head.seal = _seal(head, key)
    session.flush()


def verify(session: Session, key: str) -> Verdict:
    """Read the whole chain and say whether every row holds."""
    head = session.get(AccessLogHead, 1)
    if head is None:
        stray = session.scalars(select(AccessLog.id).limit(1)).first()
        return Verdict(0) if stray is None else Verdict(0, stray, "Le début de la chaîne manque.")
    if not hmac.compare_digest(str(head.seal), _seal(head, key)):
        return Verdict(0, int(head.last_position), "Le sceau de la chaîne ne correspond pas.")
    position, last, rows = int(head.first_position) - 1, str(head.first_previous), 0
    for row in session.execute(select(AccessLog.__table__).order_by(AccessLog.id).execution_options(yield_per=2000)):
        position += 1
        if row.id != position:
            return Verdict(rows, position, "Une ligne a été supprimée.")
        if row.previous_hash != last or row.hash != _digest(row.id, row.at, row.actor, row.action, row.object_id, last):
            return Verdict(rows, position, "Une ligne a été modifiée.")
        last, rows = row.hash, rows + 1
    if position != head.last_position or last != head.last_hash:
        return Verdict(rows, position + 1, "Les dernières lignes ont été supprimées.")
    return Verdict(rows)


def prune(session: Session, before: datetime, key: str) -> int:
    """Remove the rows older than ``before`` (retention) and move the beginning of the chain; returns how many."""
    head = _locked_head(session)
    last_old = session.execute(
        select(AccessLog.id, AccessLog.hash).where(AccessLog.at < before).order_by(AccessLog.id.desc()).limit(1)
    ).first()
    if last_old is None:
        return 0
    removed = session.execute(
        delete(AccessLog).where(AccessLog.id <= last_old.id).execution_options(synchronize_session=False)
    ).rowcount
    head.first_position, head.first_previous = last_old.id + 1, last_old.hash
    head.seal = _seal(head, key)
    session.flush()
    return int(removed)


def _locked_head(session: Session) -> AccessLogHead:
    """The head, held until the end of the transaction: the first thing done is a write, so that writers queue up."""
    turn = (
        update(AccessLogHead)
        .where(AccessLogHead.id == 1)
        .values(turn=AccessLogHead.turn + 1)
        .execution_options(synchronize_session=False)
    )
    if not session.execute(turn).rowcount:
        try:
            with session.begin_nested():
                session.add(
                    AccessLogHead(
                        id=1, turn=0, first_position=1, first_previous=START, last_position=0, last_hash=START, seal=""
                    )
                )
        except IntegrityError:  # another process wrote the first line
            session.execute(turn)
    return session.execute(
        select(AccessLogHead).where(AccessLogHead.id == 1).execution_options(populate_existing=True)
    ).scalar_one()


def _digest(position: int, at: datetime, actor: str, action: str, object_id: str, previous: str) -> str:
    line = json.dumps([position, at.isoformat(timespec="seconds"), actor, action, object_id, previous])
    return hashlib.sha256(line.encode()).hexdigest()


def _seal(head: AccessLogHead, key: str) -> str:
    ends = f"{head.first_position}:{head.first_previous}:{head.last_position}:{head.last_hash}"
    return hmac.new(key.encode(), b"access-log:" + ends.encode(), hashlib.sha256).hexdigest()
