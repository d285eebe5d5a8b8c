"""What became of a request, and « ce numéro est faux »."""

from __future__ import annotations

import re
from typing import Any

from actions import interviews
from actions.base import IntentAction
from actions.human import offer_human
from actions.news import go_on
from actions.offers import doors
from actions.referral import recorded
from actions.registry import COMMANDS, INTENTS, command, finish, on, on_words
from actions.shown import they_know
from actions.standing import unheard, waits
from actions.turn import Turn
from bot import messages as m
from bot.clock import local
from bot.referrals.reference import find_reference
from bot.referrals.status import Status, status

_ABOUT_IT = re.compile(
    r"demande|\bdem\b|appel|apel|\bcode|dossier|suivi|ou (?:en|ca|est)|avanc|attend|aten|nouvel|neuf|nouveau|reponse|"
    r"retour|contact|statut|etat|stade|repond|transmi|envoy|recu|delai|quand|bouge|coordin|telephon|relanc|rien|oubli|"
    r"accepte|prennent|liste|suite|signe|reception|\btraine|devient|numero|laisse|message|personne|reference|\brl\b|"
    r"semaine|jours|\bou on en est|en est ou|devait|ont dit|silence"
)
_OF_A_SERVICE = re.compile(
    r"numero|telephone|\btel\b|adresse|horaire|service|\bsite\b|lien|fiche|annuaire|liste|"
    r"vous (?:m'avez|me|dites|donn|avez)|"
    r"information|\binfos?\b|coordonnees|votre|vos\b|signal|faux|fausse|indiqu|repond|decroche|appel|joindre|ferme"
)
_FALSE = re.compile(r"\b(?:faux|fausse|ferme\w*|plus|pas|erreur|bon|change\w*|marche\w*|repond\w*|existe\w*)\b")
_LIKE_A_CODE = re.compile(r"\d|[A-Za-z]{3,}-|\b(?:[BDFKLMNPRSTVZ][AEIOU]){2,}\b")
# To « which code? », these answer that there is none.
VAGUE = frozenset(
    {"affirm", "deny", "dont_know", "prefer_not_to_say", "inform", "nlu_fallback", "out_of_scope", "referral_status"}
    | {"report_wrong_info", "complain", "chitchat", "pause", "goodbye", "repeat", "resume", "go_back"}
)
SURE = 0.6
_WHEN = re.compile(
    r"\bquand\b.{0,30}\b(?:r?appel\w*|contact\w*)\b|\b(?:vont|va|allez|doit|doivent)[ -](?:vous |on |ils )?(?:bien )?"
    r"(?:me |m'|nous )(?:r?appeler|contacter)\b|\br?appellent? quand\b|\bcombien de temps\b.{0,30}\br?appel\w*\b"
    r"|\bpersonne (?:ne )?m'a (?:r?appele|contacte)"
)


class ActionFollowUp(IntentAction):
    """Status of a request; a wrong piece of information."""

    action_name = "action_follow_up"


@on("referral_status")
def _status(turn: Turn) -> None:
    if code := unheard(turn):
        recorded(turn, code)
        return
    code = turn.text if find_reference(turn.text) else turn.get("reference")
    if not code and turn.typed and not (_ABOUT_IT.search(turn.normal) or _LIKE_A_CODE.search(turn.text)):
        INTENTS["nlu_fallback"](turn)  # « et alors ? »: there is no request to follow
        return
    if not code and waits(turn):  # its question comes back after these words
        turn.say("referral_unsent")
        return
    if not code:
        turn.start("reference", ["reference"])
        interviews.ask(turn)
        return
    tell(turn, code)


def _asks_when(turn: Turn) -> bool:
    return not turn.in_form and bool(turn.get("reference")) and bool(_WHEN.search(turn.normal))


@on_words("when_called", _asks_when)
def _when(turn: Turn) -> None:
    """« c'est quand qu'on m'appelle ? », after a request: where it stands; no delay is promised."""
    _status(turn)


def _has_lost(turn: Turn) -> bool:
    """Asked for a code, anything that holds none and looks like none."""
    asked = turn.interview is not None and turn.interview["purpose"] == "reference"
    return asked and find_reference(turn.text) is None and not _LIKE_A_CODE.search(turn.text)


@on_words("code_lost", _has_lost, everywhere=True)
def _lost(turn: Turn) -> None:
    """« je l'ai perdu »: without its code a request opens to nobody here; a person can look for it."""
    if turn.intent in INTENTS and turn.intent not in VAGUE and turn.confidence >= SURE:
        INTENTS[turn.intent](turn)  # another question: it is answered, and the code asked again
        return
    turn.set("interview", None)
    offer_human(turn, turn.words("code_lost"))


@finish("reference")
def _code_given(turn: Turn) -> None:
    run = turn.run
    value = turn.answer("reference.code")
    turn.set("interview", None)
    then = run["context"].get("then")
    if then and value:
        turn.set("reference", str(value))
        COMMANDS[then["do"]](turn, {**then, "code": str(value)})
        return
    tell(turn, str(value or ""))


def tell(turn: Turn, code: str) -> None:
    """The state in words, or that no request has this code."""
    with turn.world.database.session() as session:
        found = status(session, code)
    if found is None:
        turn.say("referral_status_unknown", [m.intent_button("Parler à une personne", "ask_human")])
        return
    words = (
        f"{found.text}\nDemande faite le {local(found.created_at):%d/%m/%Y} à : {found.service_name}. "
        f"Dernier changement : le {local(found.updated_at):%d/%m/%Y}."
    )
    turn.show(m.text(words, [] if found.news_step or found.proposed or found.opinion else _what_next(code, found)))
    go_on(turn, code, found)


def _what_next(code: str, found: Status) -> list[m.Button]:
    """An open request can still be changed or taken back."""
    if not found.can_cancel:
        return doors()
    return [
        m.button("Changer le numéro", "new_contact", code=code),
        m.button("Annuler ma demande", "cancelling", code=code),
        m.intent_button("Parler à une personne", "ask_human"),
    ]


@on("report_wrong_info")
def _wrong(turn: Turn) -> None:
    if turn.typed and turn.text.rstrip().endswith("?") and turn.get("shown") and not _FALSE.search(turn.normal):
        they_know(turn)  # « ils prennent Alzheimer ? » asks, and reports nothing
        return
    if turn.typed and not turn.get("shown") and not _OF_A_SERVICE.search(turn.normal):
        INTENTS["nlu_fallback"](turn)  # « il n'a plus de place à l'IME »: no service was shown here
        return
    report(turn, {})


@command("report")
def report(turn: Turn, do: dict[str, Any]) -> None:
    """Which service, then what is wrong."""
    shown = (turn.get("shown") or {}).get("services", [])
    if not shown:
        turn.say("report_which", [m.button("Trouver un service", "near")])
        return
    if "service" not in do and len(shown) > 1:
        turn.show(
            m.text(
                "De quel service parlez-vous ?",
                [m.button(m.short_name(s["name"]), "report", service=s["id"]) for s in shown],
            )
        )
        return
    service = next((s for s in shown if s["id"] == do.get("service")), shown[0])
    turn.start("report", ["report"], {"service": service})
    interviews.ask(turn)


@finish("report")
def _reported(turn: Turn) -> None:
    run = turn.run
    what = turn.answer("report.what") or "other"
    turn.set("interview", None)
    turn.world.directory.report(run["context"]["service"]["id"], str(what))
    turn.say(
        "report_thanks",
        [m.button("Voir d'autres services", "more"), m.intent_button("Parler à une personne", "ask_human")],
    )
