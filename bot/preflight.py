"""What must hold before anything starts, each failure said in one French sentence."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from bot.migrations import upgrade
from bot.packs import Packs
from bot.packs.directory import load_services
from bot.settings import Settings
from resources_directory.loading import ensure


class CannotStart(Exception):
    """The message says what to do, in French."""


def check_home(home: Path) -> None:
    """The data folder exists and can be written."""
    probe = home / ".ecriture"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"Le dossier {home} ne peut pas être écrit ({error.strerror}). "
            "Donnez-lui les droits, ou changez RELAIS_HOME."
        ) from error


def check_ports(settings: Settings) -> None:
    """The three ports are free."""
    addresses = [(settings.host, settings.port, "RELAIS_PORT")]
    for url, name in ((settings.rasa_url, "RELAIS_RASA_URL"), (settings.actions_url, "RELAIS_ACTIONS_URL")):
        parts = urlsplit(url)
        addresses.append((parts.hostname or "127.0.0.1", parts.port or 80, name))
    for host, port, name in addresses:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CannotStart(
                    f"Le port {port} est déjà pris sur {host}. Arrêtez l'autre programme, ou changez {name}."
                ) from error


def prepare_databases(settings: Settings) -> None:
    """Both schemas are up to date, and the directory holds the embedded services."""
    try:
        upgrade(settings.database_url)
        ensure(settings.directory_url)
        load_services(settings.directory_url, Packs.load(settings.packs, own=settings.home / "packs").services())
    except SQLAlchemyError as error:
        raise CannotStart(
            f"La base de données ne répond pas, ou refuse la connexion. Vérifiez DATABASE_URL ({type(error).__name__})."
        ) from error
