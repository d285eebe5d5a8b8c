"""A person in the widget: messages named by the client, sent twice, sent again late, sent until something answers."""

from __future__ import annotations

import asyncio
import random
import secrets
from typing import Any

import aiohttp

from tests.endurance.brain import WISH, Act, Brain
from tests.endurance.tale import Tale

PATIENCE, MOST_TURNS = aiohttp.ClientTimeout(20), 150


class Web:
    """One conversation of the chat API."""

    def __init__(self, url: str, brain: Brain, tale: Tale) -> None:
        self._url, self._brain, self._tale, self._draw = url, brain, tale, random.Random(brain.number)
        self._late: list[asyncio.Task[Any]] = []

    async def run(self) -> None:
        """Until the request is said to be recorded.

        :raises AssertionError: after 150 turns.
        """
        async with aiohttp.ClientSession(timeout=PATIENCE) as http:
            opened = await self._insist(http, "/api/chat/sessions", {}, 201)
            http.headers["Authorization"] = f"Bearer {opened['token']}"
            act = Act(WISH)
            buttons: dict[str, str] = {}
            for _ in range(MOST_TURNS):
                messages = await self._turn(http, act, buttons)
                text, offered = _read(messages)
                buttons = offered or buttons
                act = self._brain.next(text, buttons)
                await asyncio.sleep(act.wait)
                if act.done:
                    self._tale.told(self._brain.number, act.code)
                    await asyncio.gather(*self._late, return_exceptions=True)
                    return
        raise self._brain.lost()

    async def _turn(self, http: aiohttp.ClientSession, act: Act, buttons: dict[str, str]) -> list[dict[str, Any]]:
        body: dict[str, Any] = {"client_message_id": secrets.token_hex(8)}
        pressed = next((i for label, i in buttons.items() if act.label and label.startswith(act.label)), None)
        body |= {"button": pressed} if pressed else {"text": act.words or act.label}
        if self._draw.random() < 0.1:  # it will arrive again, after others
            self._late.append(asyncio.create_task(self._again(http, body)))
        if self._draw.random() < 0.2:  # a double click, or a network that repeats
            self._tale.duplicates += 1
            both = (self._insist(http, "/api/chat/messages", body, 200) for _ in range(2))
            return list((await asyncio.gather(*both))[0]["messages"])
        return list((await self._insist(http, "/api/chat/messages", body, 200))["messages"])

    async def _again(self, http: aiohttp.ClientSession, body: dict[str, Any]) -> None:
        await asyncio.sleep(self._draw.uniform(0.1, 2))
        self._tale.duplicates += 1
        try:
            async with http.post(self._url + "/api/chat/messages", json=body):
                pass
        except (aiohttp.ClientError, asyncio.TimeoutError):  # the network has repeated it to a closed door
            self._tale.retries += 1

    async def _insist(self, http: aiohttp.ClientSession, path: str, body: dict[str, Any], wanted: int) -> dict[str, Any]:
        """The same message under the same name until the door answers it."""
        while True:
            try:
                async with http.post(self._url + path, json=body) as answer:
                    assert answer.status in (wanted, 503), f"{answer.status} on {path}"
                    if answer.status == wanted:
                        return dict(await answer.json())
            except (aiohttp.ClientError, asyncio.TimeoutError):
                self._tale.retries += 1
            await asyncio.sleep(self._draw.uniform(0.2, 0.6))


def _read(messages: list[dict[str, Any]]) -> tuple[str, dict[str, str]]:
    """All the words, and what can be pressed: label → identifier."""
    offered = [b for m in messages for b in [*m.get("question", {}).get("options", []), *m.get("buttons", [])]]
    return "\n".join(m.get("text", "") for m in messages), {b["label"]: b["id"] for b in offered}
