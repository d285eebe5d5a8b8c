"""Rates: a sliding minute by key, in this process or in Redis."""

from __future__ import annotations

import logging
import time
from collections import defaultdict, deque
from typing import Protocol

import redis.asyncio as redis_async
from redis import RedisError

_MINUTE = 60.0
logger = logging.getLogger(__name__)


class Limiter(Protocol):
    """Counts events of the last minute."""

    async def allow(self, key: str, most: int) -> bool:
        """Count one event of ``key``; False when there were already ``most`` in the last minute."""


class MemoryLimiter:
    """For one process."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, deque[float]] = defaultdict(deque)
        self._swept = time.monotonic()

    async def allow(self, key: str, most: int) -> bool:
        at = time.monotonic()
        if at - self._swept > _MINUTE:
            self._seen = defaultdict(deque, {k: v for k, v in self._seen.items() if v and v[-1] > at - _MINUTE})
            self._swept = at
        seen = self._seen[key]
        while seen and seen[0] <= at - _MINUTE:
            seen.popleft()
        if len(seen) >= most:
            return False
        seen.append(at)
        return True


class RedisLimiter:
    """For several processes: one counter a key and a minute. An address is hashed by the caller, never stored.

    When Redis is down nothing is counted and nobody is refused: the message may be the one that matters.
    """

    def __init__(self, url: str) -> None:
        self._client = redis_async.Redis.from_url(url, socket_timeout=1)

    async def allow(self, key: str, most: int) -> bool:
        window = f"relais:rate:{key}:{int(time.time() // _MINUTE)}"
        try:
            async with self._client.pipeline(transaction=True) as pipe:
                count, _ = await pipe.incr(window).expire(window, 120).execute()
        except (RedisError, OSError) as error:
            logger.warning("rate not counted: %s", type(error).__name__)
            return True
        return int(count) <= most
