"""Every move of a referral: those that are written, and the refusal of all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals.lifecycle import (
    CLOSED,
    MOVES,
    NEEDS_REASON,
    REASONS,
    STATE_LABELS,
    STATES,
    ChangedMeanwhile,
    IllegalMove,
    allowed,
    append,
    move,
)
from bot.referrals.models import Referral, ReferralEvent
from tests.referrals.conftest import referral_of

ALLOWED = [(a, b) for a in STATES for b in STATES if b in MOVES[a]]
REFUSED = [(a, b) for a in STATES for b in STATES if b not in MOVES[a]]


def test_the_tables_speak_of_the_same_states() -> None:
    assert set(MOVES) == set(STATES) == set(STATE_LABELS)
    assert all(targets <= set(STATES) for targets in MOVES.values())
    assert set(STATES) >= CLOSED | NEEDS_REASON
    assert all(state not in targets for state, targets in MOVES.items()), "a state does not follow itself"


def test_every_state_can_be_reached_and_every_open_one_closed() -> None:
    def from_(state: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        for following in MOVES[state] - seen:
            seen = from_(following, seen | {following})
        return seen

    assert from_("requested") | {"requested"} == set(STATES)
    assert all(MOVES[state] & CLOSED for state in set(STATES) - CLOSED)


def test_what_a_coordinator_is_offered_is_what_may_be_done() -> None:
    for state in STATES:
        assert set(allowed(state)) == MOVES[state]
        assert list(allowed(state)) == sorted(allowed(state), key=STATES.index)


def _reason(to_state: str) -> str | None:
    return "full" if to_state in NEEDS_REASON else None


@pytest.mark.parametrize(("before", "after"), ALLOWED)
def test_an_allowed_move_changes_the_state_and_the_history(
    before: str, after: str, database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    with database.session() as session:
        referral_of(session).state = before
    with database.session() as session:
        referral = referral_of(session)
        version = referral.version
        event = move(session, referral, after, "claire", reason=_reason(after), seen_version=version)
        assert (event.from_state, event.to_state, event.actor, event.reason) == (
            before,
            after,
            "claire",
            _reason(after),
        )
    with database.session() as session:
        referral = referral_of(session)
        assert (referral.state, referral.state_reason, referral.version) == (after, _reason(after), version + 1)
        assert [e.to_state for e in referral.events] == ["requested", after]


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_any_other_move_is_refused_and_writes_nothing(before: str, after: str) -> None:
    class Untouchable:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"the store was used: {name}")

    with pytest.raises(IllegalMove) as refused:
        move(Untouchable(), Referral(state=before, version=1), after, "claire", reason=_reason(after))  # type: ignore[arg-type]
    assert STATE_LABELS[before] in str(refused.value) and STATE_LABELS[after] in str(refused.value)


def test_an_invented_state_is_refused() -> None:
    with pytest.raises(IllegalMove, match="ne peut pas devenir « vendue »"):
        move(None, Referral(state="requested"), "vendue", "claire")  # type: ignore[arg-type]


@pytest.mark.parametrize("after", sorted(NEEDS_REASON))
def test_a_bad_end_needs_its_reason(after: str) -> None:
    for reason in (None, "parce que"):
        with pytest.raises(IllegalMove, match="raison"):
            move(None, Referral(state="requested", version=1), after, "claire", reason=reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_of_the_list_is_taken(reason: str, database: Database, recorded: Callable[..., str]) -> None:
    recorded()
    with database.session() as session:
        move(session, referral_of(session), "cancelled", "claire", reason=reason)
    with database.session() as session:
        assert referral_of(session).state_reason == reason


def test_a_version_that_was_passed_is_refused_before_anything_is_written(
    database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    with database.session() as session:
        referral = referral_of(session)
        with pytest.raises(ChangedMeanwhile, match="vient de modifier"):
            move(session, referral, "received", "claire", seen_version=int(referral.version) - 1)
    with database.session() as session:
        assert referral_of(session).state == "requested"
        assert len(list(session.scalars(select(ReferralEvent)))) == 1


def test_of_two_coordinators_at_once_one_is_told(database: Database, recorded: Callable[..., str]) -> None:
    recorded()
    with pytest.raises(ChangedMeanwhile, match="Relisez-la"), database.session() as slow:
        seen = referral_of(slow)
        with database.session() as quick:
            move(quick, referral_of(quick), "received", "paul", seen_version=1)
        move(slow, seen, "cancelled", "claire", reason="duplicate", seen_version=1)
    with database.session() as session:
        referral = referral_of(session)
        assert referral.state == "received"
        assert [(e.actor, e.to_state) for e in referral.events] == [("person", "requested"), ("paul", "received")]


def test_a_note_is_encrypted_and_refused_without_the_means_to(
    database: Database, vault: Vault, recorded: Callable[..., str]
) -> None:
    recorded()
    with database.session() as session:
        referral = referral_of(session)
        with pytest.raises(ValueError, match="vault"):
            append(session, referral, "claire", "note", note="Rappeler sa fille")
        append(session, referral, "claire", "note", note="Rappeler sa fille", vault=vault)
    with database.session() as session:
        note = referral_of(session).events[-1].note
        assert b"fille" not in note and vault.decrypt(note, "referral.note") == "Rappeler sa fille"


def test_an_event_dates_the_last_contact(database: Database, recorded: Callable[..., str]) -> None:
    from freezegun import freeze_time

    with freeze_time("2026-11-22 10:00"):
        recorded()
    with freeze_time("2026-11-24 09:00"), database.session() as session:
        append(session, referral_of(session), "claire", "call")
    with database.session() as session:
        referral = referral_of(session)
        assert f"{referral.last_contact_at:%d}" == f"{referral.updated_at:%d}" == "24"
        assert f"{referral.created_at:%d}" == "22" and referral.state == "requested"
