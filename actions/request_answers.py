"""Answers given early, late or aside on the way to a request: a number before the agreement, « non attendez, mon
numéro c'est le … » once all is read again, a day where a time is asked."""

from __future__ import annotations

import re

from actions.interviews import ask, settle
from actions.referral import change_contact
from actions.turn import Run, Turn
from bot.interview.model import Question
from bot.interview.understand.common import is_question
from bot.interview.understand.contact import email, interpret_name, phone
from bot.understanding.choices import yes_or_no

CONTACT, NAME, WHEN = "callback.contact", "callback.first_name", "callback.when"
_NAMED = re.compile(r"\b(?:je m'appelle|mon prenom|de prenom|le prenom|mon nom|c'est au nom de)\b")
_IS = re.compile(r"^.*\b(?:je m'appelle|c'est (?:plut[oô]t )?|est |nom de )\s*", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-?end|semaine|demain|vacances|"
    r"avant|apres|entre|vers|matin|matinee|midi|soir|apres-midi|heures|\d{1,2} ?h(?:eures?)?)\b"
)
_NOT = re.compile(r"\bpas\b")
_NO_NUMBER = re.compile(
    r"\b(?:pas|plus|aucun) (?:d'|de |mon |le )?(?:autre )?(?:numero|telephone|portable|mail|adresse)\b|\bpar coeur\b"
    r"|\bsais (?:pas|plus) mon\b|\bretrouve (?:pas|plus)\b|\bconnais pas (?:mon|le)\b"
)
_WRONG = re.compile(r"\b(?:attend\w*|c'est pas|ce n'est pas|trompee?|erreur|faux|plutot|chang\w+)\b")
_WHAT_IS_KEPT = re.compile(
    r"\b(?:c'est quoi|qu'est-ce)\b.{0,20}\b(?:not\w+|gard\w+|transmi\w+|accord)\b|\b(?:relire|redites|remontrez)\b"
)
_MAIL_CUT = re.compile(r"@[\w-]*$")
NO_WORDS = 3  # « non », « non finalement »: a plain refusal


def heard(turn: Turn, run: Run, question: Question) -> bool:
    """True when the message was one of these, and is answered."""
    answer = _BY_PURPOSE.get(run["purpose"])
    if answer is None or not answer(turn, run, question):
        return False
    turn.unlearn()  # « jp.martin@orange », « appelez ma fille »: no place and nobody helped
    return True


def _given(turn: Turn) -> str:
    return email(turn.text) or phone(turn.text, turn.world.settings.country) or ""


def _before_agreement(turn: Turn, run: Run, _question: Question) -> bool:
    """A number or a first name, typed where the agreement is asked: held until it is given, and not asked twice."""
    if _WHAT_IS_KEPT.search(turn.normal):
        # « non attendez, c'est quoi ce qui est noté ? »: the whole text again, and nothing refused.
        turn.set("interview", {**run, "context": {**run["context"], "read": False}})
        ask(turn)
        return True
    early, words = _early(turn)
    if not words:
        return False
    turn.set("interview", {**run, "context": {**run["context"], **early}})
    if yes_or_no(turn.text) is True:  # « oui, 06 12 … »: the agreement, and the number with it
        turn.unlearn()
        return False
    ask(turn, turn.words(words))
    return True


def _early(turn: Turn) -> tuple[dict[str, str], str]:
    """What is given before it is asked, and the words that hold it back."""
    if number := _given(turn):
        return {"contact": number}, "early_number"
    if name := _name(turn):
        return {"first_name": name}, "early_name"
    if yes_or_no(turn.text) is None and not is_question(turn.text) and _time_said(turn):
        return {}, "early_when"
    return {}, ""


def _name(turn: Turn) -> str:
    """« Sophie », « Mme Perrin », « je me suis trompée de prénom c'est Sophia »; empty for anything else."""
    said = _IS.sub("", turn.text) if _NAMED.search(turn.normal) else turn.text if _looks_named(turn) else ""
    found = interpret_name(said) if said else None
    return str(found.value) if found else ""


def _looks_named(turn: Turn) -> bool:
    """« Sophie », « Mme Perrin », « je m'appelle Sophie »: no yes, no question, no move."""
    if is_question(turn.text) or yes_or_no(turn.text) is not None:
        return False
    words = turn.text.split()
    return len(words) <= 2 and words[0][:1].isupper() and not turn.text.isupper()


def _while_asked(turn: Turn, run: Run, question: Question) -> bool:
    """« le lundi » is when to call; without a number, who wants to be heard can call."""
    timed = _CLOCK.search(turn.normal) and not _NOT.search(turn.normal) and not is_question(turn.text)
    if question.ref == WHEN and timed:
        engine = turn.world.engine
        if engine.understand(run["state"], question, turn.text).kind != "answer":
            # No choice fits: the words are kept for who calls, and nothing is asked again.
            settle(turn, engine.answer(engine.answer(run["state"], text=turn.text).state, text=""))
            return True
    if question.ref == CONTACT and not _given(turn):
        if _MAIL_CUT.search(turn.text.strip()):
            ask(turn, turn.words("mail_cut"))
            return True
        if _NO_NUMBER.search(turn.normal):
            ask(turn, turn.words("no_number"))
            return True
    return False


def _at_recap(turn: Turn, _run: Run, _question: Question) -> bool:
    """All is read again: what is wrong is put right by saying it; « non » with more words is no refusal yet."""
    if _given(turn):
        change_contact(turn, {"ref": CONTACT}, typed=turn.text)
        return True
    plain = yes_or_no(turn.text)
    if _NAMED.search(turn.normal) and (name := _name(turn)):
        change_contact(turn, {"ref": NAME}, typed=name)
        return True
    if plain is not True and not is_question(turn.text) and _time_said(turn):
        change_contact(turn, {"ref": WHEN}, typed=turn.text)
        return True
    if turn.intent == "change_answer" or (plain is False and len(turn.text.split()) > NO_WORDS and _puts_right(turn)):
        ask(turn, turn.words("change_above"))
        return True
    return False


def _time_said(turn: Turn) -> bool:
    question = turn.world.engine.library.question(WHEN)
    assert question is not None
    said = turn.world.engine.understand(turn.world.engine.start(["callback"], {}, ""), question, turn.text)
    return (said.kind == "answer" and said.confidence >= 0.8) or bool(_CLOCK.search(turn.normal))


def _puts_right(turn: Turn) -> bool:
    return bool(_WRONG.search(turn.normal))


_BY_PURPOSE = {
    "consent_referral": _before_agreement,
    "callback": _while_asked,
    "confirm_referral": _at_recap,
}
