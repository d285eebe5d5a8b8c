"""`python -m bot export` and `python -m bot erase`: the rights of a person, carried out by an operator."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence

from sqlalchemy import select

from bot.commands.errors import database_needed
from bot.console import journal
from bot.database import Database
from bot.personal_data import register_all
from bot.privacy import rights
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.referrals.models import Referral
from bot.settings import Settings
from resources_directory.french_parser import Parser


def export(settings: Settings, arguments: Sequence[str]) -> int:
    """Print all that is held of a conversation as JSON; exit code 1 when nothing is."""
    database, session_id = _open(settings, arguments, "export")
    _log(settings, database, session_id, "data.export")  # before: what is not logged is not shown
    held = rights.export(database, session_id)
    if not any(held.values()):
        print("Rien n'est gardé sous ce nom.", file=sys.stderr)
        return 1
    print(json.dumps(held, ensure_ascii=False, indent=2))
    return 0


def erase(settings: Settings, arguments: Sequence[str]) -> int:
    """Erase all that is held of a conversation and print the receipt; twice is harmless."""
    database, session_id = _open(settings, arguments, "erase")
    _log(settings, database, session_id, "data.erase")
    receipt = rights.erase(database, session_id)
    print(
        json.dumps(
            {"reçu": receipt.number, "effacé le": f"{receipt.erased_at.isoformat()}Z", "lignes": receipt.removed},
            ensure_ascii=False,
        )
    )
    return 0


def named(session_id: str) -> str:
    """How the journal names a conversation."""
    return f"conversation {hashlib.sha256(session_id.encode(errors='replace')).hexdigest()[:12]}"


def _log(settings: Settings, database: Database, session_id: str, action: str) -> None:
    """Who did what, to which conversation: by a print of its name, which says nothing to who does not know the name."""
    access = journal.Access(journal.command_line(), action, named(session_id))
    with database_needed(), database.session() as session:
        journal.append(session, [access], load_secrets(settings.home).signing_key)


def _open(settings: Settings, arguments: Sequence[str], name: str) -> tuple[Database, str]:
    parser = Parser(prog=f"python -m bot {name}")
    parser.add_argument("who", help="identifiant de la conversation, ou première partie du code de la demande")
    who = parser.parse_args(list(arguments)).who.strip()
    register_all(Vault(load_secrets(settings.home).encryption_keys))
    database = Database(settings.database_url)
    with database_needed(), database.session() as session:
        found = session.scalars(
            select(Referral.session_id).where(Referral.public_reference == who.upper().split("-")[0])
        ).first()
    return database, str(found or who)
