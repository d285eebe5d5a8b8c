"""What every messaging channel promises, and how one speaks to a provider's HTTP API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Protocol

import aiohttp

from bot.delivery.carrier import Carrier, Undeliverable
from bot.gateway.channels.incoming import Incoming
from bot.gateway.channels.rendering import Part

SECONDS = 10.0  # for one call
ATTEMPTS = 3  # at once, before the part is left for later
UNAUTHORISED = (401,)  # the operator has a token to renew: what waits can still go
PATIENCE = 3.0  # seconds: a longer « Retry-After » is left for later


class Channel(Carrier, Protocol):
    """A messaging channel: reads its provider's webhooks, and sends by its API."""

    name: str

    def verified(self, headers: Mapping[str, str], url: str, body: bytes) -> bool:
        """True when the provider signed this request. ``url`` is the public one."""

    def read(self, body: bytes) -> list[Incoming]:
        """The messages of a request; those that ask for no answer are left out.

        :raises ValueError: the body is not what the provider sends.
        """

    async def deliver(self, address: str, part: Part) -> None:
        """Send one part.

        :raises Undeliverable: see :meth:`Carrier.send`.
        """

    async def acknowledge(self, incoming: Incoming) -> None:
        """Show that a button was heard, where the channel waits for it; a failure does not matter."""

    async def close(self) -> None:
        """Close the connections."""


class Answer:
    """What a provider answered: status, JSON (empty when it is none), seconds of « Retry-After »."""

    def __init__(self, status: int, data: dict[str, Any], after: float | None) -> None:
        self.status, self.data, self.after = status, data, after


class Api:
    """Calls to one provider, again at once when it is busy, with a little patience."""

    def __init__(self, auth: aiohttp.BasicAuth | None = None, headers: Mapping[str, str] | None = None) -> None:
        self._auth, self._headers = auth, dict(headers or {})
        self._http: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()

    async def post(self, url: str, **content: Any) -> Answer:
        """One POST (``json=`` or ``data=``); the last answer when it is not a passing trouble.

        :raises Undeliverable: not permanent: no connection, time-out, or still busy after a few attempts.
        """
        trouble = Undeliverable("no answer", permanent=False)
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(min(PATIENCE, trouble.after if trouble.after is not None else 0.3 * 2**attempt))
            try:
                answer = await self._once(url, content)
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
                trouble = Undeliverable(type(error).__name__, permanent=False)
                continue
            if answer.status != 429 and answer.status < 500:
                return answer
            trouble = Undeliverable(f"status {answer.status}", permanent=False, after=answer.after)
            if (answer.after or 0) > PATIENCE:
                break
        raise trouble

    async def _once(self, url: str, content: dict[str, Any]) -> Answer:
        if self._http is None:
            timeout = aiohttp.ClientTimeout(SECONDS)
            self._http = aiohttp.ClientSession(auth=self._auth, headers=self._headers, timeout=timeout)
        async with self._http.post(url, allow_redirects=False, **content) as response:
            raw = await response.read()
            try:
                data = json.loads(raw)
            except ValueError:
                data = {}
            data = data if isinstance(data, dict) else {}
            return Answer(response.status, data, _after(response.headers.get("Retry-After"), data))


def _after(header: str | None, data: dict[str, Any]) -> float | None:
    """Seconds to wait: of the header, or of Telegram's body."""
    parameters = data.get("parameters")
    said: Any = parameters.get("retry_after") if isinstance(parameters, dict) else None
    try:
        return max(0.0, float(said if said is not None else header or ""))
    except (TypeError, ValueError):  # absent, or a date: the usual delays serve
        return None
