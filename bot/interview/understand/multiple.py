"""Several options at once: « 1 et 3 », « l'argent et le moral », « tout », « rien »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.interview.model import Option, Question
from bot.interview.understand import options as opt
from bot.interview.understand.numbers import ordinal
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare

ALL = re.compile(
    r"^(?:(?:un peu de |de )?tout(?:es|e|s)?(?: a la fois)?|tous|toutes|tout ca|un peu tout|les deux"
    r"|tout cela)$"
)
NOTHING = re.compile(
    r"^(?:non |bah |ben )*(?:rien|aucune?|rien du tout|aucun des (?:deux|trois)|rien de tout (?:ca"
    r"|cela)|nada)$"
)
SEPARATORS = re.compile(r"[,;/+&\n]|\bet\b|\bpuis\b|\bainsi que\b|\bavec\b|\.\s")
FIRST = re.compile(r"^les (deux|trois|2|3) (premiers?|premieres?|derniers?|dernieres?)$")


def _places(text: str, count: int) -> list[int] | None:
    """Places from 0 when the whole text is a list of places; None otherwise."""
    several = FIRST.match(bare(text))
    if several:
        size = min(count, {"deux": 2, "2": 2, "trois": 3, "3": 3}[several.group(1)])
        return list(range(size)) if several.group(2).startswith("prem") else list(range(count - size, count))
    parts: Sequence[str] = [p for p in SEPARATORS.split(text) if p.strip()]
    if len(parts) == 1 and re.fullmatch(r"[\d ]+", text.strip()):
        parts = text.split()
    places = [ordinal(bare(part).split(), count) for part in parts]
    return None if not places or None in places else [p for p in places if p is not None]


def _tidy(question: Question, chosen: Sequence[Option]) -> Interpretation:
    """In the order of the file, once each; « aucun » with something else decides nothing; at most
    `bounds.max`."""
    ids = [o.id for o in question.options if o in chosen]
    if len(ids) > 1 and any(o.exclusive for o in question.options if o.id in ids):
        return unclear()
    if question.bounds.max is not None and len(ids) > question.bounds.max:
        return unclear("clarify_too_many")
    return answer(ids, 0.95)


def interpret(question: Question, text: str) -> Interpretation | None:
    """A multiple choice: the list of option ids; None when the text names none."""
    options = question.options
    words = bare(text)
    found = opt.exact(options, text)
    if len(found) == 1:
        return answer([found[0].id], 1.0)
    if NOTHING.match(words):
        nothing = [o for o in options if o.exclusive]
        return answer([nothing[0].id], 1.0) if nothing else answer([], 0.9)
    if ALL.match(words):
        return _tidy(question, [o for o in options if not o.exclusive])
    places = _places(text, len(options))
    if places is not None:
        return _tidy(question, [options[place] for place in places])
    hits = opt.named(options, text)
    if len(hits) > 1:
        hits = [h for h in hits if not (h.option.exclusive and len(h.phrase) == 1)] or hits
    if hits:
        chosen = _tidy(question, [h.option for h in hits])
        share = min(1.0, sum(opt.coverage(h, text) for h in hits))
        return answer(chosen.value, 0.65 + 0.3 * share) if chosen.kind == "answer" else chosen
    partial = opt.part_of_label(options, text)
    return answer([partial[0].id], 0.8) if len(partial) == 1 else None
