"""A person: the number to call now, or a call back."""

from __future__ import annotations

import re

from actions.base import RelaisAction
from actions.registry import COMMANDS, on, on_words
from actions.topics import remember
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
    r"|\b(?:veux|voudrais|aimerais|souhaite|souhaiterais|prefere|prefererais|accord pour|faudrait|faut)\b.{0,12}"
    r"\b(?:que quelqu'un|qu'on|que vous|que l'on|qu'une personne) (?:me |m')(?:r?appell\w+|telephon\w+|contact\w+)\b"
    r"|\bque quelqu'un m'(?:r?appelle|telephone)\b"
    r"|\b(?:telephoner|appeler|r?appelez) (?:vous )?(?:a )?moi\b"
)
_THE_LINE = re.compile(
    r"\bqui (?:est|c'est|sera)? ?(?:au bout du fil|au telephone|repond|decroche|va (?:me )?repondre)"
    r"|\bc'est qui (?:au|a ce|ce)\b|\b(?:ce|le|votre) numero,? (?:c'est qui|est gratuit|il est gratuit|est payant)"
    r"|\b(?:gratuit|payant|cher|surtaxe)e?,? (?:ce|le|votre|cet) (?:numero|appel)"
    r"|^(?:et )?(?:ils|elles|c'est|vous) (?:sont|est|etes)?,? ?ouverts?\b"
    r"|\bouverts? (?:la|maintenant|ce soir|le soir)\b"
)
_NO_ANSWER = re.compile(
    r"^(?:mais |et |ca |bah |non )*(?:ca|personne|ils|elles|on)? ?(?:ne )?(?:me |m'a |m'ont )?"
    r"(?:repond(?:ent|u)?|decroche(?:nt)?) ?(?:pas|plus|jamais|personne)?$"
    r"|\bj'ai (?:deja )?(?:appele|essaye)\b.{0,40}\b(?:repond|decroche|personne|occupe)"
)


HUMAN = "human"  # the answer that gives the number


class ActionHuman(RelaisAction):
    """« je veux parler à quelqu'un »."""

    action_name = "action_human"

    def act(self, turn: Turn) -> None:
        """Number and call back."""
        offer_human(turn)


def wants_call(turn: Turn) -> bool:
    """« rappelez-moi », « je veux bien qu'on me téléphone »."""
    return bool(_CALL_ME.search(turn.normal))


@on_words("call_me", wants_call)
def call_me(turn: Turn) -> None:
    """« est-ce que vous pouvez m'appeler ? »: what is asked in the same words goes with the request."""
    if turn.needs and not turn.in_form:
        remember(turn, turn.needs)
    offer_human(turn)


@on_words("human_line", lambda turn: _offered(turn) and bool(_THE_LINE.search(turn.stripped)))
def the_line(turn: Turn) -> None:
    """« c'est qui au bout du fil ? », « c'est gratuit ? », of the number just given."""
    _keep_offer(turn)
    line, own = turn.world.human_line_in(turn.country), turn.world.settings.phone
    buttons = [] if turn.in_form else [m.button("Être rappelé", "call_back", service="")]
    if own:
        turn.say("human_own_line", buttons, turn.call_link())
        return
    turn.say("human_line", buttons, turn.call_link(), service=f"{line.name} : {line.what}, {line.hours}")


@on_words("no_answer", lambda turn: _offered(turn) and bool(_NO_ANSWER.search(turn.stripped)))
def no_answer(turn: Turn) -> None:
    """« ça répond pas », of the number just given: the same number again would be no help."""
    _keep_offer(turn)
    turn.say("human_no_answer", [] if turn.in_form else [m.button("Être rappelé", "call_back", service="")])


def _offered(turn: Turn) -> bool:
    return not turn.in_form and turn.has_just_said(HUMAN)


def _keep_offer(turn: Turn) -> None:
    turn.offer("call_back", HUMAN, service="")


@on("ask_human")
def offer_human(turn: Turn, before: str = "") -> None:
    """The number first, then the offer to be called; asked again, the way to it begins. ``before`` says why."""
    # « rappelez-moi au 06… »: the number is not asked twice; nothing is kept before the agreement.
    given = phone_in(turn.text, turn.country) if turn.typed else None
    known = {"service": "", **({"contact": given} if given else {})}
    again = turn.has_just_said(HUMAN) and not before and not turn.in_form and not turn.new_facts
    turn.offer("call_back", HUMAN, **known)
    if _NO_VOICE.search(turn.normal):
        turn.set("facts", {**turn.facts, "no_voice": True})
    if turn.facts.get("no_voice"):
        turn.say("human_no_voice", [m.button("Écrire à quelqu'un", "call_back", service="")])
        return
    if again:
        turn.say("human_again", links=turn.call_link())
        COMMANDS["call_back"](turn, {"do": "call_back", **known})
        return
    words = before or turn.words("human_offer")
    turn.show(m.text(words, [m.button("Être rappelé", "call_back", **known)], turn.call_link()))
