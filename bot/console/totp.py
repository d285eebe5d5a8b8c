"""The second factor: one-time codes of six digits (TOTP, RFC 6238), the secret kept encrypted."""

from __future__ import annotations

import hmac
import time

import pyotp
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.console.models import ConsoleUser
from bot.privacy.vault import Vault

CONTEXT = "console_user.totp"
_STEP = 30  # seconds
_ISSUER = "Relais"


def new_secret() -> str:
    """A fresh 160-bit secret in base 32."""
    return pyotp.random_base32()


def link(login: str, secret: str) -> str:
    """The ``otpauth:`` link that an authenticator application opens."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def in_groups(secret: str) -> str:
    """The secret by groups of four, to be typed by hand."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def matching_step(secret: str, code: str, after: int) -> int | None:
    """The 30-second step whose code this is (the present one, or one before or after); None when the code is wrong.

    :param after: the last step used: a code that was read over a shoulder does not serve twice.
    """
    typed = "".join(code.split())
    present = int(time.time()) // _STEP
    for step in (present - 1, present, present + 1):
        expected = pyotp.TOTP(secret).at(step * _STEP)
        if step > after and hmac.compare_digest(expected.encode(), typed.encode()):
            return step
    return None


def enable(user: ConsoleUser, vault: Vault, secret: str, step: int) -> None:
    """Turn the second factor on."""
    user.totp_secret, user.totp_last_step = vault.encrypt(secret, CONTEXT), step


def disable(user: ConsoleUser) -> None:
    """Turn the second factor off."""
    user.totp_secret, user.totp_last_step = None, 0


def check(session: Session, user: ConsoleUser, vault: Vault, code: str) -> bool:
    """True when the code is right for this account; it is then used up: of two who type it together, one enters."""
    step = matching_step(vault.decrypt(user.totp_secret, CONTEXT), code, int(user.totp_last_step))
    if step is None:
        return False
    used = session.execute(
        update(ConsoleUser)
        .where(ConsoleUser.id == user.id, ConsoleUser.totp_last_step < step)
        .values(totp_last_step=step)
        .execution_options(synchronize_session=False)
    )
    session.refresh(user)
    return bool(used.rowcount)
