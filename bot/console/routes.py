"""The table of routes: none can be added without saying who may take it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.console.context import Answer, Context
from bot.console.roles import Rule

Handler = Callable[[Context], Answer]


@dataclass(frozen=True)
class Route:
    """``path`` is relative to ``/console``."""

    method: str
    path: str
    rule: Rule
    handler: Handler
    largest: int = 0  # bytes of a form that carries a file; 0: the limit of the gateway


class Routes:
    """Collects the routes of one module."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def get(self, path: str, rule: Rule) -> Callable[[Handler], Handler]:
        """Declare a page that changes nothing."""
        return self._add("GET", path, rule)

    def post(self, path: str, rule: Rule, *, largest: int = 0) -> Callable[[Handler], Handler]:
        """Declare an action; ``largest``: bytes, when it receives a file."""
        return self._add("POST", path, rule, largest)

    def _add(self, method: str, path: str, rule: Rule, largest: int = 0) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self.all.append(Route(method, path, rule, handler, largest))
            return handler

        return keep
