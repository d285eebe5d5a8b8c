"""A person by Telegram: updates delivered twice, late and the wrong way round, as a provider does when a door falls."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict

import aiohttp

from tests.endurance.brain import NAME, WISH, Act, Brain
from tests.endurance.tale import Tale
from tests.gateway.channels import providers
from tests.gateway.channels.providers import Delivery, Providers, Sent

SILENCE, QUIET, MOST_TURNS = 240.0, 0.8, 100


class Mailboxes:
    """What the double of Telegram took, by person."""

    def __init__(self, api: Providers) -> None:
        self._by_chat: defaultdict[str, asyncio.Queue[Sent]] = defaultdict(asyncio.Queue)
        api.after = lambda sent: self._by_chat[sent.to].put_nowait(sent)

    async def read(self, chat: str) -> list[Sent]:
        """All that comes until it is quiet.

        :raises AssertionError: nothing came: a message was lost.
        """
        waiting = self._by_chat[chat]
        try:
            found = [await asyncio.wait_for(waiting.get(), SILENCE)]
        except asyncio.TimeoutError:
            raise AssertionError(f"chat {chat}: a message had no answer") from None
        while True:
            try:
                found.append(await asyncio.wait_for(waiting.get(), QUIET))
            except asyncio.TimeoutError:
                return found


class Messenger:
    """One conversation of the Telegram webhook."""

    def __init__(self, url: str, brain: Brain, tale: Tale, mailboxes: Mailboxes) -> None:
        self._url, self._brain, self._tale, self._mailboxes = url, brain, tale, mailboxes
        self._draw, self._chat = random.Random(brain.number), str(700_000 + brain.number)
        self._late: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Until the request is said to be recorded."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as http:
            act, buttons = Act(WISH), dict[str, str]()
            for _ in range(MOST_TURNS):
                await self._say(http, act, buttons)
                found = await self._mailboxes.read(self._chat)
                text = "\n".join(sent.text for sent in found)
                buttons = {label: i for sent in found for i, label in sent.buttons} or buttons
                act = self._brain.next(text, buttons)
                await asyncio.sleep(act.wait)
                if act.done:
                    self._tale.told(self._brain.number, act.code)
                    await asyncio.gather(*self._late)
                    return
                if NAME in text and act.words and self._draw.random() < 0.5:
                    # Both answers at once, and the second arrives first.
                    first, second = self._update(act, buttons), self._update(Act(self._brain.phone), buttons)
                    self._tale.reordered += 1
                    await asyncio.gather(self._post(http, second), self._post(http, first))
                    found = await self._mailboxes.read(self._chat)
                    buttons = {label: i for sent in found for i, label in sent.buttons} or buttons
                    act = self._brain.next("\n".join(sent.text for sent in found), buttons)
                    if act.done:
                        self._tale.told(self._brain.number, act.code)
                        return
        raise self._brain.lost()

    def _update(self, act: Act, buttons: dict[str, str]) -> Delivery:
        pressed = next((i for label, i in buttons.items() if act.label and label.startswith(act.label)), None)
        if pressed:
            return providers.telegram(self._chat, pressed=pressed)
        return providers.telegram(self._chat, text=act.words or act.label)

    async def _say(self, http: aiohttp.ClientSession, act: Act, buttons: dict[str, str]) -> None:
        delivery = self._update(act, buttons)
        await self._post(http, delivery)
        if self._draw.random() < 0.2:
            self._late.append(asyncio.create_task(self._again(http, delivery)))

    async def _again(self, http: aiohttp.ClientSession, delivery: Delivery) -> None:
        await asyncio.sleep(self._draw.choice((0, 0.3, 2, 5)))
        self._tale.duplicates += 1
        await self._post(http, delivery)

    async def _post(self, http: aiohttp.ClientSession, delivery: Delivery) -> None:
        """Until it is acknowledged."""
        self._tale.webhooks += 1
        while True:
            try:
                async with http.post(self._url + delivery.path, data=delivery.body, headers=delivery.headers) as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, asyncio.TimeoutError):
                pass
            self._tale.retries += 1
            await asyncio.sleep(0.3)
