"""« vous » or « tu »: who is under 18 is spoken to as the young are, and so is the public that a pack names."""

from __future__ import annotations

from actions.pack_state import audience, opened
from actions.turn import Turn
from bot.packs.familiar import Familiar

ADULT = 18  # years


def fit(turn: Turn) -> None:
    """Say the messages of this turn as this person is spoken to."""
    if (familiar := _familiar(turn)) is not None:
        turn.messages[:] = [familiar.message(message) for message in turn.messages]


def words(turn: Turn, text: str) -> str:
    """A text in the same form, where it is kept besides being shown (an agreement is kept as it was read)."""
    familiar = _familiar(turn)
    return familiar.say(text) if familiar is not None else text


def young(turn: Turn) -> bool:
    """Whether the person who writes is known to be under 18; what a professional tells is somebody else's age."""
    facts = turn.facts
    own = {"carer": facts.get("carer_age"), "patient": facts.get("age")}.get(facts.get("role", ""))
    age = own or facts.get("own_age")
    return turn.role != "prescriber" and age is not None and int(age) < ADULT


def _familiar(turn: Turn) -> Familiar | None:
    name = opened(turn)
    pack = turn.world.packs.get(name)
    told = pack is not None and pack.audience is not None and audience(turn, pack) in pack.audience.familiar
    return turn.world.familiar(name if pack is not None else "") if told or young(turn) else None
