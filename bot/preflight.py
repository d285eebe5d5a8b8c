"""What must hold before anything starts, each failure said in one French sentence."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from urllib.parse import urlsplit

import redis
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from bot.interview.loader import Library
from bot.migrations import upgrade
from bot.packs import Packs
from bot.packs.directory import load_services
from bot.settings import Settings
from resources_directory.loading import ensure

EVERYWHERE = ("0.0.0.0", "::", "0")


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
    """The three ports are free, on addresses that are this machine's; those of the private processes are not public."""
    addresses = [(settings.host, settings.port, "RELAIS_HOST", "RELAIS_PORT")]
    for url, name in ((settings.rasa_url, "RELAIS_RASA_URL"), (settings.actions_url, "RELAIS_ACTIONS_URL")):
        parts = urlsplit(url)
        addresses.append((parts.hostname or "127.0.0.1", parts.port or 80, name, name))
    for host, port, names_host, names_port in addresses:
        if names_host != "RELAIS_HOST" and host in EVERYWHERE:
            raise CannotStart(
                f"{names_host} écoute sur {host}, donc aussi depuis l'extérieur. Ce processus est privé : "
                "écrivez 127.0.0.1."
            )
        _check_port(host, port, names_host, names_port)


def _check_port(host: str, port: int, names_host: str, names_port: str) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise CannotStart(f"L'adresse {host} est inconnue. Corrigez {names_host}.") from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotStart(_refused(error.errno, host, port, names_host, names_port)) from error


def _refused(number: int | None, host: str, port: int, names_host: str, names_port: str) -> str:
    if number == errno.EADDRNOTAVAIL:
        return f"L'adresse {host} n'est pas celle de cette machine. Corrigez {names_host}."
    if number == errno.EACCES:
        return f"Le port {port} demande des droits que Relais n'a pas. Changez {names_port}."
    return f"Le port {port} est déjà pris sur {host}. Arrêtez l'autre programme, ou changez {names_port}."


def check_questionnaires(settings: Settings) -> None:
    """What the settings turn off exists; what they turn on exists, and is off."""
    packs = Packs.load(settings.packs, own=settings.home / "packs").questionnaires()
    library = Library.load(include_all=True, also=packs)
    off = [name for name in library if not library[name].enabled]
    for variable, named, known in (
        ("RELAIS_QUESTIONNAIRES_OFF", settings.questionnaires_off, list(library)),
        ("RELAIS_QUESTIONNAIRES_ON", settings.questionnaires_on, off),
    ):
        if wrong := [name for name in named if name not in known]:
            what = "n'est pas un questionnaire éteint" if wrong[0] in library else "n'est pas un questionnaire"
            raise CannotStart(f"{variable} : « {wrong[0]} » {what}. Écrivez parmi : {', '.join(known)}.")


def redis_down(url: str) -> str:
    """The sentence when Redis is wanted and does not answer; empty else. Nothing is refused for that: without it
    dangers are still answered."""
    try:
        if url:
            redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2).ping()
    except (redis.RedisError, OSError, ValueError) as error:
        return (
            "Attention : Redis ne répond pas. Seuls les messages de danger auront une réponse. "
            f"Démarrez-le, ou vérifiez REDIS_URL ({type(error).__name__})."
        )
    return ""


def prepare_databases(settings: Settings) -> None:
    """Both schemas are up to date, and the directory holds the embedded services."""
    try:
        upgrade(settings.database_url)
        ensure(settings.directory_url)
        load_services(settings.directory_url, Packs.load(settings.packs, own=settings.home / "packs").services())
    except CommandError as error:  # a revision that this version does not know
        raise CannotStart(
            "La base de données vient d'une autre version de Relais, plus récente. Installez cette version, "
            "ou reprenez la sauvegarde faite avant la mise à jour."
        ) from error
    except SQLAlchemyError as error:
        raise CannotStart(
            f"La base de données ne répond pas, ou refuse la connexion. Vérifiez DATABASE_URL ({type(error).__name__})."
        ) from error
