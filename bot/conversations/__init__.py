"""Where a conversation lives: in volatile memory before consent, encrypted in the database after."""

from bot.conversations.store import STORE_DOWN, ConversationStore
from bot.conversations.volatile import MemoryStore, RedisStore, Volatile, make_volatile

__all__ = ["STORE_DOWN", "ConversationStore", "MemoryStore", "RedisStore", "Volatile", "make_volatile"]
