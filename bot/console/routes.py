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


class Routes:
    """Collects the routes of one module."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def get(self, path: str, rule: Rule) -> Callable[[Handler], Handler]:
        """Declare a page that changes nothing."""
        return self._add("GET", path, rule)

    def post(self, path: str, rule: Rule) -> Callable[[Handler], Handler]:
        """Declare an action."""
        return self._add("POST", path, rule)

    def _add(self, method: str, path: str, rule: Rule) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self.all.append(Route(method, path, rule, handler))
            return handler

        return keep
