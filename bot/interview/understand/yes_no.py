"""Yes or no, however it is said: « plutôt oui », « pas vraiment », « hélas non », a sentence that begins by
« oui »."""

from __future__ import annotations

import re

from bot.interview.build import shared_words
from bot.interview.model import Option, Question
from bot.interview.understand import options as opt
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import FILLERS, bare

BOTH = re.compile(r"^oui (?:mais|enfin|et) non\b|^non (?:mais|enfin|et) oui\b|\boui et non\b")
YES_START = re.compile(r"^(?:ben |bah |eh |ah |euh |ma foi |je dirais )*(?:oui|ouais|si|exact|absolument|bien sur)\b")
NO_START = re.compile(
    r"^(?:ben |bah |eh |ah |euh |ma foi |je dirais )*(?:non|nan|pas du tout|pas vraiment|jamais|aucune?"
    r"|pas (?:depuis|cette|cet|encore|recemment|dernierement|que je sache))\b"
)
DOUBTFUL = frozenset({("pas", "vraiment"), ("pas", "trop"), ("pas", "tellement"), ("plutot",), ("plutot", "non")})


def _said(text: str) -> bool | None:
    """True or False when the text is, word for word, a way of saying yes or no."""
    words = tuple(bare(text).split())
    trimmed = tuple(w for w in words if w not in FILLERS)
    lists = {True: shared_words()["yes"], False: shared_words()["no"]}
    for attempt in (words, trimmed):
        for value, ways in lists.items():
            if attempt and " ".join(attempt) in {bare(way) for way in ways}:
                return value
    return None


def _start(words: str) -> bool | None:
    if YES_START.match(words):
        return True
    return False if NO_START.match(words) else None


def interpret(question: Question, text: str) -> Interpretation | None:
    """True or False; None when the text says neither. The words of the file's own options come first."""
    words = bare(text)
    if BOTH.search(words):
        return unclear("clarify_yes_no")
    own: tuple[Option, ...] = question.options
    found = opt.exact(own, text)
    if len(found) == 1:
        return answer(found[0].id == "yes", 1.0)
    said = _said(text)
    if said is not None:
        return answer(said, 0.8 if tuple(words.split()) in DOUBTFUL else 1.0)
    if words in ("1", "2"):
        return answer(words == "1", 0.9)
    start = _start(words)
    hits = opt.corrected(opt.named(own, text), text)
    if start is not None:
        return answer(start, 0.9 if len(words.split()) <= 12 else 0.75)
    if len(hits) == 1:
        return answer(hits[0].option.id == "yes", (0.65 + 0.3 * opt.coverage(hits[0], text)) * hits[0].likeness)
    return unclear("clarify_yes_no") if len(hits) > 1 else None
