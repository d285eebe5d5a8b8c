"""Who answers what: one handler for each intent, each button command, each purpose of a run of questionnaires."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.turn import Turn

Handler = Callable[[Turn], None]
Command = Callable[[Turn, dict[str, Any]], None]
Answered = Callable[[Turn, str], "str | None"]

INTENTS: dict[str, Handler] = {}
COMMANDS: dict[str, Command] = {}
FINISHES: dict[str, Handler] = {}
ANSWERED: dict[str, Answered] = {}
LEAVES: dict[str, Handler] = {}
CODES: list[tuple[Callable[[str], Any], Handler]] = []


def on(*intents: str) -> Callable[[Handler], Handler]:
    """The function answers these intents, outside a questionnaire and as a digression inside one."""

    def register(handler: Handler) -> Handler:
        INTENTS.update(dict.fromkeys(intents, handler))
        return handler

    return register


def command(name: str) -> Callable[[Command], Command]:
    """The function does what the buttons of this name ask."""

    def register(handler: Command) -> Command:
        COMMANDS[name] = handler
        return handler

    return register


def finish(purpose: str) -> Callable[[Handler], Handler]:
    """The function goes on when the questionnaires of this purpose are answered."""

    def register(handler: Handler) -> Handler:
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


def leave(purpose: str) -> Callable[[Handler], Handler]:
    """The function says what happens when a run of this purpose is left (« plus tard », « au revoir »)."""

    def register(handler: Handler) -> Handler:
        LEAVES[purpose] = handler
        return handler

    return register


def on_code(find: Callable[[str], Any]) -> Callable[[Handler], Handler]:
    """The function answers every typed message in which ``find`` sees a code, whatever is being asked."""

    def register(handler: Handler) -> Handler:
        CODES.append((find, handler))
        return handler

    return register


def heard_code(turn: Turn) -> Handler | None:
    """Who answers the code of this message; None when it holds none."""
    return next((handler for find, handler in CODES if turn.typed and find(turn.text)), None)
