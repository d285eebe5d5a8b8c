"""Memos: what a person takes away, on paper or as a link that lasts seven days and can be taken back."""

from bot.memos.store import Memo, MemoRefused, create, find, revoke, revoke_all

__all__ = ["Memo", "MemoRefused", "create", "find", "revoke", "revoke_all"]
