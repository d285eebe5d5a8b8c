"""Every table of ``bot``, known once this is imported: for migrations, and for who makes a whole store."""

from __future__ import annotations

import bot.console.models
import bot.conversations.store
import bot.counts.models
import bot.gateway.channels.models
import bot.memos.models
import bot.packs.counts
import bot.privacy.consent
import bot.referrals.loop_models
import bot.referrals.models
import bot.reminders.models
import bot.returns.models  # noqa: F401  (imported for their tables)
from bot.database import Base

METADATA = Base.metadata
