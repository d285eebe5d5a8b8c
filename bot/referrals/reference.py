"""The code of a request: short, pronounceable on the phone, checked, with a secret half.

``KABOTU-MIDORELA-4``: three syllables name the request (coordinators see them), four more are the person's secret (only
their hash is stored), the last digit checks the whole. Syllables avoid letters that are confused by ear or by eye.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

_CONSONANTS = "BDFKLMPRTVZ"
_VOWELS = "AEIOU"
SYLLABLES = tuple(c + v for c in _CONSONANTS for v in _VOWELS)
_PUBLIC, _SECRET = 3, 4
_SHAPE = re.compile(
    rf"\b((?:[{_CONSONANTS}][{_VOWELS}]){{{_PUBLIC}}})[\s.\-–]*((?:[{_CONSONANTS}][{_VOWELS}]){{{_SECRET}}})"
    r"[\s.\-–]*(\d)\b"
)


@dataclass(frozen=True)
class Reference:
    """``public`` (6 letters), ``secret`` (8 letters)."""

    public: str
    secret: str

    @property
    def code(self) -> str:
        """The whole code, as given to the person."""
        return f"{self.public}-{self.secret}-{_check(self.public + self.secret)}"

    @property
    def secret_hash(self) -> str:
        """What is stored of the secret. The public half salts it."""
        return hashlib.sha256(f"relais-reference:{self.public}:{self.secret}".encode()).hexdigest()


def _check(letters: str) -> int:
    # Weights 1 to 10 then 1 again, modulo 11 kept to one digit: catches more than nine typing errors in ten. No weight
    # is a multiple of 11, which would leave its letter unchecked.
    return sum((i % 10 + 1) * (ord(letter) - 64) for i, letter in enumerate(letters)) % 11 % 10


def new_reference() -> Reference:
    """Draw a code: 166 375 public names, 9 million secrets behind each, behind a rate limit."""

    def draw(count: int) -> str:
        return "".join(secrets.choice(SYLLABLES) for _ in range(count))

    return Reference(draw(_PUBLIC), draw(_SECRET))


def find_reference(text: str) -> Reference | None:
    """Find a whole code in what a person wrote (any case, spaces or dashes); None when absent or its digit is wrong."""
    for match in _SHAPE.finditer(text.upper()):
        public, secret, digit = match.groups()
        if _check(public + secret) == int(digit):
            return Reference(public, secret)
    return None
