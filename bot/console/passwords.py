"""Passwords: what is accepted, how they are kept (argon2id, RFC 9106), and how they are compared."""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.referrals.reference import SYLLABLES

SHORTEST, LONGEST = 15, 200
_FEWEST_DIFFERENT = 6
_hasher = PasswordHasher()
# Each hash takes 64 MiB: a flood of attempts must not take the whole memory.
_turns = threading.BoundedSemaphore(2)


class WeakPassword(Exception):
    """The password is refused; the message is a French sentence that says what to do."""


def _fold(text: str) -> str:
    return "".join(c for c in anyascii(text).lower() if c.isalnum())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_fold(line) for line in lines if line and not line.startswith("#"))


def check_strength(password: str, *known: str) -> None:
    """Refuse a password that is short, common, or made of what everybody knows (``known``: login, name).

    :raises WeakPassword: with the reason.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(f"Ce mot de passe est trop court. Il faut {SHORTEST} caractères au moins.")
    if len(password) > LONGEST:
        raise WeakPassword(f"Ce mot de passe est trop long. Il faut {LONGEST} caractères au plus.")
    folded = _fold(password)
    if folded in _common() or folded.rstrip("0123456789") in _common():
        raise WeakPassword("Ce mot de passe est trop connu. Choisissez plusieurs mots sans lien entre eux.")
    if len(set(folded)) < _FEWEST_DIFFERENT:
        raise WeakPassword("Ce mot de passe répète les mêmes caractères. Choisissez plusieurs mots sans lien.")
    rest = folded
    for part in sorted((_fold(p) for word in known for p in (word, *word.split())), key=len, reverse=True):
        rest = rest.replace(part, "") if len(part) > 2 else rest
    if len(rest.strip("0123456789")) < _FEWEST_DIFFERENT:
        raise WeakPassword("Ce mot de passe reprend votre nom. Choisissez plusieurs mots sans lien entre eux.")


def generate() -> str:
    """A passphrase that can be read aloud: 12 syllables out of 55, that is 69 bits."""
    return "-".join("".join(secrets.choice(SYLLABLES).lower() for _ in range(3)) for _ in range(4))


def hash_password(password: str) -> str:
    """Argon2id hash, with its salt and parameters."""
    with _turns:
        return _hasher.hash(password)


@lru_cache(maxsize=1)
def _decoy() -> str:
    return hash_password(secrets.token_urlsafe(16))


def matches(password_hash: str | None, password: str) -> bool:
    """Compare; with None (no such account) the same work is done, so that time tells nothing."""
    stored = password_hash or _decoy()
    with _turns:
        try:
            _hasher.verify(stored, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_dated(password_hash: str) -> bool:
    """True when the hash was made with older parameters and should be made again."""
    return _hasher.check_needs_rehash(password_hash)
