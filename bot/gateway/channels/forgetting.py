"""Nothing may be stored before consent: what waits in the inbox goes after an hour at most, whatever happened to it."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from bot.database import Database
from bot.gateway.channels.inbox import clock_ms
from bot.gateway.channels.models import Correspondent, Inbox, ReplyPart

KEPT_MS = 3_600_000  # a content, at most
KNOWN_MS = 3 * 86_400_000  # that a message was received, without its content nor who sent it


def forget(database: Database) -> int:
    """Empty what has been kept for its time; delete what is only known to have been received. Rows emptied."""
    at = clock_ms()
    with database.session() as session:
        lost = session.execute(
            update(Inbox)
            .where(Inbox.body.isnot(None), Inbox.arrived_ms < at - KEPT_MS)
            .values(body=None, state="lost", correspondent=None)
        )
        session.execute(
            update(Inbox)
            .where(Inbox.state == "done", Inbox.correspondent.isnot(None), Inbox.arrived_ms < at - KEPT_MS)
            .values(correspondent=None)
        )
        unsent = session.execute(
            update(ReplyPart)
            .where(ReplyPart.body.isnot(None), ReplyPart.created_ms < at - KEPT_MS)
            .values(body=None, state="failed", last_error="expired")
        )
        session.execute(delete(ReplyPart).where(ReplyPart.created_ms < at - KEPT_MS, ReplyPart.body.is_(None)))
        session.execute(delete(Inbox).where(Inbox.arrived_ms < at - KNOWN_MS, Inbox.body.is_(None)))
    return int(lost.rowcount) + int(unsent.rowcount)


def forget_correspondents(database: Database, silent_ms: int) -> int:
    """Delete those who have not written for ``silent_ms`` and asked nothing of us; rows deleted."""
    at = clock_ms()
    with database.session() as session:
        waiting = select(Inbox.correspondent).where(Inbox.state == "waiting", Inbox.correspondent.isnot(None))
        gone = session.execute(
            delete(Correspondent)
            .where(
                Correspondent.stopped_ms.is_(None),
                Correspondent.seen_ms < at - silent_ms,
                Correspondent.lease_ms < at,
                Correspondent.key.notin_(waiting),
            )
            .execution_options(synchronize_session=False)
        )
    return int(gone.rowcount)
