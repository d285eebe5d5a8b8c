"""Secrets of one installation: made at the first start, kept in files that only their owner reads.

The environment wins over the files, so that a production can keep its secrets in its own safe:
``RELAIS_SIGNING_KEY``, ``RELAIS_INTERNAL_TOKEN``, ``RELAIS_ENCRYPTION_KEYS`` (newest first, separated by commas).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.privacy.vault import Vault, VaultError, new_key


class SecretsError(Exception):
    """The secrets cannot be read or written; the message is a French sentence for the operator."""


@dataclass(frozen=True)
class Secrets:
    """``signing_key`` signs session tokens, ``internal_token`` is shared by the three processes, ``encryption_keys``
    are the vault's, newest first."""

    signing_key: str
    internal_token: str
    encryption_keys: tuple[str, ...]


def load_secrets(home: Path, environ: Mapping[str, str] | None = None) -> Secrets:
    """Read the secrets of ``home/secrets``, creating those that are missing.

    :raises SecretsError: when the folder cannot be written, or an encryption key is not one.
    """
    source = os.environ if environ is None else environ
    folder = home / "secrets"
    keys = _secret(source, "RELAIS_ENCRYPTION_KEYS", folder / "encryption_keys", new_key)
    encryption_keys = tuple(k.strip() for k in keys.replace("\n", ",").split(",") if k.strip())
    try:
        Vault(encryption_keys)
    except VaultError as error:
        raise SecretsError(f"RELAIS_ENCRYPTION_KEYS, ou {folder / 'encryption_keys'} : {error}") from error
    return Secrets(
        signing_key=_secret(source, "RELAIS_SIGNING_KEY", folder / "signing_key", new_key),
        internal_token=_secret(
            source, "RELAIS_INTERNAL_TOKEN", folder / "internal_token", lambda: secrets.token_urlsafe(32)
        ),
        encryption_keys=encryption_keys,
    )


def _secret(source: Mapping[str, str], variable: str, path: Path, make: Callable[[], str]) -> str:
    given = source.get(variable)
    if given:
        return given
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(path, make())
        held = path.read_text().strip()
    except OSError as error:
        raise SecretsError(
            f"Le dossier {path.parent} ne peut pas être écrit : {error.strerror}. "
            "Donnez-lui les droits, ou changez RELAIS_HOME."
        ) from error
    if not held:  # an empty key would sign anything
        raise SecretsError(f"Le fichier {path} est vide. Remettez-le depuis une sauvegarde.")
    return held


def _write_once(path: Path, secret: str) -> None:
    """Of three processes that start together, one writes and the others read what it wrote, never half of it."""
    whole = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(secret + "\n")
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    finally:
        whole.unlink()
