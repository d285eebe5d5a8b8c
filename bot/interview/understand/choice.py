"""One option among several, in words, by its place or by a quantity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.interview.model import Option, Question
from bot.interview.understand import options as opt
from bot.interview.understand.numbers import ordinal
from bot.interview.understand.quantity import Quantity, quantity
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare


def _holds(option: Option, said: Quantity) -> bool:
    if option.range is None:
        return False
    low, high = option.range
    if said.high is None:
        return said.low >= low and high is None
    return low <= said.low and (high is None or said.high <= high)


def by_quantity(question: Question, text: str, today: date) -> Interpretation | None:
    """The option whose range holds the quantity said (« 3 fois par semaine »)."""
    if not any(o.range for o in question.options):
        return None
    said = quantity(bare(text), question.unit, today)
    if said is None:
        return None
    if said.high is not None and said.low == said.high:
        value = said.low.to_integral_value(rounding="ROUND_HALF_UP")
        said = Quantity(value, value) if value >= 1 or said.low == 0 else Quantity(Decimal(1), Decimal(1))
    held = [o for o in question.options if _holds(o, said)]
    return answer(held[0].id, 0.9) if len(held) == 1 else unclear()


def by_letter(question: Question, text: str) -> Option | None:
    """« B », « réponse b »: only where the options are named by letters."""
    words = bare(text).split()
    last = words[-1].upper() if words and len(words) <= 3 else ""
    return question.option(last) if len(last) == 1 else None


def interpret(question: Question, text: str, today: date) -> Interpretation | None:
    """A single choice: the id of the option; None when the text names none."""
    options = question.options
    found = opt.exact(options, text)
    if len(found) == 1:
        return answer(found[0].id, 1.0)
    letter = by_letter(question, text)
    if letter:
        return answer(letter.id, 1.0)
    counted = by_quantity(question, text, today)
    if counted:
        return counted
    place = ordinal(bare(text).split(), len(options))
    if place is not None:
        return answer(options[place].id, 0.95)
    hits = opt.corrected(opt.named(options, text), text)
    if len(hits) == 1 and hits[0].phrase in opt.BARE and opt.denied(options, text):
        return unclear()
    if len(hits) == 1:
        return answer(hits[0].option.id, (0.65 + 0.3 * opt.coverage(hits[0], text)) * hits[0].likeness)
    if len(hits) > 1:
        return unclear()
    partial: list[Option] = opt.part_of_label(options, text)
    if len(partial) == 1:
        return answer(partial[0].id, 0.8)
    return unclear() if partial or opt.denied(options, text) else None
