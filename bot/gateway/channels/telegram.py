"""Telegram: updates of the Bot API in, ``sendMessage`` out. Shapes: docs/channels.md."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.delivery.carrier import Undeliverable
from bot.gateway.channels.carrier import UNAUTHORISED, Api, Channel
from bot.gateway.channels.incoming import LONGEST, Incoming, Kind
from bot.gateway.channels.rendering import Part
from bot.gateway.channels.sending import send_text
from bot.gateway.channels.styles import TELEGRAM

_MEDIA = ("photo", "voice", "audio", "document", "video", "video_note", "animation")
_COMMANDS: dict[str, Kind] = {"/start": "open", "/stop": "leave"}
LONGEST_BUTTON = 64  # bytes of callback_data
logger = logging.getLogger(__name__)


class Telegram(Channel):
    """A bot, by its token; its webhook, by the secret that was given to ``setWebhook``."""

    name = "telegram"

    def __init__(self, token: str, secret: str, base: str) -> None:
        self._secret, self._base = secret.encode(), f"{base}/bot{token}"
        self._api = Api()

    def verified(self, headers: Mapping[str, str], url: str, body: bytes) -> bool:
        given = headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._secret)

    def read(self, body: bytes) -> list[Incoming]:
        update = json.loads(body)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise ValueError("not an update")
        pressed = update.get("callback_query")
        message = pressed.get("message") if isinstance(pressed, dict) else update.get("message")
        if not isinstance(message, dict) or (message.get("chat") or {}).get("type") != "private":
            return []  # an edited message, a reaction, a group: nothing to answer
        common: dict[str, Any] = {
            "address": str(message["chat"]["id"]),
            "message_id": str(update["update_id"]),
            "rank": update["update_id"],
        }
        if isinstance(pressed, dict):
            identifier = str(pressed.get("data", ""))[:LONGEST_BUTTON]
            return [Incoming(kind="button", button=identifier, acknowledge=str(pressed.get("id", "")), **common)]
        return [Incoming(**common, **said)] if (said := _said(message)) else []

    async def deliver(self, address: str, part: Part) -> None:
        body: dict[str, Any] = {
            "chat_id": int(address) if address.lstrip("-").isdigit() else address,
            "text": part.text,
            "link_preview_options": {"is_disabled": True},  # a preview would have Telegram fetch the page
        }
        if part.buttons:
            rows = [[{"text": label, "callback_data": identifier}] for identifier, label in part.buttons]
            body["reply_markup"] = {"inline_keyboard": rows}
        answer = await self._api.post(f"{self._base}/sendMessage", json=body)
        if answer.status != 200 or not answer.data.get("ok"):
            # 404 is a wrong token too: it is in the address.
            raise Undeliverable(f"telegram {answer.status}", permanent=answer.status not in (*UNAUTHORISED, 404))

    async def acknowledge(self, incoming: Incoming) -> None:
        if not incoming.acknowledge:
            return
        try:
            await self._api.post(f"{self._base}/answerCallbackQuery", json={"callback_query_id": incoming.acknowledge})
        except Undeliverable as error:  # the button only shows that it was pressed for a while longer
            logger.info("callback not acknowledged: %s", error)

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        await send_text(self.deliver, TELEGRAM, recipient, subject, text, buttons)

    async def close(self) -> None:
        await self._api.close()


def _said(message: dict[str, Any]) -> dict[str, Any] | None:
    text = message.get("text")
    if isinstance(text, str):
        command = text.split("@")[0].split(" ")[0] if text.startswith("/") else ""
        return {"kind": _COMMANDS.get(command, "text"), "text": text[:LONGEST]}
    where = message.get("location")
    if isinstance(where, dict):
        return {"kind": "location", "latitude": float(where["latitude"]), "longitude": float(where["longitude"])}
    if "contact" in message:
        return {"kind": "contact"}
    if any(kind in message for kind in _MEDIA):
        return {"kind": "media", "text": str(message.get("caption") or "")[:LONGEST]}
    return None  # a sticker, a game, a pinned message
