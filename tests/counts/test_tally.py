"""Counts by day: exact, safe between processes, and no room for words."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from bot.counts.models import DailyCount
from bot.counts.tally import Tally, add, read
from bot.database import Base, Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'counts.sqlite'}")
    Base.metadata.create_all(made.engine, tables=[DailyCount.__table__])
    return made


def test_the_same_thing_is_one_row_a_day(database: Database) -> None:
    for day in ("2026-03-01", "2026-03-02"):
        with freeze_time(day), database.session() as session:
            add(session, [Tally("unanswered", "apa+respite")] * 2 + [Tally("unanswered", "none")])
            add(session, [Tally("unanswered", "apa+respite")])
    with database.session() as session:
        assert session.query(DailyCount).count() == 4
        assert read(session, "unanswered", date(2026, 3, 2)) == {("apa+respite", ""): 3, ("none", ""): 1}
        assert read(session, "unanswered", date(2026, 1, 1))[("apa+respite", "")] == 6
        assert read(session, "settled", date(2026, 1, 1)) == {}


def test_several_at_once_lose_nothing(database: Database) -> None:
    def work() -> None:
        for _ in range(25):
            with database.session() as session:
                add(session, [Tally("conversation", "web")])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert read(session, "conversation", date(2000, 1, 1)) == {("web", ""): 100}


@pytest.mark.parametrize(
    "kind, key, detail",
    [
        ("unanswered", "je veux mourir", ""),
        ("unanswered", "Mme Dupré", ""),
        ("unanswered", "", ""),
        ("gossip", "web", ""),
        ("settled", "apa", "mon mari est malade"),
    ],
)
def test_words_cannot_be_counted(kind: str, key: str, detail: str) -> None:
    with pytest.raises(ValueError, match="not a count"):
        Tally(kind, key, detail)


@given(st.text(min_size=1).filter(lambda text: " " in text or not text.isascii()))
def test_no_sentence_ever_fits(words: str) -> None:
    with pytest.raises(ValueError, match="not a count"):
        Tally("unanswered", words)
