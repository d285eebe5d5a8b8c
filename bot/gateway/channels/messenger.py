"""Messenger: signed events of a Page in, the Send API out. Shapes: docs/channels.md."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.delivery.carrier import Undeliverable
from bot.gateway.channels.carrier import Api, Channel
from bot.gateway.channels.incoming import LONGEST, Incoming
from bot.gateway.channels.rendering import Part
from bot.gateway.channels.sending import send_text
from bot.gateway.channels.styles import MESSENGER

# Codes of troubles that go away; 190 is a token to renew, by the operator.
_PASSING = frozenset((1, 2, 4, 17, 32, 190, 341, 613, 1200))
GET_STARTED = "GET_STARTED"  # the payload to give to the « Démarrer » button of the Page


class Messenger(Channel):
    """One Page, by its token; its webhook, by the secret of the app."""

    name = "messenger"

    def __init__(self, page_token: str, app_secret: str, verify_token: str, base: str) -> None:
        self._secret, self._verify = app_secret.encode(), verify_token.encode()
        self._url = f"{base}/me/messages"
        self._api = Api(headers={"Authorization": f"Bearer {page_token}"})

    def verified(self, headers: Mapping[str, str], url: str, body: bytes) -> bool:
        expected = "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        given = headers.get("X-Hub-Signature-256", "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """What to answer to Meta's verification of the address; None when the token is not ours."""
        given = query.get("hub.verify_token", "").encode("utf-8", "replace")
        if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(given, self._verify):
            return None
        return query.get("hub.challenge", "")[:200]

    def read(self, body: bytes) -> list[Incoming]:
        data = json.loads(body)
        if not isinstance(data, dict) or data.get("object") != "page" or not isinstance(data.get("entry"), list):
            raise ValueError("not events of a page")
        events = [event for entry in data["entry"] for event in (entry.get("messaging") or ())]
        return [read for event in events if (read := _readable(event)) is not None]

    async def deliver(self, address: str, part: Part) -> None:
        message: dict[str, Any] = {"text": part.text}
        if part.buttons:
            message["quick_replies"] = [
                {"content_type": "text", "title": label, "payload": identifier} for identifier, label in part.buttons
            ]
        body = {"recipient": {"id": address}, "messaging_type": "RESPONSE", "message": message}
        answer = await self._api.post(self._url, json=body)
        if answer.status != 200:
            error = answer.data.get("error") or {}
            code = error.get("code", answer.status)
            raise Undeliverable(f"messenger {code}", permanent=code not in _PASSING, after=answer.after)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing waits."""

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        await send_text(self.deliver, MESSENGER, recipient, subject, text, buttons)

    async def close(self) -> None:
        await self._api.close()


def _readable(event: dict[str, Any]) -> Incoming | None:
    try:
        return _event(event)
    except (AttributeError, KeyError, TypeError, ValueError):  # one strange event must not lose the others
        return None


def _event(event: dict[str, Any]) -> Incoming | None:
    """The message of an event; None for what asks for no answer (echo, receipt, reaction, sticker)."""
    message, postback = event.get("message"), event.get("postback")
    address, rank = str((event.get("sender") or {}).get("id", "")), int(event.get("timestamp") or 0)
    if not address:
        return None
    if isinstance(postback, dict):
        payload = str(postback.get("payload", ""))[:64]
        name = str(postback.get("mid") or f"{address}:{rank}:{payload}")
        if payload == GET_STARTED:
            return Incoming(address, name, "open", rank)
        return Incoming(address, name, "button", rank, button=payload)
    if not isinstance(message, dict) or message.get("is_echo") or not message.get("mid"):
        return None
    said = _said(message)
    return None if said is None else Incoming(address=address, message_id=str(message["mid"]), rank=rank, **said)


def _said(message: dict[str, Any]) -> dict[str, Any] | None:
    text = str(message.get("text") or "")[:LONGEST]
    quick = message.get("quick_reply")
    if isinstance(quick, dict) and quick.get("payload"):
        return {"kind": "button", "button": str(quick["payload"])[:64], "text": text}
    attachments = [a for a in message.get("attachments") or () if isinstance(a, dict)]
    for attachment in attachments:
        where = (attachment.get("payload") or {}).get("coordinates")
        if attachment.get("type") == "location" and isinstance(where, dict):
            return {"kind": "location", "latitude": float(where["lat"]), "longitude": float(where["long"])}
    if text.strip():
        return {"kind": "text", "text": text}
    if attachments and not all((a.get("payload") or {}).get("sticker_id") for a in attachments):
        return {"kind": "media"}
    return None
