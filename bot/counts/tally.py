"""Add to the counts, and read them. A closed list of kinds, and a shape that no sentence fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.counts.daily import count
from bot.counts.models import DailyCount

KINDS: dict[str, str] = {
    "conversation": "a first message; key: the channel",
    "started": "a series of questions was begun; key: its purpose",
    "finished": "it was gone through; key: its purpose",
    "asked": "a question was put; key: its full name",
    "answered": "it was answered or passed; key: its full name",
    "opinion": "an answer of the satisfaction questionnaire; key: the question, detail: the option",
    "unanswered": "a message was not understood; key: the best guesses",
    "settled": "what the person then chose; key: the guesses, detail: a topic, not_that or human",
}
NO_GUESS = "none"
# Codes in ASCII joined by « + ». A sentence has spaces and accents: it cannot be written here, even by mistake.
_CODE = re.compile(r"[A-Za-z0-9_.\-+]{1,120}")


@dataclass(frozen=True)
class Tally:
    """Something that happened once."""

    kind: str
    key: str
    detail: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not a code.

        :raises ValueError: an unknown kind, or a key that could be words.
        """
        if self.kind not in KINDS or not _CODE.fullmatch(self.key):
            raise ValueError("not a count")
        if self.detail and not _CODE.fullmatch(self.detail[:60]):
            raise ValueError("not a count")


def add(session: Session, tallies: Iterable[Tally]) -> None:
    """Add these to the counts of today, in the caller's transaction."""
    keys = [{"kind": tally.kind, "key": tally.key, "detail": tally.detail[:60]} for tally in tallies]
    count(session, DailyCount, "number", keys)


def read(session: Session, kind: str, since: date) -> dict[tuple[str, str], int]:
    """(key, detail) → how often since a day, that day included."""
    rows = session.execute(
        select(DailyCount.key, DailyCount.detail, func.sum(DailyCount.number))
        .where(DailyCount.kind == kind, DailyCount.day >= since)
        .group_by(DailyCount.key, DailyCount.detail)
    )
    return {(key, detail): int(number) for key, detail, number in rows}
