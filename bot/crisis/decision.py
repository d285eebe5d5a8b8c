"""From the rules that fired and what the classifier hears to one outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.crisis.detection import (
    ABUSE,
    CARING,
    DANGERS,
    GREY,
    HARM,
    MEDICAL,
    NOTHING,
    SUICIDE,
    TAKEOVER,
    Detection,
)
from bot.crisis.rules import Hit
from bot.crisis.subject import about

# Two dangers at once: an emergency that is said plainly first, then suicide, then violence.
_ORDER = {SUICIDE: 1, ABUSE: 2, HARM: 2, MEDICAL: 3, GREY: 4}
# Shares of the classifier (docs/danger.md). Below CARE nothing is said; the costs are not equal: a danger unheard is
# worse than a kind question too many.
ALARM = 0.40  # the four dangers together: takeover
CARE = 0.20  # the four dangers together: caring question
SAD = 0.60  # grey and dangers together: caring question
CALM = 0.06  # so little danger heard that a rule which is not explicit only asks


def _rank(hit: Hit) -> tuple[int, int, int]:
    force = {"explicit": 0, "strong": 1, "weak": 3}[hit.rule.strength] + (2 if hit.weakened else 0)
    urgent = hit.rule.klass == MEDICAL and hit.rule.strength == "explicit" and not hit.weakened
    return (min(force, 3), 0 if urgent else _ORDER[hit.rule.klass], hit.sentence)


def decide(said: Sequence[str], hits: Sequence[Hit], shares: Mapping[str, float] | None = None) -> Detection:
    """One detection for the message.

    :param said: its normalised sentences. :param shares: the classifier's, or None when the rules stand alone.
    """
    ruled = _by_rules(said, hits)
    if shares is None:
        return ruled
    danger = sum(shares.get(name, 0.0) for name in DANGERS)
    explicit = any(hit.rule.strength == "explicit" and not hit.weakened for hit in hits)
    if ruled.outcome == TAKEOVER and not explicit and danger < CALM:
        return Detection(ruled.klass, CARING, ruled.about, ruled.cues)
    if ruled.outcome == TAKEOVER:
        return ruled
    likeliest = max(DANGERS, key=lambda name: shares.get(name, 0.0))
    if danger >= ALARM:
        return Detection(likeliest, TAKEOVER, _about(said), (*ruled.cues, f"model:{likeliest}"))
    if ruled.outcome == CARING:
        return ruled
    if danger >= CARE or danger + shares.get(GREY, 0.0) >= SAD:
        klass = likeliest if danger >= shares.get(GREY, 0.0) else GREY
        return Detection(klass, CARING, _about(said), (f"model:{klass}",))
    return NOTHING


def _by_rules(said: Sequence[str], hits: Sequence[Hit]) -> Detection:
    if not hits:
        return NOTHING
    best = min(hits, key=_rank)
    klass = best.rule.klass
    outcome = CARING if best.weakened or best.rule.strength == "weak" else TAKEOVER
    names = tuple(dict.fromkeys(h.rule.name for h in sorted(hits, key=_rank)))
    return Detection(klass, outcome, about(klass, best.rule.about, said[best.sentence], best.start, best.end), names)


_MINE = ("je ", "me ", "moi ", "ma ", "mon ")


def _about(said: Sequence[str]) -> str:
    """Who the danger is about, when only the classifier heard it: the one who writes, unless « je » is never said."""
    text = " ".join(said) + " "
    return "self" if any(f" {word}" in f" {text}" for word in _MINE[:3]) else "other"
