"""``detect(text)``: rules first, the classifier beside them when it is there, one decision."""

from __future__ import annotations

from functools import lru_cache

from bot.crisis import classifier, decision, rules
from bot.crisis.detection import Detection
from bot.crisis.text import sentences


def detect(text: str) -> Detection:
    """The danger in a message, whatever its length, spelling or code points; never raises, never logs the text.

    Reads at most 8,192 characters. About one millisecond for an ordinary message.
    """
    said = sentences(text)
    hits = rules.match(said)
    model = _model()
    return decision.decide(said, hits, model.judge(said, hits) if model else None)


def warm() -> None:
    """Compile the rules and load the classifier, so that the first message does not wait."""
    rules.groups()
    detect("bonjour")


@lru_cache(maxsize=1)
def _model() -> classifier.Classifier | None:
    return classifier.load()
