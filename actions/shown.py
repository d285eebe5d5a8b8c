"""What is asked of the services just shown: another one, how to reach them, « je vais réfléchir »."""

from __future__ import annotations

import re

from sqlalchemy.exc import SQLAlchemyError

from actions import reaching
from actions.offers import TOLD
from actions.registry import COMMANDS, on_words
from actions.stock import pause
from actions.topics import TOPICS
from actions.turn import Turn
from bot import messages as m
from bot.orientation.reaching import reachable

_ANOTHER = re.compile(
    r"^(?:non |mais |et |euh |pas ca |bof |merci )*"
    r"(?:pas (?:celui|celle|ceux|celles)(?:[ -]la)?|quelque chose d'autre|autre chose|il y en a d'autres"
    r"|(?:un |une |l'|d'|les? )?autres?(?: services?| adresses?| choix| propositions?| solutions?)?"
    r"|(?:c'est )?(?:trop |bien |un peu )loin"
    r"|(?:(?:il )?(?:n'?)?y (?:en )?a |vous (?:n')?avez |avez-vous |rien )?"
    r"(?:pas |quelque chose de |quelqu'un de |rien de )?plus pres"
    r"|(?:vous )?(?:en )?(?:avez|auriez)[ -](?:vous )?d'autres)"
    r"(?: (?:svp|s'il vous plait|pour (?:moi|nous|elle|lui)|de chez (?:moi|nous)))?$"
)
_THING = r"(?:le |la |les |l'|leurs? |son |sa )?(?:numeros?|telephones?|tel|adresses?|mail|horaires?|heures)\b"
_REACH = re.compile(
    r"\b(?:quel(?:le)?s?|c'est quoi|quoi comme|donnez[ -]moi|je peux avoir|rappelez[ -]moi|connaitre|avoir) "
    rf"(?:est |sont |c'est )?{_THING}"
    r"|\b(?:ils|elles|c'est|on peut|ca) (?:sont |est )?(?:ouvert\w*|ouvre\w*|ferme\w*) ?(?:quand|a quelle|le|\?|$)"
    r"|\bcomment (?:je |on |les |le |la |l')*(?:joindre|contacter|appeler|contacte|joint|appelle)\b"
    r"|^(?:et )?(?:le |leur |les |leurs |l')?(?:numero|telephone|tel|adresse|horaires?|heures? d'ouverture)\W*$"
    r"|\bc(?:'est)? ?(?:koi|quoi|ou) l'?(?:adresse|numero|horaire|heure)|\bl'?heure d'?ouverture"
    r"|^(?:et )?(?:c'est|ils sont|elles sont|ca se trouve) (?:situes? )?ou\b"
)
ASKED = "they_know"
RIGHTS = frozenset({"ask_human", "erase_data", "export_data", "ask_privacy"})
_FAR = re.compile(
    r"\b(?:c'est|ce n'est pas|c'est pas|ils sont|elles sont|est-ce|est-ce que c'est) (?:trop )?(?:loin|pres|a cote)\b"
    r"|^(?:et |mais )?pas trop loin$"
    r"|\b(?:a )?combien de (?:km|kilometres|minutes)\b|\bquelle distance\b|\ba combien (?:c'est|de chez)\b"
)
_KEPT_DATA = re.compile(r"\b(?:gard|conserv|donnee|effac|archiv|enregistr|stock)")
_OF_THEM = re.compile(
    r"^(?:et |mais |oui |ok |alors |est-ce qu'|est-ce que )*(?:"
    r"(?:ils|elles|on) (?:prennent|acceptent|s'occupent|connaissent|font|viennent|se deplacent|peuvent|parlent|ont)\b"
    r"|(?:ca|on|quelqu'un) (?:vient|se deplace|peut venir)\b|(?:a domicile|a la maison|chez (?:nous|moi|elle|lui))$"
    r"|(?:quels?|c'est quels?|c'est quoi les) (?:jours?|age|ages|heures?)|c'est (?:pour|a partir de) quel age"
    r"|(?:il )?(?:faut|faut-il|y a) (?:une |un |pas d'|besoin d'une )?"
    r"(?:ordonnance|prescription|dossier|papiers?|conditions?)"
    r"|(?:le |pour le )?(?:samedi|dimanche|week-?end)$|(?:et )?si (?:ca|elle|il|ils) .{0,25}on peut (?:arreter|changer)"
    r"|on peut (?:arreter|annuler)|comment (?:on |je |ca |faire pour )?(?:s'inscri\w+|m'inscri\w+|se passe|s'inscrire)"
    r"|(?:il )?y a (?:du|un) transport)"
)
_THEY_KNOW = re.compile(
    r"^(?:et |mais |oui |ok |bon |alors |est-ce que |est-ce qu')*"
    r"(?:(?:c'est|ca existe|ca se passe|ca commence|ils viennent|elles viennent|ils font|il faut|faut|on doit|je dois|"
    r"il y a|y a(?:-t-il| t il)?|ils ont|vous avez|ils prennent|ca prend|ca dure|"
    r"combien de temps|quel delai|quand)\b.{0,40})?"
    r"(?:\bquand\b|combien de temps|\bdelais?\b|\battente\b|\bplaces?\b|\bserieux\b|\bfiables?\b|\bdimanche\b|"
    r"week-?end|\bla nuit\b|\bs'inscrire\b|\binscription\b|\bs'y prendre\b).{0,25}$"
)
_THINKING = re.compile(
    r"\b(?:vais|dois|laissez[ -]moi|besoin d[e'y]) ?(?:y )?(?:reflechir|penser)\b"
    r"|^(?:je verrai|on verra|on va voir|je vais voir)\b|\b(?:vais|dois) en parler\b"
)


@on_words("another_service", lambda turn: not turn.in_form and bool(turn.get("shown")) and _says(_ANOTHER, turn))
def another(turn: Turn) -> None:
    """« pas celui-là », « c'est trop loin »: the next ones."""
    COMMANDS["more"](turn, {})


@on_words("reach_service", lambda turn: not turn.in_form and turn.intent not in RIGHTS and _says(_REACH, turn))
def reach(turn: Turn) -> None:
    """Number, hours and address of the services shown; what is not known is said so."""
    if not turn.get("shown"):
        find, call = m.button("Trouver un service", "near"), m.button("Être rappelé", "call_back", service="")
        turn.say("reach_whom", [find, call])
        return
    lines, links = [], []
    for service in turn.get("shown")["services"]:
        line = [f"• {service['name']}"]
        if service.get("phone"):
            line.append(f"  Téléphone : {service['phone']}")
            links.append(m.tel(f"Appeler {service['name']}", service["phone"]))
        lines.append("\n".join([*line, *_more(turn, service["id"])]))
    turn.show(m.text("Voici comment les joindre :\n" + "\n".join(lines), _buttons(), links))


@on_words("how_far", lambda turn: not turn.in_form and bool(turn.get("shown")) and _says(_FAR, turn))
def how_far(turn: Turn) -> None:
    """« c'est loin ? »: the distance that is known, else whom the service covers."""
    lines = []
    for service in turn.get("shown")["services"]:
        lines.append(f"• {service['name']} : {_where(turn, service.get('km'))}")
    turn.set("offer", {"do": "call_back"})
    turn.show(m.text("Voici la distance, à vol d'oiseau :\n" + "\n".join(lines), _buttons()))


def _where(turn: Turn, km: float | None) -> str:
    if km is None:
        return turn.words("covers")
    return "dans votre commune ou juste à côté." if km < 1 else f"à environ {round(km)} km."


@on_words("they_know", lambda turn: _they_know(turn))
def they_know(turn: Turn) -> None:
    """« combien de temps ça prend ? », of a service shown: we do not know, and say who does."""
    if turn.has_just_said(ASKED):  # the whole list again would be no answer
        service = next((each for each in turn.get("shown")["services"] if each.get("phone")), None)
        links = [m.tel(f"Appeler {service['name']}", service["phone"])] if service else []
        turn.say("they_know_again", _buttons()[:1], links)
    else:
        reach(turn)
        turn.messages[-1]["text"] = turn.words("they_know") + "\n" + turn.messages[-1]["text"]
    turn.offer("call_back", ASKED)


def _they_know(turn: Turn) -> bool:
    if turn.in_form or not turn.get("shown") or TOLD & turn.new_facts.keys() - {"illness"}:
        return False
    if _says(_OF_THEM, turn):
        return True
    private = turn.intent == "ask_privacy" and bool(_KEPT_DATA.search(turn.normal))
    if turn.intent in TOPICS or private or turn.intent in RIGHTS - {"ask_privacy"}:
        return False
    return _says(_THEY_KNOW, turn)


@on_words("thinking", lambda turn: not turn.in_form and _says(_THINKING, turn))
def thinking(turn: Turn) -> None:
    """« je vais réfléchir »: nothing presses, and something to keep."""
    pause(turn)


def _more(turn: Turn, service_id: str) -> list[str]:
    try:
        listed = turn.world.directory.get(service_id)
    except SQLAlchemyError:
        return []
    if listed is None:
        return []
    told = [f"  Adresse : {listed.address}"] if listed.address else []
    told += [f"  Courriel : {listed.email}"] if listed.email and not listed.phone else []
    told += [f"  Site : {listed.website}"] if listed.website and not listed.phone else []
    told += [] if reachable(vars(listed)) else [f"  À demander à : {reaching.whom(turn, service_id)}"]
    hours = listed.hours or "je ne les connais pas" + (", demandez-les au téléphone" if listed.phone else "")
    return [*told, f"  Horaires : {hours}"]


def _buttons() -> list[m.Button]:
    return [
        m.button("Être rappelé", "call_back"),
        m.button("Voir d'autres services", "more"),
        m.button("Mon mémo à imprimer", "memo"),
    ]


def _says(pattern: re.Pattern[str], turn: Turn) -> bool:
    normal = turn.stripped
    return len(normal.split()) <= 10 and bool(pattern.search(normal))
