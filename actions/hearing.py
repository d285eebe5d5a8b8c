"""What is no subject and no answer: a silence, « allô ? », « ce n'est pas ça », the same sentence three times."""

from __future__ import annotations

import re

from actions import moves
from actions.human import offer_human
from actions.interviews import ask, settle
from actions.offers import doors
from actions.registry import on_words
from actions.turn import Turn
from bot import messages as m
from bot.interview.understand.words import EMOJI, bare

_HELLO = re.compile(r"^(?:(?:allo|alo|hello|coucou|eh|he|oh|ohe|hey) ?)+$|^(?:allo )?vous etes (?:la|encore la)$")
_NOT_THAT = re.compile(
    r"^(?:ah |oh |non |mais |bah |ben |euh |enfin |pardon )*"
    r"(?:pas (?:du tout )?(?:ca|cela)$|(?:c'est|c est|ce n'est|ce nest|ce n est|cest) (?:toujours |vraiment )?"
    r"(?:pas|plus) (?:du tout )?(?:ca|cela|ce que|la bonne|la question|mon probleme|le sujet)"
    r"|rien a voir|(?:vous|tu) (?:n'avez|avez|as|n'as) (?:rien|pas|mal) compris|(?:vous|tu) (?:ne )?(?:me )?"
    r"(?:comprenez|comprends) (?:pas|rien|mal)|a cote de la plaque)"
)
_TRIED_TWICE = 2
_FEW = 8  # words
_WAIT = re.compile(
    r"^(?:ok |oui |euh |alors )*(?:attend(?:s|ez)|(?:une|deux|2|1|quelques) (?:petites? )?(?:minutes?|secondes?)"
    r"|un (?:instant|moment)|je (?:cherche mon|reviens|vais chercher)|laissez[ -]moi (?:chercher|le temps))\b"
)


def silent(turn: Turn) -> bool:
    """« ... », « ? », a face alone: nothing to read. A thumb is a yes."""
    return not any(character.isalnum() for character in turn.text) and not any(face in turn.text for face in EMOJI)


@on_words("silence", silent, everywhere=True)
def silence(turn: Turn) -> None:
    """Somebody is there and does not write: wait, and let a person be reached."""
    if turn.in_form:
        turn.say("silence_question")
        return
    if "?" in turn.text:
        hello(turn)
        return
    turn.say("silence", [m.intent_button("Parler à quelqu'un quand c'est lourd", "listening"), *doors()])


@on_words("wait", lambda turn: len(turn.text.split()) <= _FEW and bool(_WAIT.match(turn.normal)))
def wait(turn: Turn) -> None:
    """« attendez je cherche mon numéro »."""
    turn.say("waiting")


@on_words("hello", lambda turn: bool(_HELLO.match(turn.stripped)))
def hello(turn: Turn) -> None:
    """« allô ? »: who is here, and how to reach a person."""
    turn.say("here", [] if turn.in_form else doors(), [] if turn.in_form else turn.call_link())


@on_words("not_that", lambda turn: bool(_NOT_THAT.match(turn.stripped)))
def not_that(turn: Turn) -> None:
    """« ce n'est pas ça »: once, say it otherwise; twice, a person. In a questionnaire, the question before."""
    run = turn.interview
    if run is not None:
        if run["purpose"] == "confirm_referral":
            ask(turn, turn.words("change_above"))
            return
        outcome = turn.world.engine.back(run["state"])
        if outcome.status == "accepted":
            settle(turn, outcome)
        else:
            moves.BY_INTENT["why_ask"](turn, run)
        return
    turn.set("offer", None)
    misses = int(turn.get("misses", 0)) + 1
    turn.set("misses", misses)
    if misses >= _TRIED_TWICE:
        offer_human(turn, turn.words("not_that_twice"))
        return
    turn.say("not_that", [m.button("Changer ce que j'ai dit", "change"), *doors()])


@on_words("third_time", lambda turn: repeated(turn))
def third_time(turn: Turn) -> None:
    """The same words three times: the answers do not help, a person may."""
    offer_human(turn, turn.words("said_again"))


def repeated(turn: Turn) -> bool:
    """Whether a sentence (not a « oui ») is typed for the third time running."""
    words = bare(turn.text)
    before = [bare(text) for text in turn.said_before[:_TRIED_TWICE]]
    return len(words) > 6 and turn.intent not in ("thank", "greet") and before == [words] * _TRIED_TWICE
