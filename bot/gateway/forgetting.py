"""What a dialogue that did not answer still holds of an erased conversation: asked again until it is gone, and said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any

from bot.content import Content
from bot.gateway.rasa_client import RasaClient, RasaUnavailable

_FIRST, _LAST = 2.0, 300.0  # seconds between two tries: twice as long each time
logger = logging.getLogger(__name__)


def erased_words(content: Content, done: dict[str, Any], *, easy: bool, hours: int) -> str:
    """What is said of an erasure (:meth:`Conversations.erase`): that all is gone, or what is not yet.

    :param hours: after which the memory of a dialogue forgets by itself.
    """
    key = "erase_done" if done["complete"] else "erase_incomplete"
    return content.text(key, easy=easy, reference=done["receipt"].number, hours=str(hours))


class Forgetting:
    """Erasures that the dialogue has not heard of yet.

    :param forget: erases what the database holds of a session. Called once more at the end: a turn that was under way
        in the dialogue may have written since.
    :param hours: how long it is worth trying.
    """

    def __init__(self, rasa: RasaClient, forget: Callable[[str], object], hours: int) -> None:
        self._rasa, self._forget, self._seconds = rasa, forget, hours * 3600.0
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def now(self, session_id: str) -> bool:
        """Have the dialogue forget; when it does not answer, False, and it is asked again later."""
        try:
            await self._rasa.forget(session_id)
            return True
        except RasaUnavailable:
            self._try_later(session_id)
            return False

    async def settle(self, session_id: str) -> None:
        """Before a new turn of an erased conversation: nothing of before may answer it, nor be erased with it later.

        :raises RasaUnavailable: the dialogue still does not answer.
        """
        if (task := self._tasks.pop(session_id, None)) is None:
            return
        task.cancel()
        try:
            await self._complete(session_id)
        except Exception:
            self._try_later(session_id)
            raise

    def _try_later(self, session_id: str) -> None:
        if session_id not in self._tasks:
            self._tasks[session_id] = asyncio.create_task(self._later(session_id))

    async def _later(self, session_id: str) -> None:
        for pause in self._pauses():
            await asyncio.sleep(pause)
            try:
                await self._complete(session_id)
                break
            except Exception as error:  # the dialogue or the base is still down: only the next try tells
                logger.info("erasure not complete yet: %s", type(error).__name__)

        self._tasks.pop(session_id, None)

    async def _complete(self, session_id: str) -> None:
        await self._rasa.forget(session_id)
        await asyncio.to_thread(self._forget, session_id)

    def _pauses(self) -> Iterator[float]:
        pause, spent = _FIRST, 0.0
        while spent < self._seconds:
            yield pause
            spent, pause = spent + pause, min(2 * pause, _LAST)

    def close(self) -> None:
        """Stop trying: the process ends."""
        for task in self._tasks.values():
            task.cancel()
