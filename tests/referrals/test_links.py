"""A signed link opens one request, for a time, for one service; nothing else opens anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.database import Database
from bot.referrals.links import BadLink, Links
from tests.referrals.conftest import referral_of

LINKS = Links("a signing key", "https://relais.example")
START = datetime(2026, 11, 22, 10, 0)


@pytest.fixture
def token(database: Database, recorded: Callable[..., str]) -> str:
    """A service's token, made on the 22nd at ten."""
    recorded()
    with database.session() as session:
        address = LINKS.for_service(referral_of(session), START)
    assert address.startswith("https://relais.example/reponse/")
    return address.rpartition("/")[2]


def opens(database: Database, token: str, kind: str = "s", links: Links = LINKS) -> str:
    """The reference that a token opens, or why it does not."""
    with database.session() as session:
        try:
            return str(links.open(session, kind, token).referral.public_reference)
        except BadLink as error:
            return "expired" if error.expired else "refused"


@freeze_time(START)
def test_it_opens_its_request_and_holds_no_name(database: Database, token: str) -> None:
    reference = opens(database, token)
    assert re.fullmatch(r"[A-Z]{6}", reference) and len(token) < 48
    assert "Odile" not in token and "0611" not in token


def test_it_works_for_eight_days(database: Database, token: str) -> None:
    with freeze_time(START + timedelta(days=8)):
        assert opens(database, token) not in ("expired", "refused")
    with freeze_time(START + timedelta(days=8, seconds=1)):
        assert opens(database, token) == "expired"


@freeze_time(START)
def test_news_have_their_own_links_step_by_step(database: Database, token: str) -> None:
    with database.session() as session:
        week = LINKS.for_news(referral_of(session), 7, START).rpartition("/")[2]
        opened = LINKS.open(session, "n", week)
        assert opened.step == 7
    assert opens(database, week, "s") == "refused" and opens(database, token, "n") == "refused"
    assert opens(database, week.replace("n7-", "n30-"), "n") == "refused"


@freeze_time(START)
def test_a_longer_life_another_request_or_another_key_are_refused(
    database: Database, token: str, recorded: Callable[..., str]
) -> None:
    kind, reference, ends, mac = token.split("-", 3)
    other = recorded(form_run="run-2")[:6]
    for forged in (
        f"{kind}-{reference}-{int(ends, 16) + 999:x}-{mac}",
        f"{kind}-{other}-{ends}-{mac}",
        f"{kind}-{reference}-{ends}-{'A' * 24}",
        token[:-1],
        token + "A",
        token + "\n",
        token.lower(),
        "",
        "s----",
    ):
        assert opens(database, forged) == "refused", forged
    assert opens(database, token, links=Links("another key", "")) == "refused"


@given(st.integers(0, 200), st.characters(codec="ascii", categories=["L", "N"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_letter_can_be_changed(database: Database, token: str, place: int, letter: str) -> None:
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    with freeze_time(START):
        assert (opens(database, changed) == "refused") == (changed != token)


@freeze_time(START)
@pytest.mark.parametrize("change", [{"service_id": "srv-2"}, {"secret_hash": "0" * 64}, {"anonymised_at": START}])
def test_it_dies_with_what_it_was_made_for(database: Database, token: str, change: dict[str, object]) -> None:
    assert opens(database, token) != "refused"
    with database.session() as session:
        for name, value in change.items():
            setattr(referral_of(session), name, value)
    assert opens(database, token) == "refused"
