"""Several needs in one message: the first is answered, the others are kept, shown, and served one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import lowered
from bot.understanding.text import normalise

MOST = 4
_GOES_ON = re.compile(
    r"^(?:oui |ok |et |alors |bon |d'accord )*(?:la suite|ensuite|(?:et )?apres|(?:le |la )?suivante?|"
    r"(?:et )?(?:pour )?(?:le reste|les autres?|l'autre|mes autres (?:questions|demandes)|"
    r"ma (?:deuxieme|autre) question)|"
    r"continuez|on continue|continue)(?: (?:svp|s'il vous plait|merci))?$"
)


def note(turn: Turn, topics: Sequence[str]) -> None:
    """``topics[0]`` is served now; the others wait, the latest message first."""
    kept = [need for need in (*topics[1:], *left(turn)) if need != topics[0]]
    turn.set("facts", {**turn.facts, "waiting": list(dict.fromkeys(kept))[:MOST]})


def left(turn: Turn) -> list[str]:
    """The needs said and not served yet."""
    return list(turn.facts.get("waiting") or ())


def words(turn: Turn) -> str:
    """« J'ai noté aussi : … »; empty when nothing waits."""
    titles = [lowered(turn.world.content.card(need, turn.country).title) for need in left(turn)]
    return f"J'ai noté aussi : {' ; '.join(titles)}." if titles else ""


def buttons(turn: Turn) -> list[m.Button]:
    """One button for each need that waits."""
    return [m.button(turn.world.content.card(need, turn.country).title, "topic", topic=need) for need in left(turn)]


def goes_on(text: str) -> bool:
    """« la suite », « et le reste ? »"""
    return bool(_GOES_ON.match(normalise(text).strip(" .!?,")))
