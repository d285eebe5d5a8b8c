"""Coming back another day with a code: to a questionnaire left in the middle, or to compare with last time."""

from bot.returns.code import find_code, new_code
from bot.returns.store import PAUSE, SUMMARY, Kept, forget, keep, purge, take

__all__ = ["PAUSE", "SUMMARY", "Kept", "find_code", "forget", "keep", "new_code", "purge", "take"]
