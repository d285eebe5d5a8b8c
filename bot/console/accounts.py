"""Accounts: creating, finding, checking a password, disabling."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.console import passwords
from bot.console.lockout import is_locked, waiting_time
from bot.console.models import ConsoleSession, ConsoleUser
from bot.console.roles import ROLE_LABELS
from bot.console.territories import read_territories

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,38}[a-z0-9]")


class AccountError(Exception):
    """The account cannot be made or changed so; the message is a French sentence."""


def create_user(
    session: Session,
    login: str,
    full_name: str,
    role: str,
    territories: str,
    password: str,
    *,
    must_change_password: bool = False,
) -> ConsoleUser:
    """Create an account.

    :param territories: codes of départements separated by spaces, or « * ».
    :raises AccountError: login, name or role refused. :raises TerritoryError: :raises WeakPassword:
    """
    login, full_name = login.strip().lower(), " ".join(full_name.split())
    if not _LOGIN.fullmatch(login):
        raise AccountError("L'identifiant a de 3 à 40 signes : lettres sans accent, chiffres, point ou tiret.")
    if not full_name or len(full_name) > 120:
        raise AccountError("Indiquez le nom de la personne, en 120 caractères au plus.")
    check_role(role)
    wanted = read_territories(territories)
    passwords.check_strength(password, login, full_name)
    if find(session, login) is not None:
        raise AccountError(f"L'identifiant « {login} » existe déjà. Choisissez-en un autre.")
    user = ConsoleUser(
        login=login,
        full_name=full_name,
        role=role,
        territories=wanted,
        created_at=now(),
        password_hash=passwords.hash_password(password),
        must_change_password=must_change_password,
        failed_attempts=0,
        totp_last_step=0,
    )
    session.add(user)
    session.flush()
    return user


def check_role(role: str) -> None:
    """:raises AccountError: when the role does not exist."""
    if role not in ROLE_LABELS:
        raise AccountError("Ce rôle n'existe pas. Choisissez : " + ", ".join(ROLE_LABELS) + ".")


def find(session: Session, login: str) -> ConsoleUser | None:
    """The account of a login, disabled or not."""
    return session.scalars(select(ConsoleUser).where(ConsoleUser.login == login.strip().lower()[:60])).first()


def authenticate(session: Session, login: str, password: str) -> ConsoleUser | None:
    """The account, when the password is right and the account open; None otherwise, whatever the reason.

    The same work is done for an unknown login, a locked and a disabled account.
    """
    user = find(session, login)
    at = now()
    right = passwords.matches(str(user.password_hash) if user else None, password)
    if user is None or user.disabled_at is not None or is_locked(user.locked_until, at):
        return None
    if not right:
        count_failure(session, user, at)
        return None
    if passwords.is_dated(str(user.password_hash)):
        user.password_hash = passwords.hash_password(password)
    return user


def count_failure(session: Session, user: ConsoleUser, at: datetime) -> None:
    """Count one more failure, in the database so that two at once count for two, and lock when there are many."""
    session.execute(
        update(ConsoleUser)
        .where(ConsoleUser.id == user.id)
        .values(failed_attempts=ConsoleUser.failed_attempts + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(user)
    wait = waiting_time(int(user.failed_attempts))
    if wait:
        user.locked_until = at + wait


def set_password(session: Session, user: ConsoleUser, password: str, *, must_change: bool) -> None:
    """Change a password and close every session of the account.

    :raises WeakPassword: nothing is changed.
    """
    passwords.check_strength(password, str(user.login), str(user.full_name))
    user.password_hash = passwords.hash_password(password)
    user.must_change_password = must_change
    user.failed_attempts, user.locked_until = 0, None
    close_sessions(session, user)


def close_sessions(session: Session, user: ConsoleUser) -> None:
    """End every session of an account."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.user_id == user.id))


def disable(session: Session, user: ConsoleUser) -> None:
    """Close an account; what it did stays in the journal.

    :raises AccountError: it is the last open administrator.
    """
    check_not_last_administrator(session, user)
    user.disabled_at = now()
    close_sessions(session, user)


def check_not_last_administrator(session: Session, user: ConsoleUser) -> None:
    """:raises AccountError: when nobody could administer the console any more without ``user``."""
    others = session.scalar(
        select(func.count())
        .select_from(ConsoleUser)
        .where(ConsoleUser.role == "administrator", ConsoleUser.disabled_at.is_(None), ConsoleUser.id != user.id)
    )
    if user.role == "administrator" and user.disabled_at is None and not others:
        raise AccountError("C'est le dernier compte d'administration ouvert. Créez-en un autre d'abord.")
