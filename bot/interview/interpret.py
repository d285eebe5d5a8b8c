"""Reads a typed answer to a question. Says also when a message is not an answer at all."""

from __future__ import annotations

import re
from datetime import date

from bot.clock import today as today_here
from bot.interview.model import Question
from bot.interview.understand import choice, common, contact, dates, moments, multiple, number, place, yes_no
from bot.interview.understand import options as opt
from bot.interview.understand.result import Candidates, Interpretation, ResolvePlace, answer, other, unclear
from bot.interview.understand.words import MAX_CHARS, bare

MAX_TEXT = 500
SURE = 0.9
# A message longer than this, in which nothing is recognised, is about something else.
DIGRESSION = 6
# Asked for one's own words, there are none to say.
NOTHING = re.compile(
    r"^(?:(?:non|ben|bah|euh|merci|c est bon|ca va|ok) )*(?:non|non merci|rien|rien (?:de|d) .{1,20}|rien du tout|"
    r"pas (?:de )?(?:special|particulier)|aucun|aucune|c est bon|c est tout|ca ira|ras|oui|ok|d accord|voila|"
    r"voila c est tout|ca marche)(?: merci)?$"
)
REASONS = {
    "yes_no": "clarify_yes_no",
    "number": "clarify_number",
    "place": "clarify_place",
    "date": "clarify_date",
    "phone_or_email": "clarify_contact",
    "first_name": "clarify_first_name",
    "text": "clarify_text",
}


def _free_text(text: str, verbatim: bool) -> Interpretation | None:
    if not verbatim and NOTHING.match(bare(text)):
        return answer("Rien de particulier", 0.95)
    kept = " ".join(text.split())[:MAX_TEXT]
    return answer(kept, 0.8) if any(c.isalnum() for c in kept) else None


def _by_type(
    question: Question,
    text: str,
    resolve_place: ResolvePlace | None,
    today: date,
    candidates: Candidates,
    region: str,
) -> Interpretation | None:
    kind = question.type
    if kind == "single_choice":
        return choice.interpret(question, text, today)
    if kind == "multiple_choice":
        return multiple.interpret(question, text)
    if kind == "yes_no":
        return yes_no.interpret(question, text)
    if kind == "number":
        return number.interpret_number(question, text, today)
    if kind == "scale":
        return number.interpret_scale(question, text, today)
    if kind == "place":
        return place.interpret(text, resolve_place, candidates)
    if kind == "date":
        return (moments if question.unit == "to_come" else dates).interpret(text, today)
    if kind == "phone_or_email":
        return contact.interpret_contact(text, region)
    if kind == "first_name":
        return contact.interpret_name(text)
    return _free_text(text, question.verbatim)


def interpret(
    question: Question,
    text: str,
    *,
    resolve_place: ResolvePlace | None = None,
    today: date | None = None,
    candidates: Candidates = (),
    region: str = "FR",
) -> Interpretation:
    """What `text` says of `question`.

    `resolve_place`: text -> [(code, label)] best first, one when it is sure. `candidates`: places just
    proposed.
    `region`: country of phone numbers written without prefix. Never raises for a text, whatever it holds.
    """
    text = text[:MAX_CHARS]
    reason = REASONS.get(question.type, "clarify_choices")
    words = bare(text)
    if not words:
        return unclear(reason)
    no = words in ("non", "nan") and question.type == "phone_or_email"
    if (no or common.declines(text)) and (question.type not in ("yes_no", "text") or question.verbatim):
        return Interpretation("skip", confidence=0.95)
    exact = len(opt.exact(question.options, text)) == 1 and not common.asks(text)  # « c'est quoi l'APA » asks
    if not exact and common.is_act(text):
        return other(0.95)
    special = None if exact else common.special(text)
    if special:
        return Interpretation(special, confidence=0.95)
    result = _by_type(question, text, resolve_place, today or today_here(), candidates, region)
    sure = result is not None and result.kind == "answer" and result.confidence >= SURE
    if not sure and question.type != "text" and common.depends(text):
        return unclear(reason)
    wished = question.type == "multiple_choice" and result is not None and common.is_wish(text)
    asked = common.asks(text) or (not sure and common.is_question(text))
    if asked and not (exact or wished or question.verbatim):
        return other(0.9)
    if result is not None:
        return result
    return unclear(reason) if len(words.split()) <= DIGRESSION else other(0.7)
