"""Questions without a sure answer, grouped by what they seemed to be about. The words themselves are never kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.console.suppression import FEWEST
from bot.counts import tally
from bot.counts.tally import NO_GUESS

MOST = 40


@dataclass(frozen=True)
class Gap:
    """Messages with the same best guesses. ``chosen``: what people then pressed, with how often; ``left``: nothing."""

    guesses: tuple[str, ...]
    times: int
    chosen: tuple[tuple[str, int], ...]
    left: int


@dataclass(frozen=True)
class Gaps:
    """``rare``: how many messages stand in groups too small to be shown."""

    shown: tuple[Gap, ...]
    rare: int


def gaps(session: Session, since: date) -> Gaps:
    """The groups since a day, the most frequent first; none under five messages."""
    asked = {key: number for (key, _), number in tally.read(session, "unanswered", since).items()}
    settled = tally.read(session, "settled", since)
    found = []
    for key, times in sorted(asked.items(), key=lambda item: (-item[1], item[0])):
        if times < FEWEST:
            continue
        chosen = Counter({how: number for (guesses, how), number in settled.items() if guesses == key})
        left = max(0, times - sum(chosen.values()))
        found.append(Gap(tuple(g for g in key.split("+") if g != NO_GUESS), times, tuple(chosen.most_common()), left))
    return Gaps(tuple(found[:MOST]), sum(times for times in asked.values() if times < FEWEST))
