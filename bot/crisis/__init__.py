"""Danger in a message: suicide, harm, abuse, vital emergency, or a grey signal that deserves a caring question."""

from bot.crisis.detection import Detection
from bot.crisis.detector import detect, warm

__all__ = ["Detection", "detect", "warm"]
