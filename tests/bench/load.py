"""Conversations played many at a time by one asynchronous client, and how long each turn took."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiohttp

Turn = Callable[[str], Awaitable[None]]
Open = Callable[[aiohttp.ClientSession], Awaitable[Turn]]


@dataclass(frozen=True)
class Seen:
    """``times`` in seconds, one a turn; ``seconds`` of the whole run; ``errors``: turns that were refused or failed."""

    times: Sequence[float]
    seconds: float
    errors: int = 0

    def spread(self) -> str:
        """« p50 / p95 » in milliseconds."""
        ordered = sorted(self.times)
        return f"{statistics.median(ordered) * 1000:.1f} / {ordered[int(len(ordered) * 0.95)] * 1000:.1f} ms"

    def rate(self) -> str:
        """Turns a second, and the errors."""
        return f"{len(self.times) / self.seconds:.0f} tours/s" + (f", {self.errors} erreurs" if self.errors else "")


def relais(url: str) -> Open:
    """Conversations with Relais, by its chat API."""

    async def open_one(http: aiohttp.ClientSession) -> Turn:
        async with http.post(f"{url}/api/chat/sessions") as opened:
            token = (await opened.json())["token"]

        async def say(words: str) -> None:
            async with http.post(
                f"{url}/api/chat/messages", json={"text": words}, headers={"Authorization": f"Bearer {token}"}
            ) as answer:
                await _read(answer)

        return say

    return open_one


def peer(url: str) -> Open:
    """Conversations with a plain Rasa bot, by its REST channel."""
    count = iter(range(1_000_000))

    async def open_one(http: aiohttp.ClientSession) -> Turn:
        sender = f"person-{next(count)}-{time.monotonic_ns()}"

        async def say(words: str) -> None:
            body = {"sender": sender, "message": words}
            async with http.post(f"{url}/webhooks/rest/webhook", json=body) as answer:
                await _read(answer)

        return say

    return open_one


async def _read(answer: aiohttp.ClientResponse) -> None:
    body = await answer.read()
    if answer.status != 200 or len(body) < 4:
        raise AssertionError(f"status {answer.status}")


def run(open_one: Open, words: Sequence[str], users: int, turns: int) -> Seen:
    """``users`` people at a time say ``words`` in turn, ``turns`` times altogether, each in one conversation."""

    async def all_of_them() -> Seen:
        times: list[float] = []
        errors = 0

        async def one(number: int) -> None:
            nonlocal errors
            say = await open_one(http)
            for index in range(turns // users):
                started = time.perf_counter()
                try:
                    await say(words[(number + index) % len(words)])
                except (AssertionError, aiohttp.ClientError):
                    errors += 1
                times.append(time.perf_counter() - started)

        timeout = aiohttp.ClientTimeout(60)
        async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as http:
            started = time.perf_counter()
            await asyncio.gather(*(one(number) for number in range(users)))
            return Seen(times, time.perf_counter() - started, errors)

    return asyncio.run(all_of_them())
