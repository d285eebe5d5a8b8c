"""What is asked of us and not of an aid: « d'où vous sortez ces numéros ? »; and « et moi ? », of who helps."""

from __future__ import annotations

import re

from actions.offers import doors
from actions.registry import on_words
from actions.turn import Turn
from bot import messages as m

DATA = re.compile(r"\b(?:donnees|informations personnelles|infos perso\w*|coordonnees)\b")
AND_ME = re.compile(r"\bet (?:pour )?moi(?: alors| dans tout ca)?$")
FOR_CARERS = ("respite", "listening", "support_group", "prevention")
_AND_ME_ALONE = re.compile(
    r"^(?:merci |mais |oui |non |bon )*et (?:pour )?moi(?: alors| la-dedans| dans tout ca)?$"
)
_THINGS = r"\b(?:truc|site|machin|services?|numeros?|infos?|informations?|adresses?|tout ca)\b"
_SOURCES = re.compile(
    rf"\b(?:d'ou|ou) (?:est-ce que )?(?:vous |tu |ca |ils )*(?:sort|vien|tir|pren|trouv)\w*.{{0,30}}{_THINGS}"
    rf"|\b(?:c'est|est-ce|vous etes|sont) (?:vraiment |bien )?(?:fiables?|serieux|a jour)\b.{{0,20}}{_THINGS}"
    r"|\b(?:vos|quelles?(?: sont)? (?:les |vos )?) ?sources?\b"
)


@on_words("and_me", lambda turn: not turn.in_form and bool(_AND_ME_ALONE.match(turn.stripped)))
def and_me(turn: Turn) -> None:
    """« et pour moi ? »: what there is for who helps."""
    titles = {need: turn.world.content.card(need, turn.country).title for need in FOR_CARERS}
    turn.offer("topic", "and_me", topic="respite")
    turn.say("and_me", [*(m.button(title, "topic", topic=need) for need, title in titles.items()), *doors()[1:]])


@on_words("sources", lambda turn: bool(_SOURCES.search(turn.normal)))
def sources(turn: Turn) -> None:
    """« d'où vous sortez ces numéros ? », « c'est fiable ? »"""
    turn.say("sources", [] if turn.in_form else doors())
