"""Hello, thank you, who are you, what can you do: short honest answers, each with a way on."""

from __future__ import annotations

import re

from actions import counting, packs
from actions.about_us import AND_ME, DATA, and_me
from actions.base import IntentAction
from actions.human import offer_human
from actions.inform import informed
from actions.memo import memo_wanted
from actions.offers import TOLD, doors
from actions.registry import INTENTS, on, on_words
from actions.search import moved
from actions.topics import TOPICS
from actions.turn import Turn
from bot import messages as m
from bot.orientation.topics import lowered

_MEDICAL = re.compile(
    r"\b(?:dose|doses|posologie|mg|comprimes?|cachets?|medicaments?|traitement|ordonnance|doliprane|paracetamol|"
    r"ibuprofene|antibiotiques?|symptomes?|diagnostic|grave|malade de quoi|c'est quoi comme maladie|fievre|"
    r"bouton|douleur|prise de sang|resultats?|irm|scanner|effets? secondaires?|vaccin|pilule|insuline|"
    r"morphine|somnifere|anxiolytique)\b"
)
_MORE_MEDICAL = re.compile(
    r"^et (?:pour|si|avec|sans|a|apres|avant|le|la|les|un|une|deux|en)\b"
    r"|\b(?:double|moitie|donner|prendre|prenne|avaler|fois par jour|par jour|par heure|combien|melanger|arreter|"
    r"augmenter|diminuer|dangereux|attendre)\b"
)
_SHORT = 14  # words
TOLD_WITH_HELLO = TOLD | {"tired", "living"}
_NORMAL = re.compile(
    r"\b(?:c'est|est-ce|est-ce que c'est) (?:normal|grave|dangereux|inquietant)\b|\bque (?:faire|prendre) contre\b"
)
_SYMPTOM = re.compile(
    r"\b(?:diarrhees?|maux?|mal a\w*|douleurs?|fievre|tension|toux|tousse\w*|vomi\w*|saign\w*|sang|boutons?|plaies?|"
    r"infections?|urinaires?|rougeurs?|enfle\w*|escarres?|oedemes?|gonfl\w*|nausees?|vertiges?|constip\w*|tremble\w*|medicaments?|comprimes?)\b"
)
_HARD = re.compile(
    r"\b(?:dur|dure|difficile|lourd|penible|fatigu\w+|marre|craque|seule?|triste|pleure\w*|compliquee?|courage)\b"
)
_AT_US = re.compile(
    r"\b(?:votre|vos|robot|machine|assistant|site|reponses?|question|nul|nulle|inutile|servez|sert a rien|"
    r"comprenez|marche pas|bete|idiot\w*|con|connard|merde)\b"
)


_OTHERWISE = frozenset({"greet", "chitchat", "bot_challenge"})  # what has other words for the second time


class ActionCourtesy(IntentAction):
    """Answers the acts that need only a sentence."""

    action_name = "action_courtesy"


@on("complain")
def _complaint(turn: Turn) -> None:
    """Anger is heard once; the second time nothing but a person helps."""
    at_us = _AT_US.search(turn.normal)
    if not at_us and (_HARD.search(turn.normal) or turn.new_facts.get("relation")):
        _listen(turn)
        return
    if turn.has_just_said("complain"):
        offer_human(turn)
        return
    turn.offer("call_back", "complain", service="")
    buttons = [m.button("Être rappelé", "call_back", service=""), *doors()[:2]]
    links = turn.call_link()
    turn.say("complain", [] if turn.in_form else buttons, links)


def _listen(turn: Turn) -> None:
    """« c'est dur vous savez » is no complaint about us."""
    titles = {need: turn.world.content.card(need, turn.country).title for need in ("listening", "respite")}
    buttons = [m.button(title, "topic", topic=need) for need, title in titles.items()]
    turn.offer("topic", "listened", topic="listening")
    turn.say("listened", [] if turn.in_form else [*buttons, *doors()[1:]])


@on("greet", "thank", "chitchat", "bot_challenge", "ask_help")
def _sentence(turn: Turn) -> None:
    if turn.intent == "thank" and AND_ME.search(turn.stripped) and not turn.in_form:
        and_me(turn)
        return
    if turn.intent == "greet" and not turn.in_form and TOLD_WITH_HELLO & turn.new_facts.keys():
        informed(turn)  # « bonjour » was the least of what was said
        return
    if turn.intent == "ask_help" and not turn.in_form:
        again = turn.has_just_said("ask_help")
        turn.offer("stock", "ask_help")
        turn.say("ask_help_again" if again else "ask_help", doors())
        return
    if turn.in_form:
        turn.say(turn.intent)
        return
    if turn.intent == "greet" and turn.get("reference"):
        turn.say("greet_again", [m.intent_button("Où en est ma demande ?", "referral_status"), *doors()])
        return
    # Said a second time, the same words would be no answer.
    again = turn.intent in _OTHERWISE and (turn.has_just_said(turn.intent) or _greeted(turn))
    turn.offer("next", turn.intent)
    turn.say(f"{turn.intent}_again" if again else turn.intent, doors())


def _greeted(turn: Turn) -> bool:
    return turn.intent == "greet" and not turn.is_first and turn.number > 1


@on("out_of_scope")
def _outside(turn: Turn) -> None:
    if moved(turn) or packs.asked(turn) or memo_wanted(turn):
        return
    if TOLD & turn.new_facts.keys() and not turn.in_form and not _MEDICAL.search(turn.normal):
        informed(turn)  # « allô c'est pour mon voisin »: who or where is no small talk
        return
    medical = _MEDICAL.search(turn.normal) is not None
    misses = 0 if medical else int(turn.get("misses", 0)) + 1
    turn.set("misses", misses)
    near = [name for name, _ in turn.ranking if name in TOPICS][:1]
    turn.count("unanswered", counting.guesses(["medical"] if medical else ["out_of_scope", *near]))
    if misses > 1 and not turn.in_form:
        offer_human(turn, turn.words("not_that_twice"))
        return
    if medical:
        _not_medical(turn)
        return
    turn.say("out_of_scope", [] if turn.in_form else doors())


@on_words("still_medical", lambda turn: _follows_medical(turn) or _asks_medical(turn))
def _still_medical(turn: Turn) -> None:
    """« et pour un enfant ? », after a dose was asked, « c'est normal, la fièvre ? »: one answer, and no guess."""
    turn.count("unanswered", counting.guesses(["medical"]))
    _not_medical(turn)


def _not_medical(turn: Turn) -> None:
    """Who may answer; a « oui » then looks for one."""
    turn.offer("topic", "out_of_scope_medical", topic="find_professional")
    search = m.button("Trouver un soignant", "topic", topic="find_professional")
    turn.say("out_of_scope_medical", [] if turn.in_form else [search, *doors()[1:]])


def _asks_medical(turn: Turn) -> bool:
    normal = turn.normal
    return len(normal.split()) <= _SHORT and bool(_NORMAL.search(normal) and _SYMPTOM.search(normal))


def _follows_medical(turn: Turn) -> bool:
    normal = turn.normal
    asks = _MORE_MEDICAL.search(normal) or _MEDICAL.search(normal)
    return turn.has_just_said("out_of_scope_medical") and bool(asks) and len(normal.split()) <= _SHORT


@on("why_ask")
def _why(turn: Turn) -> None:
    if DATA.search(turn.normal):
        INTENTS["ask_privacy"](turn)
        return
    shown = (turn.get("shown") or {}).get("needs")
    if turn.in_form or not shown:
        turn.say("why_generic" if turn.in_form else "why_nothing_asked", [] if turn.in_form else doors())
        return
    # « pourquoi ? » under services: no question was asked, it is of them.
    title = turn.world.content.card(shown[0], turn.country).title
    turn.say("why_shown", [m.button("Être rappelé", "call_back", service=""), *doors()], service=lowered(title))
