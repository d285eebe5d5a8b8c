"""The alphabet of SMS: what fits in 160 characters (GSM 03.38) and what makes a message twice as dear (UCS-2)."""

from __future__ import annotations

import re
import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")  # each takes the place of two
_NEAR = {
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "‑": "-", "…": "...", "•": "-", "·": "-", "→": "->", "№": "n.", "°": "o",
    "œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "☎": "Tel.",
}  # fmt: skip
_QUOTES = re.compile(r"«[ \u00a0\u202f]*|[ \u00a0\u202f]*»")
SEPTETS, UNITS = 160, 70  # in one SMS: in this alphabet, and in UCS-2


def near(text: str) -> str:
    """``text`` with each character that the alphabet lacks replaced by its nearest (« ê » by « e »), when there is one.

    A character without any near one (an emoji, another script) is left: the message then goes in UCS-2.
    """
    return "".join(_nearest(character) for character in _QUOTES.sub('"', text))


def fits(text: str) -> bool:
    """True when every character is of the alphabet."""
    return all(character in _BASIC or character in _EXTENDED for character in text)


def length(text: str) -> int:
    """The size in septets, or in UTF-16 units counted so that :data:`UNITS` of them weigh :data:`SEPTETS`."""
    if fits(text):
        return len(text) + sum(character in _EXTENDED for character in text)
    units = len(text.encode("utf-16-le")) // 2
    return -(-units * SEPTETS // UNITS)


def _nearest(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    if character in _NEAR:
        return _NEAR[character]
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return plain if plain and fits(plain) else character
