"""A number with bounds, and a place on a scale."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from bot.interview.model import Question
from bot.interview.understand import options as opt
from bot.interview.understand.numbers import ordinal
from bot.interview.understand.quantity import Quantity, quantity
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare

BELOW_ZERO = re.compile(r"^\s*(?:-|moins)\s*\d+\s*\w*\s*$")
# A range is taken at its middle only when it is narrow: « 70 à 75 ans », « 2 ou 3 ».
NARROW = Decimal("0.15")


def plain(value: Decimal) -> Any:
    """A Decimal as JSON keeps it: int when whole, else float (short decimals stay exact through str)."""
    return int(value) if value == value.to_integral_value() else float(value)


def within(question: Question, value: Decimal) -> bool:
    """True when the value respects the bounds, and is whole where decimals are not expected."""
    bounds = question.bounds
    if (bounds.min is not None and value < bounds.min) or (bounds.max is not None and value > bounds.max):
        return False
    return bounds.decimals or value == value.to_integral_value()


def _middle(said: Quantity, decimals: bool) -> Decimal | None:
    if said.high is None or (not said.exact and said.low == 0):
        return None
    if said.low == said.high:
        return said.low
    if said.high - said.low > max(Decimal(1), said.high * NARROW):
        return None
    middle = (said.low + said.high) / 2
    return middle if decimals else middle.to_integral_value(rounding="ROUND_FLOOR")


def interpret_number(question: Question, text: str, today: date) -> Interpretation | None:
    """A number in the unit of the question; unclear outside the bounds or in a wide range; None without
    number."""
    words = bare(text)
    if BELOW_ZERO.search(text):
        return unclear("clarify_bounds")
    said = quantity(words, question.unit, today)
    if said is None:
        return unclear("clarify_number") if re.search(r"\d", words) and len(words.split()) <= 8 else None
    value = _middle(said, question.bounds.decimals)
    if value is None:
        return unclear("clarify_number")
    if not question.bounds.decimals and question.unit in ("per_week", "per_day"):
        if 0 < value < Decimal("0.5"):
            return unclear("clarify_number")  # « une fois par mois » is not never
        value = value.to_integral_value(rounding="ROUND_HALF_UP")
    if not question.bounds.decimals and question.unit == "years_old":
        value = value.to_integral_value(rounding="ROUND_FLOOR")  # « 74 ans et demi »
    value = value.quantize(Decimal("0.01")).normalize() if value != value.to_integral_value() else value
    if not within(question, value):
        return unclear("clarify_bounds")
    length = len(words.split())
    return answer(plain(value), 0.95 if length <= 6 else 0.8 if length <= 14 else 0.65)


def interpret_scale(question: Question, text: str, today: date) -> Interpretation | None:
    """A place on a scale: its number first (« 2 », « 3 sur 5 »), then the words of its options, then its
    rank."""
    words = bare(text)
    found = opt.exact(question.options, text)
    if len(found) == 1 and found[0].value is not None:
        return answer(plain(found[0].value), 1.0)
    if BELOW_ZERO.search(text):
        return unclear("clarify_bounds")
    cut = re.sub(r"\b(?:sur|/) ?\d+$", "", words).strip() if re.search(r"\bsur \d+$", words) else words
    fraction = re.match(r"^(\d+) (\d+)$", words)
    if "/" in text and fraction and question.bounds.max == Decimal(fraction.group(2)):
        cut = fraction.group(1)
    first = re.match(r"^(?:la |le )?(\w+(?:ieme|iere|ier|eme|1er|nde?)|1er|1ere|derniere?)$", cut)
    place = ordinal(cut.split(), len(question.options)) if first else None
    if place is not None and question.options[place].value is not None:
        return answer(plain(question.options[place].value or Decimal(0)), 0.9)
    hits = opt.corrected(opt.named([o for o in question.options if not o.label.isdigit()], text), text)
    if len(hits) == 1 and hits[0].option.value is not None:
        return answer(plain(hits[0].option.value), (0.65 + 0.3 * opt.coverage(hits[0], text)) * hits[0].likeness)
    said = quantity(cut, None, today)
    if said is None or len(words.split()) > 12:
        return unclear() if len(hits) > 1 else None
    value = said.low if said.low == said.high else _middle(said, True) if question.bounds.decimals else None
    if value is None:
        return unclear()
    return answer(plain(value), 0.95) if within(question, value) else unclear("clarify_bounds")
