"""Every store that holds personal data, made known to ``bot.privacy`` in one place."""

from __future__ import annotations

from bot.conversations import store as conversations
from bot.memos import holder as memos
from bot.privacy import consent_holder
from bot.privacy.vault import Vault
from bot.referrals import personal_data as referrals
from bot.reminders import holder as reminders
from bot.returns import holder as returns


def register_all(vault: Vault) -> None:
    """Called once by each process that erases or exports. A test asserts that no table of persons is forgotten."""
    for room in (referrals, conversations, memos, returns, reminders):
        room.register(vault)
    consent_holder.register()
