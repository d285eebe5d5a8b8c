"""Locks of conversations: of this process, or Redis when several Rasa processes share them."""

from __future__ import annotations

from typing import Any

import redis
from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore

from bot.settings import load_settings


class RelaisLockStore(LockStore):
    """Named in ``endpoints.yml``; becomes one of Rasa's own stores."""

    def __new__(cls, endpoint_config: Any = None) -> Any:
        """Rasa asks for this class; the settings say which store it gets."""
        url = load_settings().redis_url
        if not url:
            return InMemoryLockStore()
        store = RedisLockStore()
        # Rasa's store takes host and port apart; one address serves all of Relais.
        store.red = redis.StrictRedis.from_url(url, socket_timeout=10)
        return store
