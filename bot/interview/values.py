"""Values of answers: checked, made from buttons or facts, and said in words.

JSON shapes: single_choice → option id; multiple_choice → list of ids; yes_no → true/false; number and scale
→ number;
text, first_name, date (ISO), phone_or_email → text; place → {"code", "label"}.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers

from bot.french_dates import MONTHS, hour_in_words
from bot.interview.interpret import MAX_TEXT, interpret
from bot.interview.model import Option, Question
from bot.interview.understand.number import plain, within

UNITS = {
    "years_old": ("an", "ans"),
    "per_week": ("fois par semaine", "fois par semaine"),
    "per_day": ("fois par jour", "fois par jour"),
    "hours_per_week": ("heure par semaine", "heures par semaine"),
    "hours_per_day": ("heure par jour", "heures par jour"),
    "days": ("jour", "jours"),
    "kg": ("kilo", "kilos"),
}
SKIPPED_WORDS = "Vous préférez ne pas dire"
UNKNOWN_WORDS = "Vous ne savez pas"
ISO_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?)?)?$")
FACT_CONFIDENCE = 0.8


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _valid_number(question: Question, value: Any) -> bool:
    if not _is_number(value):
        return False
    number = Decimal(str(value))
    return number.is_finite() and within(question, number)


def _valid_multiple(question: Question, value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return False
    known = [question.option(item) for item in value]
    if len(set(value)) != len(value) or None in known:
        return False
    alone = any(o is not None and o.exclusive for o in known)
    limit = question.bounds.max
    return not (alone and len(value) > 1) and (limit is None or len(value) <= limit)


def _valid_place(_: Question, value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"code", "label"} and isinstance(value["label"], str)


def _valid_text(_: Question, value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT


def _valid_date(_: Question, value: Any) -> bool:
    if not isinstance(value, str) or not ISO_DATE.match(value):
        return False
    if "T" in value:
        value = value[:10]
    try:
        date.fromisoformat((value + "-01-01")[:10] if len(value) == 4 else (value + "-01")[:10])
    except ValueError:
        return False
    return True


VALID: dict[str, Callable[[Question, Any], bool]] = {
    "single_choice": lambda question, value: isinstance(value, str) and question.option(value) is not None,
    "multiple_choice": _valid_multiple,
    "yes_no": lambda _, value: isinstance(value, bool),
    "number": _valid_number,
    "scale": _valid_number,
    "place": _valid_place,
    "date": _valid_date,
    "text": _valid_text,
    "first_name": _valid_text,
    "phone_or_email": _valid_text,
}


def is_valid(question: Question, value: Any) -> bool:
    """True when the value has the shape and the bounds that the question wants."""
    try:
        return VALID[question.type](question, value)
    except (TypeError, ValueError, ArithmeticError):
        return False


def from_options(question: Question, option_ids: Sequence[str]) -> Any | None:
    """The value of one or several buttons; None when they do not fit the question."""
    chosen = [o for o in question.options if o.id in set(option_ids)]
    if not option_ids or len(chosen) != len(set(option_ids)):
        return None
    if question.type == "multiple_choice":
        value: Any = [o.id for o in chosen]
        return value if is_valid(question, value) else None
    if len(chosen) != 1:
        return None
    if question.type == "yes_no":
        return chosen[0].id == "yes"
    if question.type == "scale":
        return plain(chosen[0].value) if chosen[0].value is not None else None
    return chosen[0].id if question.type == "single_choice" else None


def _named_by(options: Sequence[Option], fact: Any) -> Option | None:
    wanted = str(fact).lower() if isinstance(fact, bool) else str(fact)
    return next((o for o in options if wanted == o.id or wanted in o.facts or wanted in o.needs), None)


def _from_list(question: Question, facts: Sequence[Any]) -> list[str] | None:
    found = {o.id for fact in facts for o in [_named_by(question.options, fact)] if o is not None}
    ids = [o.id for o in question.options if o.id in found]
    limit = question.bounds.max
    ids = ids[: int(limit)] if limit is not None else ids
    return ids if ids and is_valid(question, ids) else None


def from_fact(question: Question, fact: Any, today: date | None = None) -> Any | None:
    """The answer that an already known fact gives, or None when it does not settle the question."""
    if fact is None:
        return None
    if question.type == "multiple_choice":
        return _from_list(question, fact if isinstance(fact, (list, tuple)) else [fact])
    if question.type == "place" and isinstance(fact, dict):
        value: Any = {"code": fact.get("code"), "label": fact.get("label")}
        return value if is_valid(question, value) else None
    if question.type in ("single_choice", "scale") and isinstance(fact, (str, bool)):
        option = _named_by(question.options, fact)
        if option is not None:
            return from_options(question, [option.id])
    if is_valid(question, fact):
        return fact
    if isinstance(fact, str) and question.type != "text":
        said = interpret(question, fact, today=today)
        if said.kind == "answer" and said.confidence >= FACT_CONFIDENCE and is_valid(question, said.value):
            return said.value
    return None


def _number_words(question: Question, value: Any) -> str:
    number = str(value).replace(".", ",")
    if question.type == "scale":
        label = next((o.label for o in question.options if o.value == Decimal(str(value))), number)
        return f"{number} sur {plain(question.bounds.max)}" if label == number and question.bounds.max else label
    one, several = UNITS.get(question.unit or "", ("", ""))
    return f"{number} {one if abs(Decimal(str(value))) < 2 else several}".strip()


def _date_words(value: str) -> str:
    day_part, _, hour = value.partition("T")
    parts = day_part.split("-")
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1]
    day = "" if len(parts) == 2 else ("1er " if parts[2] == "01" else f"{int(parts[2])} ")
    at = f", à {hour_in_words(hour)}" if hour else ""
    return f"{day}{month} {parts[0]}{at}"


def contact_words(value: str) -> str:
    """« +33611223344 » → « 06 11 22 33 44 », a number of elsewhere with its country; what is no such number stays."""
    if "@" in value:
        return value
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    style = phonenumbers.PhoneNumberFormat.NATIONAL if number.country_code == 33 else None
    return phonenumbers.format_number(number, style or phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def option_label(option: Option, third_person: bool = False) -> str:
    """The label, said of somebody else where the file has one."""
    return (option.label_third_person or option.label) if third_person else option.label


def in_words(question: Question, value: Any, third_person: bool = False) -> str:
    """An answer as a person reads it in the recap."""
    if question.type == "single_choice":
        option = question.option(value)
        return option_label(option, third_person) if option else str(value)
    if question.type == "multiple_choice":
        chosen = [option_label(o, third_person) for o in question.options if o.id in value]
        return " ; ".join(chosen) or "Rien de cela"
    if question.type == "yes_no":
        return option_label(question.options[0 if value else 1], third_person)
    if question.type in ("number", "scale"):
        return _number_words(question, value)
    if question.type == "place":
        return str(value["label"])
    if question.type == "date":
        return _date_words(value)
    return contact_words(value) if question.type == "phone_or_email" else str(value)
