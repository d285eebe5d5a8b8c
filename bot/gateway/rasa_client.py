"""The gateway's telephone to Rasa: one turn, all the messages, or a plain failure."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp

from bot.messages import Message

KEPT_SECONDS = 2.0  # an idle connection: Sanic closes it after five, and what is sent just then is lost
TURN_SECONDS = 14.0  # above the ten seconds that an action may take, below what a person waits for


class RasaUnavailable(Exception):
    """Rasa did not answer, or answered with an error."""


class RasaClient:
    """Speaks to :class:`bot.rasa.channel.RelaisChannel`."""

    def __init__(self, url: str, token: str) -> None:
        self._base, self._headers = f"{url}/webhooks/relais", {"X-Relais-Token": token}
        self._http: aiohttp.ClientSession | None = None

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                headers=self._headers,
                timeout=aiohttp.ClientTimeout(TURN_SECONDS),
                connector=aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS, limit=0),
            )
        return self._http

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()

    async def turn(
        self,
        session_id: str,
        *,
        text: str | None = None,
        payload: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> list[Message]:
        """Give Rasa what was typed (``text``) or what a button means (``payload``).

        :raises RasaUnavailable: connection, time-out, status or content.
        """
        body = {"sender": session_id, "text": text, "payload": payload, "metadata": metadata or {}}
        messages = await self._call("POST", "/turn", "messages", body)
        if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
            raise RasaUnavailable("not a list of messages")
        return messages

    async def forget(self, session_id: str) -> bool:
        """Have Rasa forget the conversation.

        :raises RasaUnavailable: as :meth:`turn`.
        """
        return bool(await self._call("DELETE", f"/conversation/{session_id}", "forgotten"))

    async def alive(self, seconds: float) -> bool:
        """Its server answers within so many seconds; that says nothing of the dialogue."""
        try:
            async with self._session().get(f"{self._base}/", timeout=aiohttp.ClientTimeout(seconds)) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return False

    async def _call(self, method: str, path: str, wanted: str, body: dict[str, Any] | None = None) -> Any:
        try:
            async with self._session().request(method, self._base + path, json=body) as response:
                if response.status != 200:
                    raise RasaUnavailable(f"status {response.status}")
                return json.loads(await response.read())[wanted]
        except (aiohttp.ClientError, asyncio.TimeoutError, LookupError, TypeError, ValueError, OSError) as error:
            raise RasaUnavailable(type(error).__name__) from error
