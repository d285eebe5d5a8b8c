"""A pack's own words are heard first: « y a plus de code dans la lettre » is no wrong telephone number."""

from __future__ import annotations

from actions import packs
from actions.pack_state import opened
from actions.registry import on_words
from actions.turn import Turn

# What the classifier makes of words that it cannot know.
_TAKEN_FOR = frozenset({"report_wrong_info", "chitchat", "complain", "greet", "bot_challenge", "thank"})
_IN_A_FORM = frozenset({"inform", "out_of_scope", "why_ask", "ask_help"})
# Obeyed at once, unless the pack has a person or a card of that very name: « un ambassadeur ».
_RIGHTS = frozenset({"ask_human", "ask_privacy"})


@on_words("in_a_pack", lambda turn: _of_a_pack(turn))
def in_a_pack(turn: Turn) -> None:
    """Serve what was asked of the pack; in a questionnaire the question then comes back."""
    packs.asked(turn)


def _of_a_pack(turn: Turn) -> bool:
    taken = turn.intent in _TAKEN_FOR or (turn.in_form and turn.intent in _IN_A_FORM)
    if not taken and turn.intent not in _RIGHTS:
        return False
    found = packs.wanted(turn)
    if found is None:
        return False
    pack, item, whatever_the_topic = found
    if turn.intent in _RIGHTS:
        return whatever_the_topic and item.kind in ("card", "search", "workshops")
    return whatever_the_topic or pack.id == opened(turn)
