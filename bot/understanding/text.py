"""French as people type it, brought to one form: for the models and the rules, never for display."""

from __future__ import annotations

import re

from anyascii import anyascii

from bot.short_forms import SHORT_FORMS

_SPACES = re.compile(r"\s+")
_LONG = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})
_TOKEN = re.compile(r"[\w']+", re.UNICODE)
# An apostrophe left out or replaced by a space: « j ai », « l aide », « c est »; never a letter that stands for itself.
_ELIDED = re.compile(r"\b(?:(j|l|d|n|m|s|qu|jusqu|lorsqu) (?=[aeiouy]\w|h[aeiou])|(c) (?=est\b|etait\b))")


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; letters repeated more than twice are cut to two."""
    lowered = anyascii(text.translate(_APOSTROPHES)).lower()
    return _SPACES.sub(" ", _LONG.sub(r"\1\1", lowered)).strip()


def normalise(text: str) -> str:
    """:func:`fold`, then lost apostrophes put back and the short forms of messages spelled out."""
    whole = _ELIDED.sub(lambda match: f"{match.group(1) or match.group(2)}'", fold(text))
    return _TOKEN.sub(lambda match: SHORT_FORMS.get(match.group(), match.group()), whole)
