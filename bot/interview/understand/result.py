"""What an interpreter says of a typed answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("answer", "skip", "unknown", "unclear", "other")
Candidates = tuple[tuple[str, str], ...]
ResolvePlace = Callable[[str], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Interpretation:
    """`kind`: answer (with `value`), skip, unknown, unclear (ask again once), other (not an answer to this
    question).

    `confidence` goes from 0 to 1. `reason` says why it is unclear (a key of messages.yml).
    `candidates`: (code, label) of the places between which the person must choose.
    """

    kind: str
    value: Any = None
    confidence: float = 0.0
    reason: str = ""
    candidates: Candidates = ()


def answer(value: Any, confidence: float) -> Interpretation:
    """An answer understood."""
    return Interpretation("answer", value, confidence)


def unclear(reason: str = "clarify_choices", candidates: Candidates = ()) -> Interpretation:
    """Something said about the question, that decides nothing."""
    return Interpretation("unclear", confidence=0.5, reason=reason, candidates=candidates)


def other(confidence: float = 0.7) -> Interpretation:
    """Not an answer to this question."""
    return Interpretation("other", confidence=confidence)
