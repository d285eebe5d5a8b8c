"""What was said of the situation, in short lines for a memo: the person's own answers, nothing inferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.interview.views import RecapLine

# Answers worth reading again later, in this order.
_KEPT = ("essential.needs", "seven_domains.wishes", "essential.tired")


def said_lines(facts: Mapping[str, Any], recap: Sequence[RecapLine], subject: str) -> list[str]:
    """Three lines at most: who helps whom and where; what weighs; a wish, or sleep and tiredness.

    :param recap: every answer in words (:meth:`Engine.recap`), in the person's own voice.
    """
    lines = [_who(facts, subject)]
    answers = {line.ref: line.answer for line in recap if line.status == "answered"}
    for ref in _KEPT:
        if ref not in answers:
            continue
        words = answers[ref]
        if ref == "essential.needs":
            listed = " ; ".join(f"{part[0].lower()}{part[1:]}" for part in words.split(" ; "))
            lines.append(f"Ce qui pèse le plus : {listed}.")
        else:
            lines.append(f"« {words} »")
    return [line for line in lines if line][:3]


def _who(facts: Mapping[str, Any], subject: str) -> str:
    label = (facts.get("relation") or {}).get("label")
    who = f"Vous aidez {label or 'un proche'}" if subject == "carer" else "C'est pour vous"
    parts = [who]
    if facts.get("age") and subject == "carer":
        parts.append(f"{facts['age']} ans")
    illness = facts.get("illness")
    if illness:
        parts[-1] += f" ({illness['label']})"
    place = facts.get("place")
    words = ", ".join(parts) + "."
    return f"{words} Commune : {place['label'].split(' (')[0]}." if place and not place.get("ambiguous") else words
