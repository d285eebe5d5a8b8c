"""Another software of the operator is told, by a signed POST."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence

import aiohttp

from bot.delivery.carrier import Undeliverable

SECONDS = 15
SIGNATURE, EVENT = "Relais-Signature", "Relais-Event"
_LATER = frozenset({408, 425, 429})


class Webhook:
    """Posts JSON to one address. ``recipient`` is not used: the address is the operator's.

    The header is ``t=<seconds>,v1=<hex>``: HMAC-SHA256, under the shared secret, of the seconds, a dot, and the body.
    The receiver refuses what is older than five minutes, and passes over an ``id`` that it has seen.
    """

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        """``subject`` is the kind of event, ``text`` the JSON body; see :class:`bot.delivery.carrier.Carrier`."""
        body = text.encode()
        headers = {
            "Content-Type": "application/json",
            EVENT: subject,
            SIGNATURE: sign(self._secret, int(time.time()), body),
        }
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as http:
                async with http.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                    status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Undeliverable(type(error).__name__) from None
        if not 200 <= status < 300:
            raise Undeliverable(f"http-{status}", permanent=400 <= status < 500 and status not in _LATER)


def sign(secret: str, at: int, body: bytes) -> str:
    """The value of the signature header for a body sent ``at`` (seconds since 1970)."""
    mac = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"
