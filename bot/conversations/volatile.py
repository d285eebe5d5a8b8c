"""Memory that forgets: of this process, or Redis when there are several."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Protocol

import redis

_MOST = 20_000  # conversations held in one process; the longest silent goes first


class Volatile(Protocol):
    """Bytes by key, gone after a time limit. ``here``: in this process, at no wait."""

    here: bool

    def get(self, key: str) -> bytes | None:
        """Return the bytes, or None when absent or expired."""

    def set(self, key: str, value: bytes) -> None:
        """Keep ``value`` and start the time limit anew."""

    def delete(self, key: str) -> bool:
        """Forget at once; True when there was something."""


class MemoryStore:
    """In this process, with a time limit in seconds and a bound on the number of keys. Threads share it."""

    here = True

    def __init__(self, seconds: float, most: int = _MOST) -> None:
        self._seconds, self._most = seconds, most
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            held = self._kept.get(key)
            if held is None or held[0] < time.monotonic():
                self._kept.pop(key, None)
                return None
            return held[1]

    def set(self, key: str, value: bytes) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic() + self._seconds, value)
            self._kept.move_to_end(key)
            # Keys are in order of last use, so the expired ones are first.
            while self._kept and (len(self._kept) > self._most or self._first() < time.monotonic()):
                self._kept.popitem(last=False)

    def delete(self, key: str) -> bool:
        with self._lock:
            return self._kept.pop(key, None) is not None

    def _first(self) -> float:
        """When the longest silent expires."""
        return next(iter(self._kept.values()))[0]


class RedisStore:
    """In Redis, shared by several processes. Redis must run without persistence (see docs/production.md)."""

    here = False

    def __init__(self, url: str, seconds: float, prefix: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._seconds, self._prefix = int(seconds), prefix

    def get(self, key: str) -> bytes | None:
        return self._client.get(self._prefix + key)

    def set(self, key: str, value: bytes) -> None:
        self._client.set(self._prefix + key, value, ex=self._seconds)

    def delete(self, key: str) -> bool:
        return bool(self._client.delete(self._prefix + key))


def make_volatile(redis_url: str, hours: float, prefix: str) -> Volatile:
    """Redis when its address is set, else the memory of this process."""
    if redis_url:
        return RedisStore(redis_url, hours * 3600, f"relais:{prefix}:")
    return MemoryStore(hours * 3600)
