"""« vous avez le numéro du CCAS de Dole ? », « l'ADMR »: served by the name, whatever topic the sentence resembles."""

from __future__ import annotations

from actions import named, packs, search, waiting
from actions.registry import on_words
from actions.topics import TOPICS, recognition, remember
from actions.turn import Turn
from bot import messages as m
from bot.orientation.called import own_name, reached_by_name
from resources_directory.named import Named, find_named

_RIGHTS = frozenset({"erase_data", "export_data", "withdraw_consent", "ask_privacy"})
FEW = 4  # words


def _asked(turn: Turn) -> Named | None:
    """The kind asked for; None where the topic answers as well: its card first, then the services of that name."""
    if turn.in_form or turn.intent in _RIGHTS:
        return None
    kind = named.heard(turn)
    if kind is None:
        return _bearing(turn)
    return None if turn.intent in TOPICS and _topical(turn, kind) and not reached_by_name(turn.text) else kind


def _topical(turn: Turn, kind: Named) -> bool:
    """Whether the topic is one that such a service answers; of « le CCAS », the classifier can only guess it."""
    return turn.intent == kind.needs[0] or (turn.intent in kind.needs and len(turn.text.split()) > FEW)


def _bearing(turn: Turn) -> Named | None:
    """Services near, or of the whole country, that bear the very name that was said."""
    place = turn.facts.get("place") or {}
    kind = own_name(turn.text, named.place_words(turn))
    if kind is None:
        return None
    where = turn.world.gazetteer.get(place["code"]) if place and not place.get("ambiguous") else None
    found = find_named(turn.world.directory, kind, where, limit=1)
    return kind.about(found[0].need) if found else None


@on_words("by_name", lambda turn: _asked(turn) is not None)
def by_name(turn: Turn) -> None:
    """The services of that name, or how to reach one; the place is asked when it is missing."""
    kind = _asked(turn)
    assert kind is not None
    need = turn.intent if _topical(turn, kind) else kind.needs[0]
    remember(turn, [need])
    if not reached_by_name(turn.text) and packs.asked(turn, [need]):
        return
    waiting.note(turn, [need])
    if known := recognition(turn).strip():
        turn.show(m.text(known))
    if kind.code:
        search.look(turn, [need], kind, f"Je cherche {kind.what}.")
    else:
        search.show(turn, [need], turn.facts.get("place"), kind=kind)
