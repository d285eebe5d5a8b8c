"""« qui paye ? », « combien ça coûte ? »: what the cards say of it, and who tells the price. No price is ever said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.offers import doors
from actions.registry import on_words
from actions.topics import TOPICS, remember, serve
from actions.turn import Turn
from bot import messages as m
from bot.understanding.text import normalise

_ASKED = re.compile(
    r"\bqui (?:va )?(?:paye|paie|payer|finance|financer|prend en charge|regle|rembourse)\b"
    r"|\bcombien (?:ca |cela |est-ce que ca |est-ce que |c'est|il faut |ca va |on |je )*(?:va )?"
    r"(?:coute|couter|payer|paye|paie|prend|demande)\b"
    r"|\b(?:ca|cela) (?:va )?(?:coute|couter)\b"
    r"|\bc'est (?:combien|payant|paye|indemnise|remunere|gratuit|cher|rembourse|pris en charge)\b"
    r"|\best-ce (?:gratuit|payant|cher|rembourse)\b|\b(?:trop cher|moins cher|pas les moyens)\b"
    r"|\breste a (?:payer|charge)\b"
    r"|\b(?:quel|quels|quelle)s? (?:est |sont |en est )?(?:le |les )?(?:prix|tarifs?|couts?)\b"
    r"|^(?:et )?(?:le |les )?(?:prix|tarifs?|couts?)\W*$|^(?:et |ok |alors |c'est )*combien\W*$"
)
_OF_US = re.compile(
    r"^(?:et |mais |alors |euh |ok )*"
    r"(?:(?:c'est|est-ce que c'est|est-ce|vous etes|(?:votre|ce) (?:service|site|truc|aide) (?:est|c'est)) )?"
    r"(?:payant|gratuit|cher)e?(?: (?:ici|votre (?:truc|service|site|aide)))?$"
)
_PRICE = re.compile(r"\b(?:prix|gratuit\w*|rembours\w*|montant|revenus|assurance maladie|a payer)\b")
_MONEY = re.compile(r"\b(?:payer|payes?|payee|participer|credit d'impot|allocation)\b")
# An allowance has an amount, and who decides of it tells it; a service has a price.
BENEFITS = frozenset({"apa", "disability_rights", "caregiver_leave", "caregiver_status"})
# Words that name no service.
_EMPTY = frozenset(
    ("pour", "nous", "elle", "leur", "mais", "avec", "tout", "mois", "heure", "jour", "tous", "vous", "cela", "donc")
)
_LONG = 14  # words: longer, the message says its own subject
MOST = 2  # sentences of the card
AGE = 60  # the age of the APA; under it, the disability compensation


def asked(turn: Turn) -> bool:
    """A short question about the price of what was just spoken of."""
    said = len(turn.text.split()) <= _LONG and bool(_ASKED.search(turn.normal))
    return said and (bool(_topic(turn)) or turn.intent != "cost_help")


@on_words("costs", asked)
def costs(turn: Turn) -> None:
    """What the card of the topic says of money, who tells the price, and the benefits that may help."""
    topic, content = _topic(turn), turn.world.content
    if not topic and _OF_US.match(turn.stripped):
        turn.say("free_here", [] if turn.in_form else doors())
        return
    if not topic:
        serve(turn, ["cost_help"])
        return
    card = content.card(topic, turn.country)
    told = _of_money(_sentences([*(card.easy if turn.easy else card.body), card.did_you_know]))
    general = content.card("cost_help", turn.country)
    told += [s for s in _sentences(general.body)[:1] if not told]
    honest = turn.words("amount_asked" if topic in BENEFITS else "costs_asked")
    words = "\n\n".join([content.numbers(" ".join(told)), honest + _who_tells(turn)])
    remember(turn, [topic, "cost_help"])
    if turn.in_form:
        turn.show(m.text(words))
        return
    titles = {need: content.card(need, turn.country).title for need in _benefits(turn)}
    buttons = [m.button(title, "learn", topic=need) for need, title in titles.items() if need != topic]
    turn.set("offer", {"do": "learn", "topic": "cost_help"})
    turn.show(m.text(words, [*buttons, m.intent_button("Parler à une personne", "ask_human")]))


def _of_money(sentences: Sequence[str]) -> list[str]:
    """At most two sentences, those of the price before those that only speak of paying, in the order of the card."""
    best = [s for s in sentences if _PRICE.search(normalise(s))]
    kept = (best + [s for s in sentences if _MONEY.search(normalise(s)) and s not in best])[:MOST]
    return [s for s in sentences if s in kept]


def _topic(turn: Turn) -> str:
    """What is spoken of: the need of this message, else that of the services shown, else the last one asked."""
    shown = (turn.get("shown") or {}).get("needs") or []
    own = turn.needs if _names_something(turn) else []
    for need in [*own, *(turn.facts.get("needs") or [])[:1], *shown, *(turn.facts.get("needs") or [])]:
        if need in TOPICS and need != "cost_help":
            return str(need)
    return ""


def _names_something(turn: Turn) -> bool:
    """« qui paye l'ehpad ? » says of what; « et le prix ? » does not, whatever the classifier guesses."""
    left = re.findall(r"[a-z]{4,}", _ASKED.sub(" ", turn.normal))
    return any(word not in _EMPTY for word in left)


def _benefits(turn: Turn) -> list[str]:
    """The cards of the benefits that may concern them: by the age when it is known, both when it is not."""
    age = turn.facts.get("age")
    by_age = ["apa", "disability_rights"] if age is None else ["apa"] if age >= AGE else ["disability_rights"]
    return [*by_age, *(["caregiver_leave"] if turn.role == "carer" else []), "cost_help"]


def _who_tells(turn: Turn) -> str:
    place = turn.facts.get("place")
    where = turn.world.gazetteer.get(place["code"]) if place and not place.get("ambiguous") else None
    entry = turn.world.directory.entry_point(where) if where else None
    if entry is None:
        return ""
    return f" Pour savoir qui paie : {entry.name}" + (f", {entry.phone}." if entry.phone else ".")


def _sentences(parts: Sequence[str]) -> list[str]:
    """Sentences, each with those that follow and begin with a pronoun: alone, these would speak of nothing."""
    return re.split(r"(?<=[.!?]) (?!(?:Il|Elle|Ils|Elles|On|Cela|Ce|Celle|Celui)s? )(?=[A-ZÉÀ])", " ".join(parts))
