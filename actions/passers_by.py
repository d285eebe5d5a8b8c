"""A relative only named in passing is not the one helped: « mes frères doivent payer aussi »."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.understanding.bonds import no_bonds
from bot.understanding.persons import plainly_helped

_THEIRS = ("relation", "role", "age", "living")


def left_out(said: dict[str, Any], normal: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a message without those of a relative only named, once it is known who is helped, or that it is
    for oneself.

    :param said: the facts of this message. :param normal: its text, normalised. :param known: the facts before it.
    """
    new, before = said.get("relation"), known.get("relation")
    if not new or said.get("corrects") or (before is None and known.get("role") != "patient"):
        return said
    if (before or {}).get("label") == new["label"] or plainly_helped(normal, no_bonds(normal)):
        return said
    return {name: fact for name, fact in said.items() if name not in _THEIRS}
