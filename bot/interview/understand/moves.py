"""Whole sentences that move the questionnaire instead of answering: « plus tard », « on s'arrête là », « pourquoi ? ».

Only what says nothing else: « plus tard dans l'après-midi » and « arrêter de travailler » are answers.
"""

from __future__ import annotations

import re

from bot.interview.understand.words import bare

_BEFORE = (
    r"^(?:(?:euh|heu|ben|bah|bon|non|oh|ah|alors|attendez|desole|desolee|pardon|excusez moi|finalement|en fait|mais|"
    r"d accord|ok|stop|merci) )*(?:(?:je (?:veux|voudrais|prefere|prefererais|vais|dois|peux)|j aimerais|on peut|"
    r"puis je|est ce qu on peut|il faut que j) )?"
)
_AFTER = (
    r"(?: (?:svp|stp|s il vous plait|merci|la|ici|desole|desolee|maintenant|aujourd hui|pour aujourd hui|"
    r"pour le moment|pour l instant|la question|cette question|le questionnaire|les questions|tout ca|tout))*$"
)
_MOVES = {
    "pause": r"(?:stop|pause|plus tard|une autre fois|pas (?:maintenant|tout de suite|ce soir|aujourd hui)|"
    r"un autre jour|(?:m |s |j |t )?arret(?:er|e|ez|ons)|on (?:s )?arrete|(?:tout )?arreter|quitter|annuler|"
    r"abandonner?|j abandonne|faire (?:une )?pause|laissez tomber|je laisse tomber|"
    r"(?:je )?(?:reprendr|continuer|reviendr|finir)(?:ai|a|ons)(?: ca)?{later}?|"
    r"(?:je )?(?:reprendre|continuer|revenir|finir)(?: ca)?{later}|"
    r"on (?:reprendra|reprend|continuera|continue|verra) (?:plus tard|demain|ca plus tard))",
    "go_back": r"(?:revenir|retour|reviens|revenez|(?:question )?precedente?)(?: (?:en arriere|avant|"
    r"a la (?:question )?(?:d avant|precedente)))?",
    "change_answer": r"(?:modifier|corriger|changer|rectifier)(?: (?:ma|une|la|mes|des) (?:derniere )?reponses?)?|"
    r"(?:je )?me suis trompee?(?: de (?:bouton|reponse|ligne))?",
    "why_ask": r"pourquoi(?: (?:ca|cette question|vous (?:me )?(?:demandez|posez)(?: (?:ca|cela|cette question))?|"
    r"vous voulez (?:le )?savoir(?: ca)?))?|a quoi (?:ca|cela) sert|c est pour quoi(?: faire)?",
    "repeat": r"(?:repeter|repetez|repete|redites|vous pouvez repeter)(?: la question)?|"
    # After « modifier » or something else: the question that waits.
    r"(?:(?:on |je )?continue[rz]?|continuons|(?:on |je )?repren(?:ds?|dre|ez)|reprenons)",
}
_LATER = r"(?: (?:plus tard|demain|ce soir|cet apres midi|apres|une autre fois))"
_PLAIN = {
    intent: re.compile(f"{_BEFORE}(?:{words.replace('{later}', _LATER)}){_AFTER}") for intent, words in _MOVES.items()
}


def plain_move(text: str) -> str | None:
    """The intent of a message that is nothing but a move; None for anything that says more."""
    words = bare(text)
    return next((intent for intent, pattern in _PLAIN.items() if pattern.match(words)), None)
