"""From a ranking of intents to the needs of a message (first version: replaced with the measured one)."""

from __future__ import annotations

from collections.abc import Sequence

SECOND = 0.2


def needs(ranking: Sequence[tuple[str, float]], text: str) -> list[str]:
    """The intents likely enough to be meant, best first."""
    return [name for position, (name, score) in enumerate(ranking) if position == 0 or score >= SECOND]
