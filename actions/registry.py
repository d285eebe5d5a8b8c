"""Who answers what: one handler for each intent, each button command, each purpose of a run of questionnaires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from actions.turn import Turn

Handler = Callable[[Turn], None]
Command = Callable[[Turn, dict[str, Any]], None]
Answered = Callable[[Turn, str], "str | None"]
H = TypeVar("H", bound=Handler)
C = TypeVar("C", bound=Command)

INTENTS: dict[str, Handler] = {}
COMMANDS: dict[str, Command] = {}
FINISHES: dict[str, Handler] = {}
ANSWERED: dict[str, Answered] = {}
LEAVES: dict[str, Handler] = {}
CODES: list[tuple[Callable[[str], Any], Handler]] = []
WORDS: dict[str, Words] = {}
# Who is asked first, of those who listen for words. What takes something back or changes it comes before what looks
# like a subject; a bare name of a place, which looks like many things, comes last.
WORDS_IN_ORDER = (
    "no_call",
    "new_number",
    "number_alone",
    "other_person",
    "refuses_stock",
    "refuses_place",
    "refuses_phone",
    "refuses_need",
    "in_a_word",
    "two_helped",
    "both",
    "next_need",
    "costs",
    "call_me",
    "human_line",
    "no_answer",
    "print",
    "sends",
    "still_medical",
    "sources",
    "and_me",
    "when_called",
    "code_lost",
    "silence",
    "wait",
    "hello",
    "not_that",
    "third_time",
    "by_name",
    "another_service",
    "how_far",
    "reach_service",
    "they_know",
    "thinking",
    "in_a_pack",
    "place_alone",
)


@dataclass(frozen=True)
class Words:
    """One who listens for words: ``said`` tells whether a message is for ``handler``."""

    said: Callable[[Turn], bool]
    handler: Handler
    everywhere: bool


def on(*intents: str) -> Callable[[H], H]:
    """The function answers these intents, outside a questionnaire and as a digression inside one."""

    def register(handler: H) -> H:
        INTENTS.update(dict.fromkeys(intents, handler))
        return handler

    return register


def command(name: str) -> Callable[[C], C]:
    """The function does what the buttons of this name ask."""

    def register(handler: C) -> C:
        COMMANDS[name] = handler
        return handler

    return register


def finish(purpose: str) -> Callable[[H], H]:
    """The function goes on when the questionnaires of this purpose are answered."""

    def register(handler: H) -> H:
        FINISHES[purpose] = handler
        return handler

    return register


def answered(purpose: str) -> Callable[[Answered], Answered]:
    """The function hears each answer of the runs of this purpose (full question name, state already changed).

    It returns what to say before the next question, or None when it has said what follows itself.
    """

    def register(handler: Answered) -> Answered:
        ANSWERED[purpose] = handler
        return handler

    return register


def leave(purpose: str) -> Callable[[H], H]:
    """The function says what happens when a run of this purpose is left (« plus tard », « au revoir »)."""

    def register(handler: H) -> H:
        LEAVES[purpose] = handler
        return handler

    return register


def on_code(find: Callable[[str], Any]) -> Callable[[H], H]:
    """The function answers every typed message in which ``find`` sees a code, whatever is being asked."""

    def register(handler: H) -> H:
        CODES.append((find, handler))
        return handler

    return register


def on_words(name: str, said: Callable[[Turn], bool], *, everywhere: bool = False) -> Callable[[H], H]:
    """The function answers the typed messages of which ``said`` is true: what no intent of the taxonomy holds, such as
    « qui paye ? » or « je ne veux plus être rappelée ».

    :param name: its place in :data:`WORDS_IN_ORDER`.
    :param everywhere: also where a question asks for one's own words.
    """
    if name not in WORDS_IN_ORDER:
        raise ValueError(f"{name} has no place in WORDS_IN_ORDER")

    def register(handler: H) -> H:
        WORDS[name] = Words(said, handler, everywhere)
        return handler

    return register


def heard_words(turn: Turn, *, own_words: bool = False) -> Handler | None:
    """Who answers these words; None when nobody claims them. ``own_words``: a question asks for them."""
    if not turn.typed:
        return None
    listening = (WORDS[name] for name in WORDS_IN_ORDER if name in WORDS)
    return next((w.handler for w in listening if (w.everywhere or not own_words) and w.said(turn)), None)


def heard_code(turn: Turn) -> Handler | None:
    """Who answers the code of this message; None when it holds none."""
    return next((handler for find, handler in CODES if turn.typed and find(turn.text)), None)
