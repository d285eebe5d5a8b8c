"""`python -m bot export` and `python -m bot erase`: the rights of a person, carried out by an operator."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from sqlalchemy import select

from bot.database import Database
from bot.personal_data import register_all
from bot.privacy import rights
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.referrals.models import Referral
from bot.settings import Settings


def export(settings: Settings, arguments: Sequence[str]) -> int:
    """Print all that is held of a conversation as JSON; exit code 1 when nothing is."""
    database, session_id = _open(settings, arguments, "export")
    held = rights.export(database, session_id)
    if not any(held.values()):
        print("Rien n'est gardé sous ce nom.", file=sys.stderr)
        return 1
    print(json.dumps(held, ensure_ascii=False, indent=2))
    return 0


def erase(settings: Settings, arguments: Sequence[str]) -> int:
    """Erase all that is held of a conversation and print the receipt; twice is harmless."""
    database, session_id = _open(settings, arguments, "erase")
    receipt = rights.erase(database, session_id)
    print(
        json.dumps(
            {"reçu": receipt.number, "effacé le": f"{receipt.erased_at.isoformat()}Z", "lignes": receipt.removed},
            ensure_ascii=False,
        )
    )
    return 0


def _open(settings: Settings, arguments: Sequence[str], name: str) -> tuple[Database, str]:
    parser = argparse.ArgumentParser(prog=f"python -m bot {name}")
    parser.add_argument("who", help="identifiant de la conversation, ou première partie du code de la demande")
    who = parser.parse_args(list(arguments)).who.strip()
    register_all(Vault(load_secrets(settings.home).encryption_keys))
    database = Database(settings.database_url)
    with database.session() as session:
        found = session.scalars(
            select(Referral.session_id).where(Referral.public_reference == who.upper().split("-")[0])
        ).first()
    return database, str(found or who)
