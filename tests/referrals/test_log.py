"""Recording: a referral with its event and its outbox message, all or nothing, once; and bare counts."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals import log
from bot.referrals.log import Request, count_suggestions, count_unmet_need, record
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent, Suggestion, UnmetNeed
from bot.referrals.personal_data import opened
from bot.referrals.reference import Reference, find_reference, new_reference
from tests.referrals.conftest import referral_of

Make = Callable[..., Request]


def _rows(database: Database) -> tuple[int, int, int]:
    with database.session() as session:
        one, two, three = (
            session.scalar(select(func.count()).select_from(t)) or 0 for t in (Referral, ReferralEvent, OutboxMessage)
        )
        return one, two, three


@freeze_time("2026-11-22 10:00")
def test_a_request_is_written_with_its_event_and_its_message(
    database: Database, vault: Vault, request_of: Make
) -> None:
    code = new_reference().code
    request = request_of(
        when_to_call="le matin",
        message="sonner deux fois",
        summary={"sommeil": "mauvais"},
        other_needs=("listening", "apa"),
        reasons=("sleep", "alone"),
        level=2,
        door="prescriber",
    )
    assert record(database, vault, request, code) == code
    assert _rows(database) == (1, 1, 1)
    with database.session() as session:
        referral = referral_of(session)
        assert referral.public_reference == code[:6] and referral.secret_hash == find_reference(code).secret_hash  # type: ignore[union-attr]
        assert (referral.state, referral.version, referral.level, referral.door) == ("requested", 1, 2, "prescriber")
        assert (referral.other_needs, referral.reasons) == ("listening apa", "sleep alone")
        held = opened(referral, vault)
        assert json.loads(held.pop("summary")) == {"sommeil": "mauvais"}
        assert held == {
            "first_name": "Odile",
            "contact": "06 11 22 33 44",
            "when_to_call": "le matin",
            "message": "sonner deux fois",
        }
        first, message = referral.events[0], session.scalars(select(OutboxMessage)).one()
        assert (first.actor, first.kind, first.from_state, first.to_state) == ("person", "state", None, "requested")
        assert message.referral_id == referral.id and message.sent_at is None and message.attempts == 0
        assert {str(t) for t in (referral.created_at, first.at, message.due_at)} == {"2026-11-22 10:00:00"}


def test_what_was_not_given_is_not_encrypted_into_something(database: Database, vault: Vault, request_of: Make) -> None:
    record(database, vault, request_of(), new_reference().code)
    with database.session() as session:
        referral = referral_of(session)
        assert referral.message is None and referral.when_to_call is None and referral.summary is None


def test_the_same_request_again_is_one_row_and_the_same_code(
    database: Database, vault: Vault, request_of: Make
) -> None:
    code = new_reference().code
    assert [record(database, vault, request_of(), code) for _ in range(3)] == [code] * 3
    assert _rows(database) == (1, 1, 1)


def test_the_same_request_with_another_code_tells_no_false_code(
    database: Database, vault: Vault, request_of: Make
) -> None:
    code, other = new_reference().code, new_reference().code
    record(database, vault, request_of(), code)
    given = record(database, vault, request_of(), other)
    assert given == code[:6] and _rows(database) == (1, 1, 1)


@pytest.mark.parametrize("change", [{"form_run": "run-2"}, {"service_id": "srv-2"}, {"session_id": "s2"}])
def test_another_run_service_or_person_is_another_request(
    change: dict[str, str], database: Database, vault: Vault, request_of: Make
) -> None:
    record(database, vault, request_of(), new_reference().code)
    record(database, vault, request_of(**change), new_reference().code)
    assert _rows(database) == (2, 2, 2)


@pytest.mark.parametrize("table", ["referral", "referral_event", "outbox"])
def test_a_failure_in_the_middle_leaves_nothing(table: str, database: Database, vault: Vault, request_of: Make) -> None:
    def fail(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            raise OperationalError(statement, {}, Exception("disk full"))

    event.listen(database.engine, "before_cursor_execute", fail)
    with pytest.raises(SQLAlchemyError):
        record(database, vault, request_of(), new_reference().code)
    event.remove(database.engine, "before_cursor_execute", fail)
    assert _rows(database) == (0, 0, 0)
    code = new_reference().code
    assert record(database, vault, request_of(), code) == code, "and the next attempt works"


def test_a_failure_at_the_commit_leaves_nothing(database: Database, vault: Vault, request_of: Make) -> None:
    def fail(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("power cut"))

    event.listen(database.engine, "commit", fail)
    with pytest.raises(SQLAlchemyError):
        record(database, vault, request_of(), new_reference().code)
    event.remove(database.engine, "commit", fail)
    assert _rows(database) == (0, 0, 0)


def test_without_the_consent_it_names_nothing_is_written(database: Database, vault: Vault, request_of: Make) -> None:
    with pytest.raises(IntegrityError):
        record(database, vault, request_of(consent_id=999), new_reference().code)
    assert _rows(database) == (0, 0, 0)


def test_a_malformed_code_is_refused_before_anything(database: Database, vault: Vault, request_of: Make) -> None:
    for code in ("", "KABOTU", "KABOTU-MIDORELA-X"):
        with pytest.raises(ValueError, match="malformed"):
            record(database, vault, request_of(), code)
    assert _rows(database) == (0, 0, 0)


def test_a_public_half_drawn_twice_gives_the_second_person_another_code(
    database: Database, vault: Vault, request_of: Make
) -> None:
    one, two = Reference("KABOTU", "MIDORELA"), Reference("KABOTU", "ZAZEZIZO")
    assert record(database, vault, request_of(), one.code) == one.code
    given = record(database, vault, request_of(form_run="run-2"), two.code)
    assert given[:6] != "KABOTU" and find_reference(given) is not None
    assert _rows(database) == (2, 2, 2)


def test_a_code_is_drawn_free_and_drawn_again_while_it_is_taken(
    database: Database, vault: Vault, request_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With tens of thousands of requests, every third public half is taken."""
    for run, public in enumerate(("KABOTU", "KABOTA", "KABOTE")):
        record(database, vault, request_of(form_run=f"run-{run}"), Reference(public, "MIDORELA").code)
    drawn = iter(["KABOTU", "KABOTA", "KABOTO", "KABOTU", "KABOTA", "KABOTE", "KABOTI"])
    monkeypatch.setattr(log, "new_reference", lambda: Reference(next(drawn), "ZAZEZIZO"))
    assert log.draw_code(database)[:6] == "KABOTO"
    late = Reference("KABOTE", "ZAZEZIZO").code  # somebody took its public half since it was drawn
    assert record(database, vault, request_of(form_run="run-9"), late)[:6] == "KABOTI"


def test_two_deliveries_at_once_are_one_request(
    database: Database, vault: Vault, request_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(2, timeout=10)
    look = log._existing
    looked = threading.local()

    def both_look_first(*arguments: Any) -> Any:
        found = look(*arguments)
        if not getattr(looked, "once", False):
            looked.once = True
            together.wait()  # each has seen that nothing is there
        return found

    monkeypatch.setattr(log, "_existing", both_look_first)
    code, request = new_reference().code, request_of()
    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(lambda _: record(database, vault, request, code), range(2)))
    assert given == [code, code] and _rows(database) == (1, 1, 1)


def test_many_requests_from_many_threads_none_lost_none_twice(
    database: Database, vault: Vault, request_of: Make
) -> None:
    requests = [replace(request_of(), form_run=f"run-{n}") for n in range(12)]
    codes = [new_reference().code for _ in requests]
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda n: record(database, vault, requests[n % 12], codes[n % 12]), range(24)))
    assert given == codes * 2 and _rows(database) == (12, 12, 12)


# -- counts


def _counts(database: Database, table: Any, column: str) -> list[tuple[Any, ...]]:
    with database.session() as session:
        return [
            (row.day.isoformat(), row.need, row.place_code, getattr(row, column))
            for row in session.scalars(select(table).order_by(table.day, table.id))
        ]


def test_suggestions_are_counted_by_day_need_place_and_service(database: Database) -> None:
    with freeze_time("2026-11-22 23:00"):
        for shown in (["a", "b"], ["a"]):
            with database.session() as session:
                count_suggestions(session, "respite", "21054", shown)
    with freeze_time("2026-11-23 01:00"), database.session() as session:
        count_suggestions(session, "respite", "21054", ["a"])
        count_suggestions(session, "apa", "", ["a"])
    assert _counts(database, Suggestion, "shown") == [
        ("2026-11-22", "respite", "21054", 2),
        ("2026-11-22", "respite", "21054", 1),
        ("2026-11-23", "respite", "21054", 1),
        ("2026-11-23", "apa", "", 1),
    ]


@freeze_time("2026-11-22")
def test_unmet_needs_are_counted(database: Database) -> None:
    for _ in range(3):
        with database.session() as session:
            count_unmet_need(session, "transport", "39")
    assert _counts(database, UnmetNeed, "asked") == [("2026-11-22", "transport", "39", 3)]


def test_counts_lead_back_to_nobody() -> None:
    assert {c.name for c in Suggestion.__table__.columns} == {"id", "day", "need", "place_code", "service_id", "shown"}
    assert {c.name for c in UnmetNeed.__table__.columns} == {"id", "day", "need", "place_code", "asked"}


def test_counting_from_several_threads_loses_none(database: Database) -> None:
    def count(_: int) -> None:
        with database.session() as session:
            count_unmet_need(session, "respite", "21054")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(12)))
    assert [row[-1] for row in _counts(database, UnmetNeed, "asked")] == [12]
