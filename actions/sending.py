"""« vous me l'envoyez comment ? », « par courrier ? »: nothing is posted, and what can be kept is said."""

from __future__ import annotations

import re

from actions.registry import COMMANDS, on_words
from actions.turn import Turn
from bot import messages as m

SENDS = "sends"
_DOES = r"(?:envo(?:yez|ie|yer|ies)|imprim(?:ez|er|e)|transf(?:erez|erer)|post(?:ez|er))"
_SENDS = re.compile(
    rf"(?:\b(?:me |m'|nous )(?:l'|les |le )?{_DOES}|\b(?:envoyez|imprimez|postez)[ -](?:les?|la|moi)?)\b.{{0,30}}"
    r"\b(?:comment|mail|courriel|courrier|poste|sms|papier|tout|liste|adresses|numeros|fiche)\b"
    rf"|\b(?:pouvez|peux|pourriez)[ -]?(?:vous )?(?:me |m'|nous )(?:l'|les |le )?{_DOES}\b"
    r"|^(?:et |ou )?(?:par|sur) (?:la )?(?:courrier|poste|mail|courriel|papier)\b|\bpas d'imprimante\b"
    r"|\bcomment (?:je|on) (?:garde|retrouve|note|conserve) (?:ca|tout ca|les|la|le)\b"
)


@on_words("sends", lambda turn: not turn.in_form and bool(_SENDS.search(turn.stripped)))
def sends(turn: Turn) -> None:
    """What is shown can be kept in a memo, printed by somebody, or told by telephone."""
    if turn.has_just_said(SENDS):
        COMMANDS["lines"](turn, {})
        return
    turn.offer("memo", SENDS)
    turn.say(
        "sends",
        [m.button("Mon mémo à imprimer", "memo"), m.button("Sans écran : téléphone, papier", "lines")],
    )
