"""What a person types is text, never a command."""

from __future__ import annotations

import unicodedata

_COMMAND = "/@\\"


def plain(text: str) -> str:
    """Return ``text`` without control characters and without what Rasa would obey at its start.

    Compatibility forms are folded first, so that a full-width solidus or an invisible space in front changes nothing.
    """
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in folded)
    return kept.strip().lstrip(_COMMAND + " \t\n⁄∕").strip()
