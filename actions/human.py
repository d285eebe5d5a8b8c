"""A person: the number to call now, or a call back."""

from __future__ import annotations

import re

from actions.base import RelaisAction
from actions.registry import on, on_words
from actions.turn import Turn
from bot import messages as m
from bot.interview.understand.contact import phone as phone_in

# Said of oneself: « ma mère est sourde » is no reason to keep a number from her daughter.
_NO_VOICE = re.compile(
    r"(?:^|\bsuis (?:\w+ ){0,2}|\bdevenue? )(?:sourde?|malentendante?|muette?|aphasique)\b"
    r"|\bj(?:e |')(?:ne |n')?entends (?:pas|rien|mal|plus)\b(?! (?:ma|mon|mes|la|le|les|l'|sa|son)\b)"
    r"|\bj(?:e |')(?:ne |n'|y )*(?:peux|sais|arrive) (?:pas|plus) (?:\w+ )?(?:telephoner|appeler|parler au telephone)"
)

_CALL_ME = re.compile(
    r"\b(?:pouvez|pourriez|peut|pourrait|voulez|pourrais|peux)[ -](?:vous |on |tu )?(?:bien )?(?:me |m')"
    r"(?:r?appeler|contacter|telephoner|joindre)\b|^(?:ok |oui |bon |alors )*r?appelez[ -]moi\b"
    r"|\bque quelqu'un m'(?:r?appelle|telephone)\b"
)


class ActionHuman(RelaisAction):
    """« je veux parler à quelqu'un »."""

    action_name = "action_human"

    def act(self, turn: Turn) -> None:
        """Number and call back."""
        offer_human(turn)


@on_words("call_me", lambda turn: bool(_CALL_ME.search(turn.normal)))
def call_me(turn: Turn) -> None:
    """« est-ce que vous pouvez m'appeler ? »"""
    offer_human(turn)


@on("ask_human")
def offer_human(turn: Turn, before: str = "") -> None:
    """The number first, then the offer to be called; ``before`` says why it is offered."""
    line = turn.world.content.line(turn.world.human_line)
    phone = turn.world.phone
    label = f"Appeler le {phone}" + ("" if turn.world.settings.phone else f" ({line.name})")
    links = [m.tel(label, phone if turn.world.settings.phone else line.dial)]
    # « rappelez-moi au 06… »: the number is not asked twice; nothing is kept before the agreement.
    given = phone_in(turn.text, turn.world.settings.country) if turn.typed else None
    known = {"service": "", **({"contact": given} if given else {})}
    turn.set("offer", {"do": "call_back", **known})
    if _NO_VOICE.search(turn.normal):
        turn.set("facts", {**turn.facts, "no_voice": True})
    if turn.facts.get("no_voice"):
        turn.say("human_no_voice", [m.button("Écrire à quelqu'un", "call_back", service="")])
        return
    words = before or turn.words("human_offer")
    turn.show(m.text(words, [m.button("Être rappelé", "call_back", **known)], links))
