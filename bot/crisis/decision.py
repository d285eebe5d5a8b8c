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
    UNDER_WAY,
    Detection,
)
from bot.crisis.rules import Hit
from bot.crisis.subject import about, child

# Two dangers at once: an emergency that is said plainly first, then suicide, then violence.
_ORDER = {SUICIDE: 1, ABUSE: 2, HARM: 2, MEDICAL: 3, GREY: 4}
# Shares of the four dangers together, from which there is a takeover, by the strongest rule that fired unweakened. The
# classifier has heard the rule too; what is left to it is to say whether the words around it take the danger away. The
# « certain » rules are whole clauses that mean one thing only (« je vais me suicider »): nothing is left to say.
ALARM = {"certain": 0.0, "explicit": 0.35, "strong": 0.40, "weak": 0.30, "": 0.38}
CARE = {"certain": 0.0, "explicit": 0.05, "strong": 0.10, "weak": 0.08, "": 0.17}  # the same: caring question
SAD = 0.42  # grey and dangers together: caring question
# The more is told, the more words may look like a danger: above so many words, thresholds rise, as a power of the
# length on their odds; that of the question less, for a danger is often told in the middle of a long story.
_LONG, _RISE, _RISE_OF_QUESTION = 12, 0.43, 0.22
_ENOUGH = 4  # words: in fewer (« elle me », « je le »), and with no rule, too little is said to be sure of anything


_STRENGTHS = ("certain", "explicit", "strong", "weak")


def _rank(hit: Hit) -> tuple[int, int, int]:
    force = {"certain": 0, "explicit": 0, "strong": 1, "weak": 3}[hit.rule.strength] + (2 if hit.weakened else 0)
    if not hit.weakened and hit.rule.situation == UNDER_WAY:  # an act that has begun: help first, and for both reasons
        return (0, -1, hit.sentence)
    urgent = hit.rule.klass == MEDICAL and force == 0 and not hit.weakened
    return (min(force, 3), 0 if urgent else _ORDER[hit.rule.klass], hit.sentence)


def decide(said: Sequence[str], hits: Sequence[Hit], shares: Mapping[str, float] | None = None) -> Detection:
    """One detection for the message.

    :param said: its normalised sentences. :param shares: the classifier's, or None when the rules stand alone.
    """
    hits = [hit for hit in hits if not hit.dropped and hit.rule.klass in _ORDER]  # the others: for the classifier only
    ruled = _by_rules(said, hits)
    if shares is None:
        return ruled
    force = _force(hits)
    words = sum(len(sentence.split()) for sentence in said)
    evidence = 1.0 if force else min(1.0, words / _ENOUGH)
    danger = evidence * sum(shares.get(name, 0.0) for name in DANGERS)
    grey = evidence * shares.get(GREY, 0.0)
    likeliest = max(DANGERS, key=lambda name: shares.get(name, 0.0))
    if danger >= _raised(ALARM[force], words, _RISE):
        # The rule names the class when the classifier finds it plausible, or when it is sure: it read the very words.
        plausible = force == "certain" or ruled.situation or shares.get(str(ruled.klass), 0.0) > danger / 3
        klass = ruled.klass if ruled.klass in DANGERS and plausible else likeliest
        return _found(klass, TAKEOVER, said, hits, ruled)
    asked, sad = (_raised(least, words, _RISE_OF_QUESTION) for least in (CARE[force], SAD))
    if danger >= asked or danger + grey >= sad:
        return _found(likeliest if danger >= grey else GREY, CARING, said, hits, ruled)
    return NOTHING


def _raised(threshold: float, words: int, power: float) -> float:
    """The threshold for a message of so many words."""
    odds = threshold / (1 - threshold) * max(1.0, words / _LONG) ** power
    return odds / (1 + odds)


def _force(hits: Sequence[Hit]) -> str:
    # « je craque » is sad, and no word of a danger: it makes none likelier.
    fired = {hit.rule.strength for hit in hits if not hit.weakened and hit.rule.klass != GREY}
    return next((strength for strength in _STRENGTHS if strength in fired), "")


def _found(klass: str, outcome: str, said: Sequence[str], hits: Sequence[Hit], ruled: Detection) -> Detection:
    whom = ruled.about if klass == ruled.klass else _about(said)
    cues = (*ruled.cues, f"model:{klass}")
    return Detection(klass, outcome, whom, cues, _situation(klass, hits), child(said))


def _situation(klass: str, hits: Sequence[Hit]) -> str | None:
    """What a rule of the class says of the situation; a weakened one (« il y a deux ans ») says nothing."""
    said = (hit.rule.situation for hit in hits if hit.rule.klass == klass and not hit.weakened)
    return next((situation for situation in said if situation), None)


def _by_rules(said: Sequence[str], hits: Sequence[Hit]) -> Detection:
    if not hits:
        return NOTHING
    best = min(hits, key=_rank)
    klass = best.rule.klass
    outcome = CARING if best.weakened or best.rule.strength == "weak" else TAKEOVER
    names = tuple(dict.fromkeys(h.rule.name for h in sorted(hits, key=_rank)))
    whom = about(klass, best.rule.about, said[best.sentence], best.start, best.end)
    return Detection(klass, outcome, whom, names, _situation(klass, hits), child(said))


_MINE = ("je ", "me ", "moi ")


def _about(said: Sequence[str]) -> str:
    """Who the danger is about, when only the classifier heard it: the one who writes, unless « je » is never said."""
    text = " ".join(said) + " "
    return "self" if any(f" {word}" in f" {text}" for word in _MINE) else "other"
