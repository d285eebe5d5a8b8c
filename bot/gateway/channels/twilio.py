"""Twilio, for SMS and for WhatsApp: signed forms in, the Messages resource out. Shapes: docs/channels.md."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from bot.delivery.carrier import Undeliverable
from bot.gateway.channels.carrier import UNAUTHORISED, Api, Channel
from bot.gateway.channels.incoming import LONGEST, Incoming
from bot.gateway.channels.rendering import Part
from bot.gateway.channels.sending import send_text
from bot.gateway.channels.stopping import START_WORDS, STOP_WORDS, bare
from bot.gateway.channels.styles import STYLES

_WHATSAPP = "whatsapp:"
_FIELDS = 200  # of a form: Twilio sends about thirty
_PORTS = {"https": 443, "http": 80}


class Twilio(Channel):
    """One sender of a Twilio account.

    :param name: « sms » or « whatsapp »; the addresses of the second begin with « whatsapp: ».
    """

    def __init__(self, name: str, account: str, token: str, sender: str, base: str) -> None:
        self.name, self._token = name, token.encode()
        self._prefix = _WHATSAPP if name == "whatsapp" else ""
        self._from = self._prefix + sender.removeprefix(_WHATSAPP)
        self._url = f"{base}/2010-04-01/Accounts/{account}/Messages.json"
        self._api = Api(aiohttp.BasicAuth(account, token))

    def verified(self, headers: Mapping[str, str], url: str, body: bytes) -> bool:
        given = headers.get("X-Twilio-Signature", "").encode("utf-8", "replace")
        try:
            fields = _form(body)
        except ValueError:
            return False
        # Twilio signs the address with its port or without it: either is taken, as its own libraries do.
        return any([hmac.compare_digest(given, self.signature(form, fields)) for form in _with_and_without_port(url)])

    def signature(self, url: str, fields: Iterable[tuple[str, str]]) -> bytes:
        """The signature of a form posted to ``url``: HMAC-SHA1 of the address, then names and values in order."""
        signed = url + "".join(name + value for name, value in sorted(set(fields)))
        return base64.b64encode(hmac.new(self._token, signed.encode(), hashlib.sha1).digest())

    def read(self, body: bytes) -> list[Incoming]:
        form = dict(_form(body))
        identifier, address = form.get("MessageSid") or form.get("SmsSid"), form.get("From")
        if not identifier or not address:
            raise ValueError("not a message")
        said = self._said(form)
        return [Incoming(address=address, message_id=identifier, **said)] if said else []

    async def deliver(self, address: str, part: Part) -> None:
        if self._prefix and not address.startswith(self._prefix):
            address = self._prefix + address
        await self._post({"To": address, "From": self._from, "Body": part.text})

    async def fill(self, address: str, template: str, blanks: Sequence[str]) -> None:
        """Send an approved template, whose variables are numbered from 1.

        :raises Undeliverable: as :meth:`deliver`.
        """
        address = self._prefix + address.removeprefix(_WHATSAPP)
        values = json.dumps({str(n): words for n, words in enumerate(blanks, 1)}, ensure_ascii=False)
        await self._post({"To": address, "From": self._from, "ContentSid": template, "ContentVariables": values})

    async def _post(self, form: dict[str, str]) -> None:
        answer = await self._api.post(self._url, data=form)
        if answer.status not in (200, 201):
            code = answer.data.get("code") or answer.status
            raise Undeliverable(f"twilio {code}", permanent=answer.status not in UNAUTHORISED)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing waits."""

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        await send_text(self.deliver, STYLES[self.name], recipient, subject, text, buttons)

    async def close(self) -> None:
        await self._api.close()

    def _said(self, form: Mapping[str, str]) -> dict[str, Any] | None:
        text = form.get("Body", "")[:LONGEST]
        told = form.get("OptOutType", "")
        if told == "HELP":  # Twilio has answered it
            return None
        if told in ("STOP", "START"):
            return {"kind": told.lower(), "told": True}
        if bare(text) in STOP_WORDS:
            return {"kind": "stop"}
        if bare(text) in START_WORDS:
            return {"kind": "start"}
        if form.get("ButtonPayload"):
            return {"kind": "button", "button": form["ButtonPayload"][:64]}
        if form.get("Latitude") and form.get("Longitude"):
            return {"kind": "location", "latitude": float(form["Latitude"]), "longitude": float(form["Longitude"])}
        kinds = [form.get(f"MediaContentType{n}", "") for n in range(_count(form.get("NumMedia", "0")))]
        if any("vcard" in kind for kind in kinds):
            return {"kind": "contact", "text": text}
        if kinds and not text and all(kind == "image/webp" for kind in kinds):
            return None  # a sticker
        if kinds:
            return {"kind": "media", "text": text}
        if form.get("MessageType") == "reaction" or not text.strip():
            return None
        return {"kind": "text", "text": text}


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=_FIELDS)


def _count(said: str) -> int:
    return min(int(said), 10) if said.isdecimal() else 0


def _with_and_without_port(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    bare_host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    port = parts.port or _PORTS.get(parts.scheme, 443)
    return tuple(parts._replace(netloc=netloc).geturl() for netloc in (bare_host, f"{bare_host}:{port}"))
