"""Who answers what: one handler for each intent, each button command, each purpose of a run of questionnaires."""

from __future__ import annotations

from collections.abc import Callable
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
WORDS: list[tuple[Callable[[Turn], bool], Handler, bool, bool]] = []


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


def on_words(said: Callable[[Turn], bool], *, everywhere: bool = False, last: bool = False) -> Callable[[H], H]:
    """The function answers the typed messages of which ``said`` is true: what no intent of the taxonomy holds, such as
    « qui paye ? » or « je ne veux plus être rappelée ».

    :param everywhere: also where a question asks for one's own words.
    :param last: only when nobody else claims the message (a bare name of a place looks like many things).
    """

    def register(handler: H) -> H:
        WORDS.append((said, handler, everywhere, last))
        return handler

    return register


def heard_words(turn: Turn, *, own_words: bool = False) -> Handler | None:
    """Who answers these words; None when nobody claims them. ``own_words``: a question asks for them."""
    if not turn.typed:
        return None
    for late in (False, True):
        for said, handler, everywhere, last in WORDS:
            if last is late and (everywhere or not own_words) and said(turn):
                return handler
    return None


def heard_code(turn: Turn) -> Handler | None:
    """Who answers the code of this message; None when it holds none."""
    return next((handler for find, handler in CODES if turn.typed and find(turn.text)), None)
