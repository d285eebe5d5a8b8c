"""Doubles of Telegram, Twilio and Messenger: they check what they are sent as the real ones do, and sign what they post.

The shapes are those of docs/channels.md.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import BasicAuth, web
from twilio.request_validator import RequestValidator

PUBLIC = "https://relais.exemple.fr"
TOKEN, SECRET = "123456:telegram-token", "telegram_secret-1"
SID, AUTH = "AC" + "0" * 32, "twilio-token"
SMS_FROM, WHATSAPP_FROM = "+33700000001", "whatsapp:+33700000002"
PAGE, APP, VERIFY = "page-token", "app-secret", "verify-token"
VARIABLES = {
    "RELAIS_PUBLIC_URL": PUBLIC,
    "RELAIS_TELEGRAM_TOKEN": TOKEN,
    "RELAIS_TELEGRAM_SECRET": SECRET,
    "RELAIS_TWILIO_SID": SID,
    "RELAIS_TWILIO_TOKEN": AUTH,
    "RELAIS_TWILIO_SMS_FROM": SMS_FROM,
    "RELAIS_TWILIO_WHATSAPP_FROM": WHATSAPP_FROM,
    "RELAIS_MESSENGER_PAGE_TOKEN": PAGE,
    "RELAIS_MESSENGER_APP_SECRET": APP,
    "RELAIS_MESSENGER_VERIFY_TOKEN": VERIFY,
}


@dataclass(frozen=True)
class Sent:
    """One message that a provider took: to whom, its words, its buttons (identifier, label)."""

    to: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Failure:
    """An answer that is no success."""

    status: int
    body: Any = None
    after: str = ""

    def response(self) -> web.Response:
        headers = {"Retry-After": self.after} if self.after else {}
        if self.body is None:
            return web.Response(status=self.status, text="<html>", headers=headers)
        return web.json_response(self.body, status=self.status, headers=headers)


@dataclass
class Providers:
    """The three APIs on one server. ``failures`` are answered first, one a call; ``after`` runs when one is taken."""

    sent: list[Sent] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    after: Callable[[Sent], Any] = lambda sent: None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post(f"/bot{TOKEN}/sendMessage", self._telegram)
        app.router.add_post(f"/bot{TOKEN}/answerCallbackQuery", self._callback)
        app.router.add_post(f"/2010-04-01/Accounts/{SID}/Messages.json", self._twilio)
        app.router.add_post("/graph/me/messages", self._messenger)
        return app

    async def _take(self, sent: Sent, answer: dict[str, Any], status: int = 200) -> web.Response:
        if self.failures:
            return self.failures.pop(0).response()
        self.sent.append(sent)
        result = self.after(sent)
        if result is not None:
            await result
        return web.json_response(answer, status=status)

    async def _telegram(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert isinstance(body["chat_id"], int) and set(body) <= {
            "chat_id", "text", "reply_markup", "link_preview_options",
        }  # fmt: skip
        assert 0 < len(body["text"].encode("utf-16-le")) // 2 <= 4096
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        for row in rows:
            for button in row:
                assert set(button) == {"text", "callback_data"} and 1 <= len(button["callback_data"].encode()) <= 64
        buttons = tuple((b["callback_data"], b["text"]) for row in rows for b in row)
        return await self._take(
            Sent(str(body["chat_id"]), body["text"], buttons), {"ok": True, "result": {"message_id": len(self.sent)}}
        )

    async def _callback(self, request: web.Request) -> web.Response:
        self.acknowledged.append((await request.json())["callback_query_id"])
        return web.json_response({"ok": True, "result": True})

    async def _twilio(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != BasicAuth(SID, AUTH).encode():
            return web.json_response({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        form = await request.post()
        whatsapp = str(form["To"]).startswith("whatsapp:")
        if "ContentSid" in form:  # an approved template and its blanks, in place of the words
            assert set(form) == {"To", "From", "ContentSid", "ContentVariables"} and whatsapp
            assert all(len(value) <= 255 for value in json.loads(str(form["ContentVariables"])).values())
            words = f"{form['ContentSid']} {form['ContentVariables']}"
        else:
            assert set(form) == {"To", "From", "Body"} and 0 < len(str(form["Body"])) <= 1600
            words = str(form["Body"])
        assert form["From"] == (WHATSAPP_FROM if whatsapp else SMS_FROM)
        return await self._take(
            Sent(str(form["To"]), words), {"sid": f"SM{len(self.sent):032}", "status": "queued"}, 201
        )

    async def _messenger(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {PAGE}":
            return web.json_response({"error": {"code": 190, "type": "OAuthException"}}, status=401)
        body = await request.json()
        assert body["messaging_type"] == "RESPONSE" and set(body) == {"recipient", "messaging_type", "message"}
        assert 0 < len(body["message"]["text"]) <= 2000
        quick = body["message"].get("quick_replies", [])
        assert len(quick) <= 13 and all(len(q["title"]) <= 20 and q["content_type"] == "text" for q in quick)
        to = body["recipient"]["id"]
        return await self._take(
            Sent(to, body["message"]["text"], tuple((q["payload"], q["title"]) for q in quick)),
            {"recipient_id": to, "message_id": f"m_{len(self.sent)}"},
        )


_numbers = itertools.count(1)


@dataclass(frozen=True)
class Delivery:
    """One webhook call, ready to be posted (twice, if one wants)."""

    path: str
    body: bytes
    headers: dict[str, str]


def telegram(chat: str, **message: Any) -> Delivery:
    """An update with a message, or ``pressed=`` the identifier of a button."""
    number = next(_numbers)
    head = {
        "message_id": number,
        "date": 1764000000 + number,
        "chat": {"id": int(chat), "type": "private", "first_name": "Odile"},
        "from": {"id": int(chat), "is_bot": False, "first_name": "Odile", "language_code": "fr"},
    }
    pressed = message.pop("pressed", None)
    update: dict[str, Any] = {"update_id": number}
    if pressed is not None:
        update["callback_query"] = {
            "id": f"cb-{number}", "from": head["from"], "message": {**head, "text": "…"}, "data": pressed,
            "chat_instance": "1",
        }  # fmt: skip
    else:
        update["message"] = {**head, **message}
    return telegram_update(update)


def telegram_update(update: dict[str, Any], secret: str = SECRET) -> Delivery:
    return Delivery(
        "/webhooks/telegram",
        json.dumps(update).encode(),
        {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret},
    )


def twilio(channel: str, sender: str, **fields: str) -> Delivery:
    """A form as Twilio posts it, signed by Twilio's own library for the public address."""
    to = WHATSAPP_FROM if channel == "whatsapp" else SMS_FROM
    sid = f"SM{next(_numbers):032x}"
    form = {
        "ToCountry": "FR", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
        "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": "", "FromCountry": "FR",
        "To": to, "MessagingServiceSid": "", "ToZip": "", "NumSegments": "1", "MessageSid": sid, "AccountSid": SID,
        "From": sender, "ApiVersion": "2010-04-01", **fields,
    }  # fmt: skip
    path = f"/webhooks/{channel}"
    signature = RequestValidator(AUTH).compute_signature(PUBLIC + path, form)
    return Delivery(
        path,
        urlencode(form).encode(),
        {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signature},
    )


def messenger(*events: dict[str, Any], secret: str = APP) -> Delivery:
    """Events of a page, signed as Meta does, over the bytes as they are sent (its JSON escapes accents)."""
    body = json.dumps({"object": "page", "entry": [{"id": "1", "time": 1764000000000, "messaging": list(events)}]})
    raw = body.replace("/", "\\/").encode()
    signature = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return Delivery(
        "/webhooks/messenger", raw, {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
    )


def messenger_event(sender: str, **message: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "sender": {"id": sender},
        "recipient": {"id": "1"},
        "timestamp": 1764000000000 + number,
        "message": {"mid": f"m_in_{number}", **message},
    }
