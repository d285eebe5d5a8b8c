"""``python -m bot user …``: accounts of the console, from a terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.console import accounts, journal, passwords, totp
from bot.console.models import ConsoleUser
from bot.console.roles import ROLE_LABELS
from bot.console.territories import TerritoryError, label
from bot.console.times import date
from bot.database import Database
from bot.privacy.keys import SecretsError, load_secrets
from bot.privacy.vault import Vault
from bot.settings import Settings
from resources_directory.french_parser import Parser

_NO_TERRITORY = (
    "Dites ce que ce compte voit : --territories \"21 39\" pour ces départements, ou --territories \"*\" pour tout."
)


def main(argv: Sequence[str], settings: Settings) -> int:
    """Run one command; 0 when it is done, 1 when it is refused (the reason, in French, on standard error)."""
    options = _parser().parse_args(list(argv))
    command: Callable[[argparse.Namespace, Session, Settings], None] = options.command
    try:
        with Database(settings.database_url).session() as session:
            command(options, session, settings)
    except (accounts.AccountError, TerritoryError, passwords.WeakPassword, SecretsError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(
            f"La base de données refuse la demande ({type(error).__name__}). Les migrations sont-elles faites ?",
            file=sys.stderr,
        )
        return 1
    return 0


def _parser() -> Parser:
    parser = Parser(prog="python -m bot user", description="Comptes de la console.")
    commands = parser.add_subparsers(required=True, metavar="COMMANDE")
    add = commands.add_parser("add", help="créer un compte")
    add.add_argument("login", help="identifiant")
    add.add_argument("--name", help="nom de la personne (sinon l'identifiant)")
    add.add_argument("--role", choices=tuple(ROLE_LABELS), default="coordinator", help="rôle")
    add.add_argument("--territories", help="ce que le compte voit : départements (« 21 39 »), ou « * » pour tout")
    add.add_argument("--password-stdin", action="store_true", help="lire le mot de passe sur l'entrée standard")
    add.set_defaults(command=_add)
    commands.add_parser("list", help="montrer les comptes").set_defaults(command=_list)
    for name, words, run in (("disable", "fermer un compte", _disable), ("enable", "rouvrir un compte", _enable)):
        command = commands.add_parser(name, help=words)
        command.add_argument("login")
        command.set_defaults(command=run)
    reset = commands.add_parser("reset-password", help="donner un nouveau mot de passe")
    reset.add_argument("login")
    reset.add_argument("--password-stdin", action="store_true", help="lire le mot de passe sur l'entrée standard")
    reset.set_defaults(command=_reset)
    second = commands.add_parser("totp", help="activer ou retirer la double vérification")
    second.add_argument("login")
    second.add_argument("--off", action="store_true", help="la retirer")
    second.set_defaults(command=_totp)
    return parser


def _add(options: argparse.Namespace, session: Session, settings: Settings) -> None:
    if options.territories is None:
        raise TerritoryError(_NO_TERRITORY)
    password, made = _password(options.password_stdin)
    user = accounts.create_user(
        session,
        options.login,
        options.name or options.login,
        options.role,
        options.territories,
        password,
        must_change_password=made,
    )
    _log(session, settings, user, "user.create")
    session.commit()
    print(f"Le compte « {user.login} » est créé.")
    _show(password, made)


def _reset(options: argparse.Namespace, session: Session, settings: Settings) -> None:
    user = _find(session, options.login)
    password, made = _password(options.password_stdin)
    accounts.set_password(session, user, password, must_change=made)
    _log(session, settings, user, "user.password")
    session.commit()
    print(f"Le mot de passe de « {user.login} » est remplacé. Ses sessions sont fermées.")
    _show(password, made)


def _list(_options: argparse.Namespace, session: Session, _settings: Settings) -> None:
    for user in session.scalars(select(ConsoleUser).order_by(ConsoleUser.login)):
        places = ", ".join(label(code) for code in str(user.territories).split())
        parts = [str(user.login), str(user.full_name), ROLE_LABELS[str(user.role)], places]
        parts.append("double vérification" if user.totp_secret is not None else "sans double vérification")
        parts.append(f"dernière connexion : {date(user.last_login_at)}" if user.last_login_at else "jamais connecté")
        print(" · ".join(parts + (["fermé"] if user.disabled_at else [])))


def _disable(options: argparse.Namespace, session: Session, settings: Settings) -> None:
    user = _find(session, options.login)
    accounts.disable(session, user)
    _log(session, settings, user, "user.disable")
    print("Le compte est fermé.")


def _enable(options: argparse.Namespace, session: Session, settings: Settings) -> None:
    user = _find(session, options.login)
    user.disabled_at, user.failed_attempts, user.locked_until = None, 0, None
    _log(session, settings, user, "user.enable")
    print("Le compte est rouvert.")


def _totp(options: argparse.Namespace, session: Session, settings: Settings) -> None:
    user = _find(session, options.login)
    if options.off:
        totp.disable(user)
        _log(session, settings, user, "user.totp-off")
        print("La double vérification est retirée.")
        return
    secret = totp.new_secret()
    totp.enable(user, Vault(load_secrets(settings.home).encryption_keys), secret, 0)
    _log(session, settings, user, "user.totp-on")
    session.commit()
    print("La double vérification est active. Cette clé n'est montrée qu'une fois.")
    print(f"Clé à saisir dans l'application : {totp.in_groups(secret)}")
    print(f"Ou lien à ouvrir sur le téléphone : {totp.link(str(user.login), secret)}")


def _log(session: Session, settings: Settings, user: ConsoleUser, action: str) -> None:
    """In the same transaction as the act: an act that is not in the journal is not done."""
    access = journal.Access(journal.command_line(), action, str(user.login))
    journal.append(session, [access], load_secrets(settings.home).signing_key)


def _find(session: Session, login: str) -> ConsoleUser:
    user = accounts.find(session, login)
    if user is None:
        raise accounts.AccountError(f"Aucun compte ne s'appelle « {login} ».")
    return user


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether it was made here (then it must be changed at the first login)."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    if not sys.stdin.isatty():
        return passwords.generate(), True
    typed = getpass.getpass("Mot de passe (Entrée pour en recevoir un) : ")
    if not typed:
        return passwords.generate(), True
    if getpass.getpass("Le même, une seconde fois : ") != typed:
        raise passwords.WeakPassword("Les deux mots de passe sont différents. Recommencez.")
    return typed, False


def _show(password: str, made: bool) -> None:
    if made:
        print(f"Mot de passe, montré une seule fois : {password}")
        print("Il sera à changer à la première connexion.")
