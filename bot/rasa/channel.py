"""The private channel by which the gateway speaks to Rasa: one request a turn, all messages in the answer.

Rasa's own REST channel reads any text; this one asks for the installation's secret, takes what a person typed apart
from what a button means, and tells whether the conversation may be kept.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.domain import Domain
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.privacy.keys import load_secrets
from bot.rasa.typed import plain
from bot.settings import load_settings

OnMessage = Callable[[UserMessage], Awaitable[Any]]
# What has no intent that the dialogue knows fits no rule: its policies would fall back ten times, and stop.
NOTHING = "/nlu_fallback"
_INTENT = re.compile(r"/(\w+)")


class RelaisChannel(InputChannel):
    """``POST /webhooks/relais/turn`` and ``DELETE /webhooks/relais/conversation/<id>``."""

    @classmethod
    def name(cls) -> str:
        """The name in the address."""
        return "relais"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> "RelaisChannel":
        """Made by Rasa from ``credentials.yml``; the secret comes from the installation, not from the tree."""
        return cls(load_secrets(load_settings().home).internal_token)

    def __init__(self, token: str) -> None:
        self._token = token

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Routes of the channel."""
        routes = Blueprint("relais_channel")

        @routes.route("/", methods=["GET"])
        async def alive(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            if not self._trusted(request):
                return response.json({"error": "forbidden"}, status=403)
            body = request.json
            meant = _obeyed(body.get("payload"), request.app.ctx.agent.domain)
            text = meant or plain(body.get("text") or "") or NOTHING
            collector = CollectingOutputChannel()
            await on_new_message(
                UserMessage(text, collector, body["sender"], input_channel=self.name(), metadata=body.get("metadata"))
            )
            return response.json(
                {
                    "messages": [
                        m.get("custom") or {"kind": "text", "text": m.get("text", "")} for m in collector.messages
                    ]
                }
            )

        @routes.route("/conversation/<sender>", methods=["DELETE"])
        async def forget(request: Request, sender: str) -> HTTPResponse:
            if not self._trusted(request):
                return response.json({"error": "forbidden"}, status=403)
            store = request.app.ctx.agent.tracker_store
            # Rasa wraps the store in one that falls back to memory when it fails.
            gone = await getattr(store, "_tracker_store", store).delete(sender)
            return response.json({"forgotten": bool(gone)})

        return routes

    def _trusted(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("X-Relais-Token", "").encode(), self._token.encode())


def _obeyed(payload: str | None, domain: Domain) -> str:
    """What a button means; one of another version, that means nothing any more, is not understood."""
    found = _INTENT.match(payload or "")
    return NOTHING if payload and not (found and found[1] in domain.intents) else payload or ""
