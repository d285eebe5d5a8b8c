"""What a person says beside the choice: « plutôt le matin mais pas le mardi » is « le matin », and not only that."""

from __future__ import annotations

from bot.interview.model import Question
from bot.interview.understand.options import named
from bot.interview.understand.words import FILLERS, bare

LONGEST = 200  # characters kept
# Said around an answer, they add nothing to it.
_POLITE = FILLERS | {"oui", "ok", "d", "accord", "merci", "svp", "s", "il", "vous", "plait", "de", "preference"}


def beside(question: Question, text: str) -> str:
    """The sentence, when it says more than the option that it names; else nothing."""
    words = bare(text).split()
    told = {at for hit in named(question.options, text) for at in range(hit.start, hit.end)}
    more = any(word not in _POLITE for at, word in enumerate(words) if at not in told)
    return " ".join(text.split())[:LONGEST] if more else ""


def kept(question: Question, before: str, text: str) -> dict[str, str]:
    """The part ``said`` of a record: these words after those said ``before``, where the question keeps them."""
    said = " ; ".join(part for part in (before, beside(question, text)) if part) if question.keep_words else ""
    return {"said": said[: 2 * LONGEST]} if said else {}
