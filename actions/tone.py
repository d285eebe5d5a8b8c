"""« vous » or « tu »: a pack says to whom of its public it speaks in the familiar form."""

from __future__ import annotations

from actions.pack_state import audience, opened
from actions.turn import Turn
from bot.packs.familiar import Familiar


def fit(turn: Turn) -> None:
    """Say the messages of this turn as the public of the open pack is spoken to."""
    if (familiar := _familiar(turn)) is not None:
        turn.messages[:] = [familiar.message(message) for message in turn.messages]


def words(turn: Turn, text: str) -> str:
    """A text in the same form, where it is kept besides being shown (an agreement is kept as it was read)."""
    familiar = _familiar(turn)
    return familiar.say(text) if familiar is not None else text


def _familiar(turn: Turn) -> Familiar | None:
    pack = turn.world.packs.get(opened(turn))
    if pack is None or pack.audience is None or audience(turn, pack) not in pack.audience.familiar:
        return None
    return turn.world.familiar(pack.id)
