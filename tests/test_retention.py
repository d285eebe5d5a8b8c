"""What is said to be kept for a time goes when the time is over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from freezegun import freeze_time
from sqlalchemy import func, select, update

from bot.conversations.store import ConversationPart, ConversationStore
from bot.conversations.volatile import MemoryStore
from bot.privacy import consent
from bot.privacy.vault import Vault, new_key
from bot.referrals import outbox
from bot.referrals.log import Request, record
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.reference import new_reference
from bot.referrals.routing import Routes
from bot.retention import retain
from tests.stores import STORE, empty_store


def test_each_thing_goes_at_its_time(tmp_path: Path) -> None:
    """Thirty days for a conversation, twenty-four months for a request, which then belongs to nobody."""
    database, vault = empty_store(tmp_path / STORE), Vault([new_key()])
    with freeze_time("2026-01-01"):
        ConversationStore("tracker", MemoryStore(60), database, vault).save("s", b"x", durable=True)
        with database.session() as session:
            consent_id = consent.grant(session, "s", "referral", "texte", "1").id
        for run in ("a", "b"):
            request = Request("s", run, "respite", consent_id, "Monique", "0612345678")
            record(database, vault, request, new_reference().code)
        with database.session() as session:
            session.execute(update(ReferralEvent).values(note=vault.encrypt("Monique rappelle", "referral.note")))
        assert retain(database, "k")["conversations"] == 0
    with freeze_time("2026-02-05"):
        gone = {"conversations": 1, "referrals": 0, "messages": 0, "memos": 0, "returns": 0, "reminders": 0, "accesses": 0}
        assert retain(database, "k") == gone
    with freeze_time("2028-01-10"):
        assert retain(database, "k")["referrals"] == 2
        assert retain(database, "k")["referrals"] == 0
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ConversationPart)) == 0
        for referral in session.scalars(select(Referral)):
            assert referral.contact is None and referral.first_name is None and referral.session_id == ""
        assert set(session.scalars(select(ReferralEvent.note))) == {None}


def test_what_surrounds_a_request_goes_with_its_names(tmp_path: Path) -> None:
    database, vault = empty_store(tmp_path / STORE), Vault([new_key()])
    with freeze_time("2026-01-01"):
        with database.session() as session:
            consent_id = consent.grant(session, "s", "referral", "texte", "1").id
        request = Request("s", "a", "respite", consent_id, "Monique", "0612345678")
        routes = Routes(mail=True, coordinators={"": "equipe@exemple.fr"})
        record(database, vault, request, new_reference().code, routes)
        (claimed,) = outbox.claim(database, ["email"])
        outbox.sent(database, claimed)

    def rows(table: Any) -> int:
        with database.session() as session:
            return int(session.scalar(select(func.count()).select_from(table)) or 0)

    assert (rows(OutboxMessage), rows(FollowUp)) == (2, 2)
    with freeze_time("2026-04-02"):
        assert retain(database, "k")["messages"] == 1, "sent 90 days ago"
        assert (rows(OutboxMessage), rows(FollowUp)) == (1, 2)
    with freeze_time("2028-01-10"):
        retain(database, "k")
        assert (rows(OutboxMessage), rows(FollowUp), rows(Referral)) == (0, 0, 1)
