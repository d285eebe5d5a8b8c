"""Packs: what a project adds for its own people, as a folder of data files and no code. See ``docs/packs.md``."""

from bot.packs.library import PACKS, Packs
from bot.packs.model import Item, Pack, PackError, Step

__all__ = ["PACKS", "Item", "Pack", "PackError", "Packs", "Step"]
