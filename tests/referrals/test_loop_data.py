"""What the loop holds of a person is shown to them, and leaves with them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from bot.database import Database
from bot.privacy.holders import HOLDERS
from bot.privacy.vault import Vault
from bot.referrals import answers, news, personal_data, proposals
from bot.referrals.personal_data import AROUND
from bot.referrals.proposals import NextService
from bot.referrals.routing import Routes
from tests.referrals.conftest import referral_of

MAIL = Routes(mail=True, coordinators={"": "equipe@exemple.fr"}, webhook=True)


def test_the_loop_is_exported_then_erased(database: Database, vault: Vault, recorded: Callable[..., str]) -> None:
    recorded()
    with database.session() as session:
        referral = referral_of(session)
        news.answer(session, referral, 7, "not-yet", "person", MAIL)
        answers.answer(session, referral, "full", MAIL)
        found = NextService("srv-2", "Relayage 21", "03 80 00 00 02", True)
        proposals.propose(session, vault, referral, "rejected", lambda *_: found, MAIL)
    personal_data.register(vault)
    with database.session() as session:
        (shown,) = HOLDERS.export(session, "s1")["demandes"]
    assert [entry["réponse"] for entry in shown["nouvelles"]] == ["pas encore", None]
    assert [entry["service"] for entry in shown["services proposés"]] == ["Relayage 21"]
    assert {entry["par"] for entry in shown["historique"]} == {"person", "service", "system"}
    assert {entry["par"] for entry in shown["messages"]} == {"email", "webhook"}
    with database.session() as session:
        personal_data.erase(session, "s1")
    with database.session() as session:
        assert [session.scalar(select(func.count()).select_from(table)) for table in AROUND] == [0] * len(AROUND)
