"""« mon numéro a changé », « appelez plutôt ma fille »: before the request is sent, and after."""

from __future__ import annotations

import re
from typing import Any

from actions import interviews
from actions.offers import doors
from actions.referral import change_contact, on_behalf
from actions.registry import COMMANDS, command, finish, on_words
from actions.request import of_them, to_them
from actions.thread import ASKING
from actions.turn import Turn
from bot import messages as m
from bot.interview.understand.contact import email, phone
from bot.interview.values import in_words
from bot.referrals.amend import amend
from bot.referrals.reference import find_reference
from bot.referrals.status import status
from bot.understanding.text import normalise

_NUMBER = re.compile(
    r"\b(?:chang\w+|modifi\w+|corrig\w+|rectifi\w+) (?:de |le |mon |l'|mes |d')?"
    r"(?:numero|telephone|adresse|mail|coordonnees)"
    r"|\b(?:mon|de) (?:nouveau )?(?:numero|telephone|mail) (?:a change|n'est (?:pas|plus)|est plus|est faux|c'est plus)"
    r"|\b(?:mon|un|de) nouveau (?:numero|telephone)\b|\btrompee? (?:de|dans le|dans mon|sur le) (?:numero|telephone)\b"
    r"|\bmauvais numero que j'ai (?:donne|mis|ecrit)\b|\bj'ai (?:donne|mis|ecrit) (?:un|le) mauvais numero\b"
)
_WHO = (
    r"(?P<who>(?:ma|mon|notre) (?:fille|fils|mari|femme|soeur|frere|mere|pere|niece|neveu|voisine?|amie?|belle-fille|"
    r"gendre|compagne|compagnon))"
)
_OTHER = re.compile(
    # « il faut appeler ma mère tous les jours » tells what one does: an infinitive needs a word that asks it of us.
    r"(?:(?:^|\b(?:plutot|mieux|voudrais qu'on|veux qu'on|prefere qu'on|que vous|et|mais|non|finalement|en fait)[ ,]+)"
    r"(?:r?appel(?:ez|le|iez)|contactez|joignez|voyez avec|demandez)"
    r"|\b(?:plutot|mieux|vaut mieux|pouvez-vous|pourriez-vous|pouvez vous|vous pouvez)[ ,]+"
    r"(?:r?appeler|contacter|joindre))"
    rf"(?: plutot| donc| directement| a| mieux)* {_WHO}\b"
    rf"|\bc'est (?:plutot )?{_WHO.replace('who', 'whom')} "
    r"(?:qu'il faut|que vous devez|qui (?:prendra|repondra|s'en occupe))"
)
_ME = re.compile(r"\b(?:r?appelez|contactez|joignez)[ -]moi\b")
FEW = 4  # words around a number: « mon numéro c'est le … »
_SPELT = {"mere": "mère", "pere": "père", "niece": "nièce", "soeur": "sœur", "frere": "frère"}


def new_number(turn: Turn) -> bool:
    """Whether the person says that the number they gave is not the right one."""
    return bool(_NUMBER.search(turn.normal))


def other_person(text: str) -> str:
    """« ma fille » in « appelez plutôt ma fille »; empty when nobody else is to be called."""
    found = _OTHER.search(normalise(text))
    # « appelez ma mère… non en fait appelez-moi »: the last word counts.
    if not found or _ME.search(normalise(text), found.end()):
        return ""
    whose, _, who = (found.group("who") or found.group("whom")).partition(" ")
    return f"{whose} {_SPELT.get(who, who)}"


@on_words("new_number", new_number)
def _number(turn: Turn) -> None:
    run = turn.interview
    given = email(turn.text) or phone(turn.text, turn.country)
    if run is not None and run["purpose"] in ("callback", "confirm_referral"):
        answered = "callback.contact" in turn.world.engine.answers(run["context"].get("contact_state") or run["state"])
        if run["purpose"] == "confirm_referral":
            change_contact(turn, {"ref": "callback.contact"}, typed=turn.text if given else "")
        elif answered:
            outcome = turn.world.engine.modify(run["state"], "callback.contact")
            if given:
                outcome = turn.world.engine.answer(outcome.state, text=turn.text)
            interviews.settle(turn, outcome)
        return
    code = turn.text if find_reference(turn.text) else turn.get("reference")
    if not code:
        turn.start("reference", ["reference"], {"then": {"do": "new_contact"}})
        interviews.ask(turn, turn.words("change_which"))
        return
    new_contact(turn, {"code": code, **({"contact": given} if given else {})})


@on_words("number_alone", lambda turn: not turn.in_form and _alone(turn) != "")
def _number_alone(turn: Turn) -> None:
    """A number typed where nothing was asked: it is offered to be called there, nothing is kept yet."""
    if code := turn.get("reference"):  # there is a request: it is its number that changes
        new_contact(turn, {"code": code, "contact": _alone(turn)})
        return
    turn.set("offer", {"do": "call_back", "service": "", "contact": _alone(turn)})
    yes = m.button("Oui, me rappeler", "call_back", service="", contact=_alone(turn))
    turn.say("call_this_number", [yes, *doors()[:2]])


def _alone(turn: Turn) -> str:
    """The phone number or address that a message is, with hardly a word around; else empty."""
    given = email(turn.text) or phone(turn.text, turn.country) or ""
    around = [word for word in turn.normal.split() if not any(c.isdigit() or c == "@" for c in word)]
    return given if len(around) <= FEW else ""


@on_words("other_person", lambda turn: bool(other_person(turn.text)))
def _person(turn: Turn) -> None:
    run, who = turn.interview, other_person(turn.text)
    turn.unlearn()  # who is to be called is not who is helped
    if run is not None and run["purpose"] in ASKING:
        on_behalf(turn, run, who)
        return
    if turn.get("reference"):
        new_contact(turn, {"code": turn.get("reference"), "person": who})
        return
    COMMANDS["call_back"](turn, {"do": "call_back", "service": "", "person": who})


@command("new_contact")
def new_contact(turn: Turn, do: dict[str, Any]) -> None:
    """Ask the new number (and whom to ask for, when it is somebody else), then change the request."""
    who, code = str(do.get("person") or ""), str(do.get("code") or turn.get("reference") or "")
    turn.set("offer", None)
    with turn.world.database.session() as session:
        found = status(session, code)
    if found is not None and not found.can_cancel:
        turn.show(m.text(found.text, doors()))  # closed: no number to ask for
        return
    context = {"code": code, "person": who}
    turn.start("amend", [*(["new_person"] if who else []), "new_contact"], context)
    if do.get("contact"):
        run = turn.run
        interviews.settle(turn, turn.world.engine.answer(run["state"], text=str(do["contact"])))
        return
    interviews.ask(turn, turn.words("other_person", person=to_them(who)) if who else "")


@finish("amend")
def _amend(turn: Turn) -> None:
    run = turn.run
    turn.set("interview", None)
    answers = turn.world.engine.values(run["state"])
    contact, name = str(answers.get("new_contact.contact") or ""), str(answers.get("new_person.first_name") or "")
    with turn.world.database.session() as session:
        done = amend(
            session, turn.world.vault, run["context"]["code"], contact=contact, first_name=name,
            person=of_them(who) if (who := run["context"]["person"]) else "",
        )  # fmt: skip
    if not done:
        turn.say("not_changed", [m.intent_button("Parler à une personne", "ask_human")])
        return
    question = turn.world.engine.library.question("new_contact.contact")
    said = in_words(question, contact) if question else contact
    turn.say(
        "contact_changed",
        [m.intent_button("Où en est ma demande ?", "referral_status")],
        contact=f"{name}, {said}" if name else said,
    )
