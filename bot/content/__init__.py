"""What Relais says: information cards, helplines and fixed sentences, all data files, and their reader."""

from bot.content.cards import Card
from bot.content.helplines import Helpline
from bot.content.library import Content, ContentError

__all__ = ["Card", "Content", "ContentError", "Helpline"]
