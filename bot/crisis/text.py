"""A message brought to one plain form: lower case, no accents, whole words, elisions undone, sentences apart.

Stricter than what the intent model reads, because people hide, shout, stutter and mistype when they suffer:
zero-width characters, full width, look-alike letters, spaced-out letters, leading slashes all vanish here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from bot.crisis.spelling import respell

LONGEST = 8192  # characters read: the gateway refuses longer bodies
_APOSTROPHES = "’‘ʼ´`′＇‛"
_PAUSES = {"«": ":", "»": ",", "“": ":", "”": ",", '"': ":", "„": ":", "…": ".", "—": ",", "–": ","}
_STICKY = re.compile(r"(.)\1{2,}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*]){3,}\w(?!\w)")
_SENTENCE = re.compile(r"[.!?;\n\r]+")
_TOKEN = re.compile(r"[a-z0-9$@]+|[,:()]")
_ELISION = re.compile(r"\b(j|m|t|s|l|d|n|c|qu|lorsqu|puisqu|jusqu)\s?'\s?", re.IGNORECASE)
_LEET = str.maketrans("013457$@", "oleastsa")
_MIXED = re.compile(r"^(?=.*[a-z])[a-z]+[013457$@]+[a-z]+$")


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _PAUSES:
        return _PAUSES[char]
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me", "Lm", "Sk"):
        return ""
    if kind[0] in "CZS":
        return "\n" if char in "\n\r\u2028\u2029" else " "
    return anyascii(char)


def plain(text: str) -> str:
    """Lower case ASCII, one character's oddities undone; letters three times or more are said once.

    Never raises, whatever the code points; reads :data:`LONGEST` characters at most.
    """
    shown = unicodedata.normalize("NFKC", text[:LONGEST])
    if not shown.isascii():
        shown = "".join(c if c.isascii() else _plain_char(c) for c in unicodedata.normalize("NFC", shown))
    shown = shown.lower()
    shown = _SPACED.sub(_unspace, shown)
    return _STICKY.sub(_unstick, shown)


def _unstick(match: re.Match[str]) -> str:
    char = match.group(1)
    return ". " if char == "." else char


def _unspace(match: re.Match[str]) -> str:
    letters = re.split(r"[ .\-_*]", match.group())
    return match.group() if all(x.isdigit() for x in letters) else "".join(letters)


def sentences(text: str) -> list[str]:
    """Sentences of ``text`` as known words joined by single spaces, elisions undone (« j'ai » → « je ai »).

    « ne » is left out (half the writers do it); commas, colons and quotation marks stay as words of their own,
    so that rules know where a clause ends.
    """
    found = []
    for part in _SENTENCE.split(plain(text)):
        words = respell(
            [_unleet(t) for t in _TOKEN.findall(_ELISION.sub(r"\1' ", part).replace("aujourd'hui", "aujourdhui"))]
        )
        if any(word.isalnum() for word in words):  # punctuation alone is no sentence
            found.append(" ".join(words))
    return found


def _unleet(token: str) -> str:
    if _MIXED.match(token):
        return token.translate(_LEET)
    return token
