"""What is said to be kept for a time goes when the time is over: run by the gateway, and by `python -m bot retain`."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update

from bot.clock import now
from bot.console.journal import prune
from bot.conversations.store import ConversationPart
from bot.database import Database
from bot.memos.store import purge
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.reminders.store import purge as purge_reminders
from bot.returns import purge as purge_returns

CONVERSATION_DAYS, REFERRAL_DAYS, JOURNAL_DAYS, MESSAGE_DAYS = 30, 730, 365, 90


def retain(database: Database, signing_key: str) -> dict[str, int]:
    """Delete conversations of 30 days, memos and codes past their date, reminders three days past theirs, accesses of a
    year, messages sent 90 days ago; make referrals of 24 months nobody's, without their notes nor what was still to be
    sent, asked or proposed. Returns how many of each; a second run finds nothing.
    """
    at = now()
    with database.session() as session:
        talks = session.execute(
            delete(ConversationPart).where(ConversationPart.updated_at < at - timedelta(days=CONVERSATION_DAYS))
        )
        referrals = session.execute(
            update(Referral)
            .where(Referral.last_contact_at < at - timedelta(days=REFERRAL_DAYS), Referral.anonymised_at.is_(None))
            .values(
                first_name=None, contact=None, when_to_call=None, message=None, summary=None,
                channel_address=None, consent_id=None,
                session_id="", secret_hash="", anonymised_at=at,
                form_run=Referral.public_reference,  # one row a session, run and service: the session is gone
            )
        )  # fmt: skip
        messages = session.execute(
            delete(OutboxMessage).where(OutboxMessage.sent_at < at - timedelta(days=MESSAGE_DAYS))
        )
        nobodys = select(Referral.id).where(Referral.anonymised_at.is_not(None)).scalar_subquery()
        for table in (OutboxMessage, FollowUp, Proposal):
            session.execute(
                delete(table).where(table.referral_id.in_(nobodys)).execution_options(synchronize_session=False)
            )
        session.execute(
            update(ReferralEvent)
            .where(ReferralEvent.referral_id.in_(nobodys), ReferralEvent.note.is_not(None))
            .values(note=None)
            .execution_options(synchronize_session=False)
        )
        memos = purge(session)
        returns = purge_returns(session)
        reminders = purge_reminders(session)
        accesses = prune(session, at - timedelta(days=JOURNAL_DAYS), signing_key)
    database.scrub()
    return {
        "conversations": int(talks.rowcount),
        "referrals": int(referrals.rowcount),
        "messages": int(messages.rowcount),
        "memos": int(memos or 0),
        "returns": returns,
        "reminders": reminders,
        "accesses": int(accesses or 0),
    }
