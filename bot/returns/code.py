"""The code that opens what was kept: ``KABOTU-MIDORE-LAVIPO-4``, said on the phone, copied by hand, checked.

Nine syllables (52 bits) in three groups of three: never the shape of the code of a request, which has seven.
"""

from __future__ import annotations

import hashlib
import re
import secrets

# Letters that are confused neither by ear nor by eye.
_CONSONANTS, _VOWELS = "BDFKLMPRTVZ", "AEIOU"
_GROUP = rf"((?:[{_CONSONANTS}][{_VOWELS}]){{3}})"
_SHAPE = re.compile(rf"\b{_GROUP}[\s.\-–]*{_GROUP}[\s.\-–]*{_GROUP}[\s.\-–]*(\d)\b")
# Slow on purpose: a copy of the database must not be searched for codes.
_COST = {"n": 2**13, "r": 8, "p": 1, "dklen": 32}


def new_code() -> str:
    """Draw a code."""
    groups = ["".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(3)) for _ in range(3)]
    return "-".join([*groups, str(_check("".join(groups)))])


def find_code(text: str) -> str | None:
    """The whole code in what a person wrote (any case, spaces or dashes); None when absent or its digit is wrong."""
    for match in _SHAPE.finditer(text.upper()):
        *groups, digit = match.groups()
        if _check("".join(groups)) == int(digit):
            return "-".join([*groups, digit])
    return None


def hash_code(code: str) -> str:
    """What is stored of a code: 64 hex digits."""
    return hashlib.scrypt(code.encode(), salt=b"relais-return", **_COST).hex()


def _check(letters: str) -> int:
    # Weights 1 to 10, modulo 11 kept to one digit: catches more than nine copying errors in ten.
    return sum((i % 10 + 1) * (ord(letter) - 64) for i, letter in enumerate(letters)) % 11 % 10
