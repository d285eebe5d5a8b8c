"""Kills the processes one after the other, at any moment of their work, and starts them again as a supervisor does."""

from __future__ import annotations

import asyncio
import random
import time

import requests

from tests.conversations.stack import Stack
from tests.endurance.tale import Tale

NAMES = ("gateway", "rasa", "actions")
BACK = 180.0  # seconds for a process to be back, on a busy machine


class Reaper:
    """``kills`` kills, each process in turn, spread over the requests that get done."""

    def __init__(self, stack: Stack, tale: Tale, referrals: int, kills: int, seed: int) -> None:
        self._stack, self._tale, self._draw = stack, tale, random.Random(seed)
        self._at = [round((n + 0.5) * referrals / kills) for n in range(kills)]  # after how many requests each one falls

    async def run(self) -> None:
        """Ends with the last kill."""
        order: list[str] = []
        for done in self._at:
            while len(self._tale.codes) < done:
                await asyncio.sleep(0.05)
            await asyncio.sleep(self._draw.uniform(0, 1.5))
            order = order or self._draw.sample(NAMES, len(NAMES))
            name = order.pop()
            await asyncio.to_thread(self._stack.kill, name)
            self._tale.kills[name] += 1
            await asyncio.sleep(self._draw.uniform(0, 0.5))
            await asyncio.to_thread(self._stack.start, name)
            await asyncio.to_thread(self._back)

    def _back(self) -> None:
        """Wait until a conversation works: readiness is asked of the door, whose verdict is at most two seconds old."""
        end = time.monotonic() + BACK
        time.sleep(2.2)
        while time.monotonic() < end:
            try:
                if requests.get(f"{self._stack.url}/health/ready", timeout=15).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.3)
        raise AssertionError("it did not come back")
