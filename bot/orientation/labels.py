"""The codes that a referral carries (level rules and signals) in French, for coordinators."""

from __future__ import annotations

from bot.orientation.rulebook import default_rulebook
from bot.orientation.voice import Voice

_VOICE = Voice("they", "carer")


def reason_label(code: str) -> str | None:
    """The sentence of a level rule, an urgency or a signal, in the third person; None when the code is unknown."""
    book = default_rulebook()
    rule = next((rule for rule in (*book.levels, *book.urgent, *book.signals) if rule.code == code), None)
    return _VOICE.say(rule.text) if rule else None


def level_name(level: int) -> str:
    """« attention élevée »."""
    return str(default_rulebook().data["level"]["names"][level])
