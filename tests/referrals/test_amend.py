"""The number or the person to call changes after the request: same request, same code, encrypted, and told."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals.amend import NOTE, amend
from bot.referrals.models import ReferralEvent
from bot.referrals.status import cancel
from tests.referrals.conftest import referral_of


def test_the_new_number_replaces_the_old_one(database: Database, vault: Vault, recorded: Callable[..., str]) -> None:
    code = recorded()
    with database.session() as session:
        assert amend(session, vault, code, contact="+33611111111", first_name="Sophie", person="sa fille")
    with database.session() as session:
        referral = referral_of(session)
        assert vault.decrypt(referral.contact, "referral.contact") == "+33611111111"
        assert vault.decrypt(referral.first_name, "referral.first_name") == "Sophie"
        assert b"611111111" not in referral.contact
        event = session.scalars(select(ReferralEvent).order_by(ReferralEvent.id.desc())).first()
        assert event is not None and event.actor == "person" and event.kind == "note"
        assert vault.decrypt(event.note, "referral.note") == f"{NOTE} À appeler : sa fille."


def test_the_name_stays_when_only_the_number_changes(
    database: Database, vault: Vault, recorded: Callable[..., str]
) -> None:
    code = recorded()
    with database.session() as session:
        assert amend(session, vault, code, contact="odile@exemple.fr")
    with database.session() as session:
        assert vault.decrypt(referral_of(session).first_name, "referral.first_name") == "Odile"


def test_a_cancelled_or_unknown_request_changes_nothing(
    database: Database, vault: Vault, recorded: Callable[..., str]
) -> None:
    code = recorded()
    with database.session() as session:
        assert cancel(session, code)
    with database.session() as session:
        assert not amend(session, vault, code, contact="+33611111111")
        assert not amend(session, vault, "BABABA-BABABABA-1", contact="+33611111111")
        assert vault.decrypt(referral_of(session).contact, "referral.contact") == "06 11 22 33 44"
