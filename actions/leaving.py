"""Leave is taken in words of leave: « bon » alone, or « son arrêt maladie c'est bientôt fini », ends nothing."""

from __future__ import annotations

import re

from actions.offers import what_next
from actions.registry import INTENTS, on
from actions.turn import Turn

_MURMUR = 2  # words
_LEAVES = re.compile(
    r"revoir|revwar|orvoir|arvi|\brvr\b|\bbye|\bbai|baye|ciao|tcha?o|tchu|prochaine|a\+|\+\+|adieu|adios|\bdieu|salut|bonsoir|"
    r"\ba (?:bientot|plus|tantot|demain|un de ces|toute|tte|la revoyure|lundi|mardi|mercredi|jeudi|vendredi)|\ba2m1|"
    r"bonn?e?s? ?(?:journ|soir|nuit|fin|continu|semaine|apre|week|route|vie|chance|vacances|fete|annee|lundi|dimanche|"
    r"suite|vent|courage)|belle (?:journ|soir|fin)|bis(?:ou|e)|\bbiz|embrasse|becs?\b|plaisir|cordialement|bien a vous|"
    r"c'est tout|sera tout|j'ai (?:tout|fini|termine|ce qu'il)|termine|raccroche|sauve|file|vais y aller|"
    r"m'en (?:vais|retourne)|quitte|eclipse|conge|abandonne|tire\b|deconnect|deconnexion|ferme|exit|^fin\b|dodo|reves|"
    r"dormez|soin de vous|soignez|portez|reposez|plus de question|merci|hasta|see you|laisse|"
    r"rien (?:de |d')(?:plus|autre)|tout a l'heure|tout bientot|@|cdlt|\bcdt|\bbav\b|salue|respectueus|agreer|libere|"
    r"me casse|au lit|^fini$"
)


@on("goodbye")
def goodbye(turn: Turn) -> None:
    """« au revoir »; what only looks like it is heard otherwise."""
    if turn.typed and not turn.in_form and not _LEAVES.search(turn.normal):
        (what_next if len(turn.text.split()) <= _MURMUR else INTENTS["nlu_fallback"])(turn)
        return
    turn.say("goodbye")
