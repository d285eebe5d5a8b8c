"""``python -m bot journal``: check the chain of the journal of accesses, from a terminal or a nightly job."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.console import journal
from bot.database import Database
from bot.privacy.keys import SecretsError, load_secrets
from bot.settings import Settings
from resources_directory.french_parser import Parser


def main(argv: Sequence[str], settings: Settings) -> int:
    """0 when every line holds, 1 when the chain is broken, 2 when it cannot be read."""
    parser = Parser(prog="python -m bot journal", description="Contrôle du journal des accès.")
    parser.add_argument("action", nargs="?", choices=("verify",), default="verify", help="contrôler la chaîne")
    parser.parse_args(list(argv))
    try:
        key = load_secrets(settings.home).signing_key
        with Database(settings.database_url).session() as session:
            verdict = journal.verify(session, key)
    except SecretsError as error:
        print(error, file=sys.stderr)
        return 2
    except SQLAlchemyError as error:
        print(
            f"Le journal ne peut pas être lu ({type(error).__name__}). Les migrations sont-elles faites ?",
            file=sys.stderr,
        )
        return 2
    if verdict.broken_at is not None:
        print(f"Le journal est altéré à la ligne {verdict.broken_at}. {verdict.why}", file=sys.stderr)
        return 1
    print(f"Le journal est intact : {verdict.rows} lignes contrôlées.")
    return 0
