"""Every encrypted column of the store, and what is bound to its values. A test asserts that none is forgotten."""

from __future__ import annotations

from bot.console.models import ConsoleUser
from bot.console.totp import CONTEXT as TOTP
from bot.conversations.store import ConversationPart
from bot.gateway.channels.models import Inbox, ReplyPart
from bot.memos.models import MemoRow
from bot.privacy.rotation import Context, SealedColumn
from bot.referrals.models import Referral, ReferralEvent
from bot.referrals.personal_data import SEALED
from bot.reminders.models import Reminder
from bot.reminders.store import CONTEXT as REMINDER
from bot.returns.models import StockReturn


def _always(context: str) -> Context:
    return lambda _row: context


COLUMNS: tuple[SealedColumn, ...] = (
    *(SealedColumn(Referral, name, _always(f"referral.{name}")) for name in SEALED),
    SealedColumn(ReferralEvent, "note", _always("referral.note")),
    SealedColumn(ConversationPart, "body", lambda row: f"conversation.{row['part']}.{row['session_id']}"),
    SealedColumn(MemoRow, "body", lambda row: f"memo.{row['token_hash']}"),
    SealedColumn(StockReturn, "body", lambda row: f"return.{row['code_hash']}"),
    SealedColumn(Reminder, "contact", _always(REMINDER)),
    SealedColumn(Inbox, "body", lambda row: f"inbox.{row['channel']}"),
    SealedColumn(ReplyPart, "body", lambda row: f"reply.{row['channel']}"),
    SealedColumn(ConsoleUser, "totp_secret", _always(TOTP)),
)
