"""« Je retire mon accord »: the requests made under it end, and nothing more is sent, asked or proposed about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clock import now
from bot.database import Database
from bot.privacy import consent
from bot.privacy.consent import Consent
from bot.privacy.vault import Vault
from bot.referrals import withdrawal
from bot.referrals.lifecycle import CHOICES, REASONS, move
from bot.referrals.log import record
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.reference import new_reference
from bot.referrals.routing import Routes
from bot.referrals.status import status
from bot.referrals.sweep import sweep
from tests.referrals.conftest import referral_of

MAIL = Routes(mail=True, coordinators={"": "equipe@exemple.fr"}, services=True, webhook=True)
SAID = "Votre accord est retiré : cette demande est annulée. Personne ne peut plus lire votre numéro ici."


@pytest.fixture
def code(database: Database, vault: Vault, request_of: Callable[..., Any]) -> str:
    """The code of a request that a service, the team and another software are to be told of."""
    return record(database, vault, request_of(service_by_mail=True), new_reference().code, MAIL)


def _outward(session: Any) -> list[str]:
    return [str(row.audience) for row in session.scalars(select(OutboxMessage)) if row.channel != "console"]


def test_the_request_is_cancelled_with_its_reason_and_its_history(database: Database, code: str) -> None:
    ended = withdrawal.withdraw(database, "s1")
    assert [(one.reference, one.service_id, one.service_name) for one in ended] == [
        (code[:6], "srv-1", "Plateforme de répit")
    ]
    with database.session() as session:
        referral = referral_of(session)
        assert (referral.state, referral.state_reason) == ("cancelled", "consent-withdrawn")
        last = session.scalars(select(ReferralEvent).order_by(ReferralEvent.id.desc())).first()
        assert (last.actor, last.from_state, last.to_state, last.reason) == (
            "person", "requested", "cancelled", "consent-withdrawn",
        )  # fmt: skip
        found = status(session, code)
    assert found is not None and found.text == SAID
    assert not found.can_cancel and found.news_step is None and found.proposed is None


def test_nothing_more_is_sent_asked_or_proposed(database: Database, code: str) -> None:
    with database.session() as session:
        assert sorted(_outward(session)) == ["machine", "service", "team"]
        session.add(Proposal(referral_id=referral_of(session).id, at=now(), cause="silence", tried_service_id="srv-1"))
    withdrawal.withdraw(database, "s1")
    with database.session() as session:
        assert _outward(session) == []
        assert {step.answer for step in session.scalars(select(FollowUp))} == {"void"}
        assert session.scalars(select(Proposal.decision)).all() == ["withdrawn"]


def test_help_that_is_in_place_stays_so_and_asks_nothing_more(database: Database, code: str) -> None:
    with database.session() as session:
        move(session, referral_of(session), "completed", "claire", reason="done")
    assert withdrawal.withdraw(database, "s1") == []
    with database.session() as session:
        assert referral_of(session).state == "completed"
        assert {step.answer for step in session.scalars(select(FollowUp))} == {"void"} and _outward(session) == []
        found = status(session, code)
    assert found is not None and found.text == "Votre demande est terminée : l'aide est en place."


def test_a_request_of_another_conversation_ends_by_its_whole_code_alone(database: Database, code: str) -> None:
    assert withdrawal.withdraw(database, "another", code[:6]) == []
    with database.session() as session:
        assert referral_of(session).state == "requested"
    assert [one.reference for one in withdrawal.withdraw(database, "another", code)] == [code[:6]]
    with database.session() as session:
        assert referral_of(session).state == "cancelled" and "referral" not in consent.active(session, "s1")


def test_the_requests_of_others_are_left_alone(database: Database, code: str) -> None:
    with database.session() as session:
        consent.grant(session, "s2", "referral", "texte", "1")
    assert withdrawal.withdraw(database, "s2") == []
    with database.session() as session:
        assert referral_of(session).state == "requested" and len(_outward(session)) == 3


def test_an_agreement_taken_back_without_its_request_is_seen_to_by_the_sweep(
    database: Database, vault: Vault, code: str
) -> None:
    with database.session() as session:
        consent.withdraw(session, "s1")
        found = status(session, code)
    assert found is not None and found.text == SAID, "true at once, before the sweep"
    sweep(database, vault, MAIL, lambda *_: None, ("email",))
    with database.session() as session:
        assert referral_of(session).state_reason == "consent-withdrawn" and _outward(session) == []
    assert withdrawal.close_all(database) == 0, "a second round finds nothing"


def test_a_coordinator_at_work_at_the_same_moment_does_not_stop_it(
    database: Database, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddled = []

    def meddle(session: Any, referral: Referral, *given: Any, **values: Any) -> Any:
        if not meddled:
            meddled.append(True)
            session.execute(
                update(Referral)
                .where(Referral.id == referral.id)
                .values(version=Referral.version + 1)
                .execution_options(synchronize_session=False)
            )
        return move(session, referral, *given, **values)

    monkeypatch.setattr(withdrawal, "move", meddle)
    withdrawal.withdraw(database, "s1")
    with database.session() as session:
        assert meddled and referral_of(session).state_reason == "consent-withdrawn"
        assert session.scalars(select(Consent.withdrawn_at)).one() is not None


def test_no_coordinator_chooses_this_reason(database: Database) -> None:
    assert "consent-withdrawn" in REASONS and "consent-withdrawn" not in CHOICES
