"""What a service answers moves the request, with the right reason, once, and never by a move that does not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.referrals import answers
from bot.referrals.lifecycle import MOVES, STATES, move
from bot.referrals.models import OutboxMessage, ReferralEvent
from bot.referrals.routing import Routes
from tests.referrals.conftest import referral_of

ALONE = Routes()


def give(database: Database, *codes: str, routes: Routes = ALONE) -> list[bool]:
    """Answer; whether each changed something."""
    done = []
    for code in codes:
        with database.session() as session:
            done.append(answers.answer(session, referral_of(session), code, routes))
    return done


def stands(database: Database) -> tuple[str, str | None]:
    """State and reason."""
    with database.session() as session:
        referral = referral_of(session)
        return str(referral.state), referral.state_reason


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        ("called", "in-progress", None),
        ("in-place", "completed", "done"),
        ("unreachable", "received", "unreachable"),
        ("full", "rejected", "full"),
        ("out-of-territory", "rejected", "out-of-territory"),
        ("not-for-us", "rejected", "not-eligible"),
    ],
)
def test_each_answer_has_its_state_and_its_reason(
    code: str, state: str, reason: str | None, database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    assert give(database, code, code) == [True, False], "twice is once"
    assert stands(database) == (state, reason)
    with database.session() as session:
        last = session.scalars(select(ReferralEvent).order_by(ReferralEvent.id.desc())).first()
        assert last is not None and (last.actor, last.kind, last.to_state) == ("service", "state", state)
        assert answers.given(session, referral_of(session)) == code


def test_a_service_may_change_its_mind(database: Database, recorded: Callable[..., str]) -> None:
    recorded()
    assert give(database, "full", "not-for-us", "called") == [True, True, True]
    assert stands(database) == ("in-progress", None)


def test_a_refusal_after_it_began_has_failed(database: Database, recorded: Callable[..., str]) -> None:
    recorded()
    assert give(database, "called", "full", "full") == [True, True, False]
    assert stands(database) == ("failed", "full")


def test_unreachable_when_the_case_is_in_hand_is_noted_and_moves_nothing(
    database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    assert give(database, "called", "unreachable", "unreachable") == [True, True, False]
    assert stands(database) == ("in-progress", None)
    with database.session() as session:
        last = session.scalars(select(ReferralEvent).order_by(ReferralEvent.id.desc())).first()
        assert last is not None and (last.kind, last.reason) == ("call", "unreachable")


def test_an_answer_that_a_coordinator_has_overruled_may_be_given_again(
    database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    give(database, "full")
    with database.session() as session:
        move(session, referral_of(session), "received", "claire")
    assert give(database, "full") == [True]


@pytest.mark.parametrize("code", list(answers.ANSWERS))
@pytest.mark.parametrize("state", STATES)
def test_no_answer_ever_makes_a_move_that_does_not_exist(
    state: str, code: str, database: Database, recorded: Callable[..., str]
) -> None:
    recorded()
    with database.session() as session:
        referral_of(session).state = state
    give(database, code)
    with database.session() as session:
        steps = session.scalars(
            select(ReferralEvent).where(ReferralEvent.actor == "service").order_by(ReferralEvent.id)
        ).all()
        assert steps and all(s.kind == "call" or s.to_state in MOVES[str(s.from_state)] for s in steps)


def test_the_coordinators_are_told(database: Database, recorded: Callable[..., str]) -> None:
    recorded()
    give(database, "full", "full", routes=Routes(mail=True, coordinators={"": "equipe@exemple.fr"}, webhook=True))
    with database.session() as session:
        told = session.execute(select(OutboxMessage.kind, OutboxMessage.channel).order_by(OutboxMessage.id)).all()
    assert [tuple(row) for row in told] == [
        ("referral_requested", "console"),
        ("service_answered", "email"),
        ("service_answered", "webhook"),
    ]


def test_an_unknown_answer_is_a_fault(database: Database, recorded: Callable[..., str]) -> None:
    recorded()
    with pytest.raises(KeyError):
        give(database, "bravo")
