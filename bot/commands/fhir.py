"""`python -m bot fhir --since DATE`: the requests changed since a day, as one FHIR R4 Bundle on standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timezone

from bot.commands.errors import database_needed
from bot.console import journal
from bot.console.fhir_tools import tools
from bot.content import Content
from bot.database import Database
from bot.fhir.bundle import stream
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.settings import Settings
from resources_directory import Directory
from resources_directory.french_parser import Parser


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Write the Bundle; its ``timestamp`` is the date to give the next time."""
    options = _parser().parse_args(list(arguments))
    secrets = load_secrets(settings.home)
    database = Database(settings.database_url)
    with database_needed(), database.session() as session:  # logged before anything is told
        action = "export.fhir-contact" if options.with_contact else "export.fhir"
        when = options.since.isoformat() if options.since else "tout"
        journal.append(session, [journal.Access(journal.command_line(), action, when)], secrets.signing_key)
    directory = Directory(settings.directory_url)
    worked = tools(settings, Vault(secrets.encryption_keys), secrets.signing_key, directory, Content.load())
    with database_needed(), database.session() as session:
        for piece in stream(session, worked, options.since, contact=options.with_contact):
            sys.stdout.write(piece)
    return 0


def _parser() -> Parser:
    parser = Parser(prog="python -m bot fhir", description="Export FHIR R4 des demandes.")
    parser.add_argument(
        "--since", type=_moment, help="changées depuis : 2026-03-01 ou le « timestamp » du dernier export"
    )
    parser.add_argument(
        "--with-contact", action="store_true", help="avec prénom et téléphone, des seules personnes d'accord"
    )
    return parser


def _moment(text: str) -> datetime:
    """A date or an instant → naive UTC."""
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date. Écrivez par exemple 2026-03-01.") from error
    return at.astimezone(timezone.utc).replace(tzinfo=None) if at.tzinfo else at
