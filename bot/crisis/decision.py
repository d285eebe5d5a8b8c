"""From the rules that fired to one outcome."""

from __future__ import annotations

from bot.crisis.detection import ABUSE, CARING, GREY, HARM, MEDICAL, NOTHING, SUICIDE, TAKEOVER, Detection
from bot.crisis.rules import Hit
from bot.crisis.subject import about

# Two dangers at once: an emergency that is said plainly first, then suicide, then violence.
_ORDER = {SUICIDE: 1, ABUSE: 2, HARM: 2, MEDICAL: 3, GREY: 4}


def _rank(hit: Hit) -> tuple[int, int, int]:
    force = {"explicit": 0, "strong": 1, "weak": 3}[hit.rule.strength] + (2 if hit.weakened else 0)
    urgent = hit.rule.klass == MEDICAL and hit.rule.strength == "explicit" and not hit.weakened
    return (min(force, 3), 0 if urgent else _ORDER[hit.rule.klass], hit.sentence)


def decide(said: list[str], hits: list[Hit]) -> Detection:
    """One detection for the message: takeover for what is explicit or strong, a caring question for the rest."""
    if not hits:
        return NOTHING
    best = min(hits, key=_rank)
    klass = best.rule.klass
    outcome = CARING if best.weakened or best.rule.strength == "weak" else TAKEOVER
    names = tuple(dict.fromkeys(h.rule.name for h in sorted(hits, key=_rank)))
    return Detection(klass, outcome, about(klass, best.rule.about, said[best.sentence], best.start, best.end), names)
