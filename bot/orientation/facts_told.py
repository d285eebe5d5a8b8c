"""What was said of the situation, as lines that a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ROLES = {"carer": "vous aidez un proche", "patient": "c'est pour vous", "prescriber": "vous êtes professionnel"}
_LIVING = {"together": "vous vivez ensemble", "alone": "seul ou seule"}
_TIRED = {"exhausted": "vous êtes à bout de forces"}
_OFTEN = {"constant": "tout le temps", "daily": "chaque jour", "weekly": "chaque semaine", "occasional": "parfois"}
# What is no fact of theirs: kept to follow the conversation, or told elsewhere.
_NOT_TOLD = frozenset({"pack", "packs", "appointments", "needs", "waiting", "taught", "ease"})


def in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Fact → « Lieu : Beaune (21) », in French; every fact of the person is told, also one that has no words here."""
    return {name: _line(name, value) for name, value in facts.items() if name not in _NOT_TOLD and value is not None}


def alone(facts: Mapping[str, Any]) -> str:
    """« seule » of a mother, « seul » of a father, both when nobody was named."""
    subject = (facts.get("relation") or {}).get("subject")
    return {"elle": "seule", "il": "seul"}.get(str(subject), "seul ou seule")


def _line(name: str, value: Any) -> str:
    said = _WORDS.get(name)
    if said is not None:
        return said(value)
    return f"Autre : {value['label'] if isinstance(value, dict) and 'label' in value else value}"


_WORDS: dict[str, Any] = {
    "role": lambda value: f"Qui écrit : {_ROLES.get(value, value)}",
    "relation": lambda value: f"Personne aidée : {value['label']}",
    "also": lambda value: "Vous aidez : " + ", ".join(one["label"] for one in value),
    "illness": lambda value: f"Maladie : {value['label']}",
    "age": lambda value: f"Âge : {value} ans",
    "carer_age": lambda value: f"Votre âge : {value} ans",
    "own_age": lambda value: f"Votre âge : {value} ans",
    "place": lambda value: f"Lieu : {value['label']}",
    "living": lambda value: f"Domicile : {_LIVING.get(value, value)}",
    "frequency": lambda value: f"Vous aidez : {_OFTEN.get(value, value)}",
    "tired": lambda value: f"Fatigue : {_TIRED.get(value, 'vous êtes fatigué ou fatiguée')}",
    "refuses": lambda _value: "Votre proche refuse l'aide",
    "help_in_place": lambda value: f"Aide déjà en place : {'oui' if value else 'aucune'}",
    "heard": lambda value: f"Dit en passant : {', '.join(one['said'] for one in value.values())}",
    "no_voice": lambda _value: "Téléphoner est difficile pour vous",
}
