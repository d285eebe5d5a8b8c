"""Several options at once: « 1 et 3 », « l'argent et le moral », « tout sauf le ménage », « rien »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.interview.model import Option, Question
from bot.interview.understand import options as opt
from bot.interview.understand.numbers import UNITS, ordinal
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare

ALL = re.compile(
    r"^(?:(?:un peu (?:de )?|de |je dirais |bah |ben )*tout(?:es|e|s)?(?: a la fois| en meme temps| ca| cela)?|tous"
    r"|toutes|tout cela)$"
)
NOTHING = re.compile(
    r"^(?:non |bah |ben |euh )*(?:rien|aucune?|rien du tout|rien de special|ni l un ni l autre"
    r"|aucun des (?:deux|trois)"
    r"|rien de tout (?:ca|cela)|pas grand chose|nada)(?: (?:pour (?:le moment|l instant)|en ce moment|merci))*$"
)
EXCEPT = re.compile(
    r"^(?:(?:un peu |de |presque |a peu pres |je dirais |bah |ben )*tou(?:t|tes?|s)(?: ca| cela| les options)?) "
    r"(?:sauf|excepte|hormis|a part|moins|mais pas|sans)(?: pour)? (.+)$"
)
SEPARATORS = re.compile(r"[,;/+&\n]|\bet\b|\bpuis\b|\bainsi que\b|\bavec\b|\bou\b|\.\s")
_ONLY_DIGITS = re.compile(r"\s*(?:\d{1,2}[ -]*)+")
SIZES = "deux|trois|quatre|2|3|4"
ENDS = re.compile(
    rf"^(?:je (?:prends|dirais|choisis|mets) |plutot |c est )*les (?:({SIZES}) )?"
    rf"(premiers|premieres|dernieres|derniers)(?: ({SIZES}))?$"
)


def _size(text: str) -> int:
    return int(text) if text.isdigit() else UNITS[text]


def _places(text: str, count: int) -> list[int] | None:
    """Places from 0 when the whole text is a list of places; None otherwise."""
    several = ENDS.match(bare(text))
    if several and (several.group(1) or several.group(3)):
        size = min(count, _size(several.group(1) or several.group(3)))
        return list(range(size)) if several.group(2).startswith("prem") else list(range(count - size, count))
    parts: Sequence[str] = [p for p in SEPARATORS.split(text) if p.strip()]
    # « 1 2 et 5 », « 2-4 »
    parts = [p for part in parts for p in (re.findall(r"\d+", part) if _ONLY_DIGITS.fullmatch(part) else [part])]
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


def _but(question: Question, left_out: str) -> Interpretation | None:
    """« tout sauf … »: all that is not named after; None when nothing is recognised there."""
    options = question.options
    places = _places(left_out, len(options))
    out = [options[p] for p in places] if places else [hit.option for hit in opt.named(options, left_out)]
    out = out or opt.part_of_label(options, left_out)
    return _tidy(question, [o for o in options if not o.exclusive and o not in out]) if out else None


def _either(question: Question, words: str) -> Interpretation | None:
    """« les deux » of a question with two choices."""
    open_ones = [o for o in question.options if not o.exclusive]
    return _tidy(question, open_ones) if words in ("les deux", "tous les deux", "toutes les deux") else None


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
    exception = EXCEPT.match(words)
    if exception:
        return _but(question, exception.group(1)) or unclear()
    both = _either(question, words)
    if both is not None:
        return both
    places = _places(text, len(options))
    if places is not None:
        return _tidy(question, [options[place] for place in places])
    return _by_words(question, text)


def _by_words(question: Question, text: str) -> Interpretation | None:
    hits = opt.named(question.options, text)
    if len(hits) > 1:
        hits = [h for h in hits if not (h.option.exclusive and len(h.phrase) == 1)] or hits
    if hits:
        chosen = _tidy(question, [h.option for h in hits])
        share = min(1.0, sum(opt.coverage(h, text) for h in hits))
        return answer(chosen.value, 0.65 + 0.3 * share) if chosen.kind == "answer" else chosen
    partial = opt.part_of_label(question.options, text)
    return answer([partial[0].id], 0.8) if len(partial) == 1 else None
