"""Session tokens: issued by the server, signed, expiring; the only proof of holding a conversation."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import jwt

_ALGORITHM = "HS256"
_AUDIENCE = "relais-chat"


class BadToken(Exception):
    """The token is missing, altered, of another installation, or expired."""


@dataclass(frozen=True)
class Issued:
    """``expires_at`` is in seconds since 1970, UTC."""

    token: str
    session_id: str
    expires_at: int


class Tokens:
    """Issues and reads session tokens.

    :param hours: life of a token, and so of a conversation, in hours.
    """

    def __init__(self, signing_key: str, hours: int) -> None:
        self._key, self._seconds = signing_key, hours * 3600

    def issue(self) -> Issued:
        """A token for a new conversation, named by 192 random bits."""
        session_id = secrets.token_urlsafe(24)
        expires_at = int(time.time()) + self._seconds
        token = jwt.encode({"sub": session_id, "exp": expires_at, "aud": _AUDIENCE}, self._key, algorithm=_ALGORITHM)
        return Issued(token, session_id, expires_at)

    def read(self, authorization: str | None) -> str:
        """Return the session that an ``Authorization: Bearer …`` header proves.

        :raises BadToken: anything else.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token or not token.isascii():
            raise BadToken
        try:
            claims = jwt.decode(
                token.strip(),
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["exp", "sub", "aud"]},
            )
        except jwt.InvalidTokenError as error:
            raise BadToken from error
        return str(claims["sub"])
