"""E-mail by SMTP."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from bot.delivery.carrier import Undeliverable
from bot.referrals.contact import is_email

SECONDS = 30
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Mail:
    """Sends through one server.

    :param url: ``smtp://name:secret@host:587`` (STARTTLS is asked for, and its absence refused, but on this machine or
        with ``?tls=non``) or ``smtps://host`` (TLS from the first byte).
    :param sender: address of the organisation. :param name: its name, shown beside.
    """

    def __init__(self, url: str, sender: str, name: str) -> None:
        parts = urlsplit(url)
        self._host, self._secure = parts.hostname or "localhost", parts.scheme == "smtps"
        self._port = parts.port or (465 if self._secure else 587)
        self._user, self._password = (unquote(value) if value else None for value in (parts.username, parts.password))
        plain = self._host in _LOOPBACK or parse_qs(parts.query).get("tls") == ["non"]
        # None: STARTTLS when the server offers it. A link opens a request: it does not travel in clear.
        self._start_tls = False if self._secure else None if plain else True
        self._sender, self._name = sender, name

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        """See :class:`bot.delivery.carrier.Carrier`."""
        if not is_email(recipient):
            raise Undeliverable("not-an-address", permanent=True)
        try:
            await aiosmtplib.send(
                self._message(recipient, subject, text, buttons),
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._secure,
                start_tls=self._start_tls,
                timeout=SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            raise Undeliverable(f"smtp-{codes[0] if codes else 0}", permanent=all(c >= 500 for c in codes)) from None
        except aiosmtplib.SMTPAuthenticationError as error:
            raise Undeliverable(f"smtp-login-{error.code}") from None  # the operator mends it, and the message leaves
        except aiosmtplib.SMTPResponseException as error:
            raise Undeliverable(f"smtp-{error.code}", permanent=error.code >= 500) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Undeliverable(type(error).__name__) from None

    def _message(self, recipient: str, subject: str, text: str, buttons: Sequence[str]) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(self._name, addr_spec=self._sender)
        message["To"], message["Subject"], message["Date"] = recipient, subject, formatdate()
        # The same letter again bears the same name: mailboxes then show it once.
        digest = hashlib.sha256("\x00".join((recipient, subject, text)).encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{digest}@{self._sender.partition('@')[2]}>"
        message["Auto-Submitted"], message["Content-Language"] = "auto-generated", "fr"
        message.set_content(text + ("\n\n" + "\n".join(f"- {label}" for label in buttons) if buttons else "") + "\n")
        return message
