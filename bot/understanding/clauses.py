"""A message cut into clauses: several needs of one message are each said in one of them."""

from __future__ import annotations

import re

SHORTEST = 3  # words; a shorter piece is joined to the one before
MOST = 8
_CUT = re.compile(
    r"[.!?;:\n]+|,|\s(?=(?:et aussi|et puis|et en plus|mais aussi|en plus|aussi|ensuite|par ailleurs|"
    r"autre chose|sinon|"
    r"d'autre part|deuxièmement|deuxiemement|également|egalement|mais|puis|ou bien|plus)\s)|"
    r"\s(?=et\s)",
    re.IGNORECASE,
)


def clauses(text: str) -> list[str]:
    """The clauses of ``text`` in order, each of three words at least; [] when the text is a single one."""
    pieces: list[str] = []
    for piece in (part.strip() for part in _CUT.split(text)):
        if not piece:
            continue
        if pieces and (len(piece.split()) < SHORTEST or len(pieces[-1].split()) < SHORTEST):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return pieces[:MOST] if len(pieces) > 1 else []
