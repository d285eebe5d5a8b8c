"""Authenticated encryption of what names a person (AES-256-GCM, keys outside the database, rotation by key id)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12
_KEY_ID = 4
_KEY_BYTES = 32


class VaultError(Exception):
    """A value could not be decrypted: wrong key, wrong context, or altered bytes."""


def new_key() -> str:
    """Return a fresh 256-bit key in URL-safe base64, as the key file holds it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


class Vault:
    """Encrypt with the first key, decrypt with any of them.

    :param keys: base64 keys of 32 bytes, the newest first. An older key stays listed until
        ``python -m bot rotate-keys`` is done.
    :raises VaultError: no key, or one that is not a key (the message is a French sentence).
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise VaultError("Aucune clé de chiffrement.")
        try:
            raw = [base64.urlsafe_b64decode(key) for key in keys]
        except ValueError as error:
            raise VaultError("Une clé de chiffrement n'est pas en base64.") from error
        if any(len(key) != _KEY_BYTES for key in raw):
            raise VaultError(f"Une clé de chiffrement n'a pas {_KEY_BYTES} octets.")
        self._keys = {self._identify(key): AESGCM(key) for key in raw}
        self._newest = self._identify(raw[0])

    @staticmethod
    def _identify(key: bytes) -> bytes:
        from hashlib import blake2b

        return blake2b(key, digest_size=_KEY_ID, person=b"relais-key-id").digest()

    def encrypt(self, text: str | bytes, context: str) -> bytes:
        """Encrypt ``text``; ``context`` (such as ``referral.contact``) is bound to it, and given again to read."""
        nonce = secrets.token_bytes(_NONCE)
        data = text.encode() if isinstance(text, str) else text
        body = self._keys[self._newest].encrypt(nonce, data, context.encode())
        return _VERSION + self._newest + nonce + body

    def decrypt_bytes(self, token: bytes, context: str) -> bytes:
        """Return the bytes that :meth:`encrypt` took.

        :raises VaultError: unknown key, wrong context, altered or truncated token.
        """
        token = bytes(token)
        head = len(_VERSION) + _KEY_ID
        cipher = self._keys.get(token[len(_VERSION) : head])
        if token[: len(_VERSION)] != _VERSION or cipher is None or len(token) < head + _NONCE:
            raise VaultError("Valeur chiffrée avec une clé inconnue.")
        try:
            return cipher.decrypt(token[head : head + _NONCE], token[head + _NONCE :], context.encode())
        except InvalidTag as error:
            raise VaultError("Valeur chiffrée illisible.") from error

    def decrypt(self, token: bytes, context: str) -> str:
        """Same as :meth:`decrypt_bytes`, as text."""
        return self.decrypt_bytes(token, context).decode()

    def is_current(self, token: bytes) -> bool:
        """True when ``token`` was written with the newest key, so that rotation can pass over it."""
        token = bytes(token)
        return token[len(_VERSION) : len(_VERSION) + _KEY_ID] == self._newest
