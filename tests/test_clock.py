"""The day and the hour of the people here, whatever the clock of the machine says."""

from __future__ import annotations

from datetime import date, datetime

from freezegun import freeze_time

from bot.clock import at_hour, local, today
from bot.french_dates import MONTHS, day_in_words, hour_in_words
from bot.interview.engine import Engine


@freeze_time("2026-11-25 23:30:00")
def test_after_midnight_in_paris_the_day_has_changed() -> None:
    assert today() == date(2026, 11, 26)
    assert local(datetime(2026, 11, 25, 23, 30)).hour == 0


@freeze_time("2026-07-01 22:30:00")
def test_in_summer_midnight_comes_two_hours_before_that_of_utc() -> None:
    assert today() == date(2026, 7, 2)
    assert Engine().today() == date(2026, 7, 2), "« demain » is the third"


def test_an_hour_of_paris_is_written_in_utc_on_both_sides_of_the_change() -> None:
    assert at_hour(date(2026, 10, 24), 10) == datetime(2026, 10, 24, 8)
    assert at_hour(date(2026, 10, 26), 10) == datetime(2026, 10, 26, 9)


def test_days_and_hours_in_words() -> None:
    assert day_in_words(date(2026, 11, 1)) == "1er novembre 2026"
    assert [day_in_words(date(2026, m, 2)).split()[1] for m in range(1, 13)] == list(MONTHS)
    assert (hour_in_words("14:30"), hour_in_words("09:00"), hour_in_words("14")) == ("14 h 30", "9 h", "14 h")
