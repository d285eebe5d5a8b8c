"""What a person types is text, never a command."""

from __future__ import annotations

import unicodedata

_COMMAND = "/@\\"
# Letters and symbols of Unicode that nobody sees: fillers of Hangul, the empty cell of Braille.
_UNSEEN = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")


def plain(text: str) -> str:
    """Return ``text`` without control characters and without what Rasa would obey at its start; empty when nothing of
    it can be seen.

    Compatibility forms are folded first, so that a full-width solidus or an invisible space in front changes nothing.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    kept = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in folded)
    said = kept.strip().lstrip(_COMMAND + " \t\n⁄∕").strip()
    # Marks alone (a variation selector, a joiner of letters) stand on nothing.
    return said if any(unicodedata.category(c)[0] in "LNPS" for c in said) else ""
