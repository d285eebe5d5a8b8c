"""The facts understood from a message, said back in words, so that the person can put them right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.turn import Turn
from bot import messages as m

_FREQUENCY = {
    "constant": "vous aidez jour et nuit",
    "daily": "vous aidez tous les jours",
    "weekly": "vous aidez chaque semaine",
    "occasional": "vous aidez de temps en temps",
}
_HELP = {
    "home_help": "une aide à domicile vient",
    "home_nursing": "une infirmière ou un infirmier vient",
    "day_care": "il y a un accueil de jour",
    "meal_delivery": "les repas sont livrés",
    "remote_alarm": "il y a une téléalarme",
    "family": "la famille aide",
}
_ROLE = {"patient": "c'est pour vous", "prescriber": "vous êtes professionnel"}
_ALWAYS = ("relation", "role")  # « 82 ans » alone does not say whose: these come with what is new


def words(facts: Mapping[str, Any]) -> list[str]:
    """Each fact in a few French words, in the order in which people tell them."""
    patient, said = facts.get("role") == "patient", []
    if facts.get("relation"):
        said.append(f"vous aidez {facts['relation']['label']}")
    elif facts.get("role") in _ROLE:
        said.append(_ROLE[facts["role"]])
    if "age" in facts:
        said.append(f"{facts['age']} ans")
    if "carer_age" in facts:
        said.append(f"vous avez {facts['carer_age']} ans")
    if facts.get("illness"):
        said.append(str(facts["illness"]["label"]))
    if "living" in facts:
        together = "vous vivez avec quelqu'un" if patient else "vous vivez ensemble"
        said.append(together if facts["living"] == "together" else "vous vivez seul" if patient else "vit seul")
    if facts.get("place") and not facts["place"].get("ambiguous"):
        said.append(str(facts["place"]["label"]))
    if facts.get("frequency") in _FREQUENCY:
        said.append(_FREQUENCY[facts["frequency"]])
    if "help_in_place" in facts:
        said += [_HELP[need] for need in facts["help_in_place"] if need in _HELP] or ["personne ne vient aider"]
    return said


def said_back(turn: Turn) -> str:
    """« C'est noté : vous aidez votre mère, 82 ans. » or « C'est corrigé : … »; empty when nothing is new."""
    new = turn.changed | (turn.new_facts.keys() & turn.facts.keys())
    if not new:
        return ""
    told = {name: fact for name, fact in turn.facts.items() if name in new or name in _ALWAYS}
    heard = words(told)
    if not heard or not new - {"tired", "refuses", "own_age", "role"}:
        return "C'est noté. "
    key = "facts_corrected" if turn.changed else "facts_noted"
    return turn.words(key, facts=", ".join(heard)) + "\n\n"


def corrected(turn: Turn, buttons: Sequence[m.Button]) -> bool:
    """Whether the message put right what was known: then it is said back, and nothing else is asked."""
    if turn.in_form or not turn.changed:
        return False
    turn.set("misses", 0)
    turn.show(m.text(said_back(turn) + "Qu'est-ce qui vous aiderait le plus ?", buttons))
    return True
