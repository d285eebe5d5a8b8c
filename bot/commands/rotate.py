"""`python -m bot rotate-keys`: a new encryption key, then everything written again with it, then the old one away."""

from __future__ import annotations

import json
import os
import secrets as randomness
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bot.commands.errors import database_needed
from bot.console import journal
from bot.database import Database
from bot.privacy.keys import load_secrets
from bot.privacy.rotation import outdated, rotate
from bot.privacy.vault import Vault, new_key
from bot.sealed_columns import COLUMNS
from bot.settings import Settings
from resources_directory.french_parser import Parser

_IN_ENVIRONMENT = (
    "Les clés sont dans RELAIS_ENCRYPTION_KEYS : changez-les dans votre coffre, la plus récente d'abord. "
    "Rien n'a été modifié."
)


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """0 when it is done; 1 when something cannot be read with any key, or the keys cannot be changed here."""
    options = _parser().parse_args(list(arguments))
    keys = load_secrets(settings.home).encryption_keys
    if (options.new or options.drop_old) and os.environ.get("RELAIS_ENCRYPTION_KEYS"):
        print(_IN_ENVIRONMENT, file=sys.stderr)
        return 1
    if options.new:
        _write(settings.home, (new_key(), *keys))
        print("Une clé est ajoutée. Relancez Relais, puis lancez : python -m bot rotate-keys")
        return 0
    with database_needed():
        found = rotate(Database(settings.database_url), Vault(keys), COLUMNS, look_only=options.drop_old)
    print(json.dumps({name: asdict(column) for name, column in found.items()}, ensure_ascii=False))
    lost = sum(column.unreadable for column in found.values())
    if lost:
        print(f"{lost} valeurs sont illisibles avec les clés présentes. Gardez toutes les clés.", file=sys.stderr)
        return 1
    if options.drop_old:
        return _drop(settings.home, keys, list(outdated(found)))
    _log(settings, "keys.rotate")
    return 0


def _drop(home: Path, keys: tuple[str, ...], old: list[str]) -> int:
    if old:
        print(
            f"Des valeurs portent encore une ancienne clé ({', '.join(old)}). "
            "Lancez d'abord : python -m bot rotate-keys",
            file=sys.stderr,
        )
        return 1
    _write(home, keys[:1])
    print("Les anciennes clés sont retirées. Relancez Relais. Vos sauvegardes d'avant demandent encore ces clés.")
    return 0


def _write(home: Path, keys: Sequence[str]) -> None:
    """Replace the file at once: never half of it, never readable by others."""
    path = home / "secrets" / "encryption_keys"
    whole = path.with_name(f"{path.name}.{randomness.token_hex(4)}")
    with os.fdopen(os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write("\n".join(keys) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(whole, path)


def _log(settings: Settings, action: str) -> None:
    with Database(settings.database_url).session() as session:
        access = journal.Access(journal.command_line(), action)
        journal.append(session, [access], load_secrets(settings.home).signing_key)


def _parser() -> Parser:
    parser = Parser(prog="python -m bot rotate-keys", description="Renouveler la clé de chiffrement.")
    step = parser.add_mutually_exclusive_group()
    step.add_argument("--new", action="store_true", help="1. ajouter une clé (puis relancer Relais)")
    step.add_argument(
        "--drop-old", action="store_true", help="3. retirer les anciennes clés, si plus rien ne les porte"
    )
    return parser
