"""Roles, and the rules that routes declare: what no rule allows is refused."""

from __future__ import annotations

from dataclasses import dataclass

ROLE_LABELS: dict[str, str] = {
    "coordinator": "coordination",
    "editor": "rédaction",
    "administrator": "administration",
}


@dataclass(frozen=True)
class Rule:
    """Who may take a route. ``stage``: "" for anybody, "code" after the password, "full" once signed in."""

    name: str
    stage: str
    roles: frozenset[str] = frozenset()

    def permits(self, stage: str | None, role: str | None) -> bool:
        """True when a session at ``stage`` (None: no session) of a person with ``role`` may pass."""
        if self.stage == "":
            return True
        return stage == self.stage and (self.stage == "code" or role in self.roles)


ANYBODY = Rule("anybody", "")
AWAITING_CODE = Rule("awaiting code", "code")
SIGNED_IN = Rule("signed in", "full", frozenset(ROLE_LABELS))
COORDINATORS = Rule("coordinators", "full", frozenset({"coordinator", "administrator"}))
EDITORS = Rule("editors", "full", frozenset({"editor", "administrator"}))
ADMINISTRATORS = Rule("administrators", "full", frozenset({"administrator"}))
RULES = (ANYBODY, AWAITING_CODE, SIGNED_IN, COORDINATORS, EDITORS, ADMINISTRATORS)
