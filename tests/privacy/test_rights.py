"""Seeing and erasing all that is held, in one place, for whatever store registered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations import ConversationStore, MemoryStore
from bot.conversations import store as conversation_store
from bot.conversations.store import ConversationPart
from bot.database import Database
from bot.privacy import consent, consent_holder, rights
from bot.privacy.consent import Consent
from bot.privacy.holders import Holder, Holders
from bot.privacy.vault import Vault
from bot.referrals import personal_data
from bot.referrals.lifecycle import move
from bot.referrals.log import Request, record
from bot.referrals.models import OutboxMessage, Referral, ReferralEvent
from bot.referrals.reference import new_reference

TABLES = (Consent, ConversationPart, OutboxMessage, Referral, ReferralEvent)


@pytest.fixture
def kept(database: Database, vault: Vault) -> Database:
    """Two people of whom everything is held."""
    personal_data.register(vault)
    conversation_store.register(vault)
    consent_holder.register()
    parts = ConversationStore("transcript", MemoryStore(60), database, vault)
    for name in ("odile", "paul"):
        with database.session() as session:
            agreed = int(consent.grant(session, name, "referral", "texte", "1").id)
        for run in ("a", "b"):
            record(
                database,
                vault,
                Request(
                    name,
                    run,
                    "respite",
                    agreed,
                    name.title(),
                    "06 11 22 33 44",
                    service_name="Répit 21",
                    place_label="Beaune (21)",
                ),
                new_reference().code,
            )
        parts.save(name, f'{{"shown": [{{"author": "person", "text": "{name}"}}]}}'.encode(), durable=True)
    return database


def _rows(database: Database) -> dict[str, int]:
    with database.session() as session:
        return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in TABLES}


def test_export_gives_all_in_clear_to_its_person_only(kept: Database) -> None:
    held = rights.export(kept, "odile")
    assert {"demandes", "accords", "conversation"} <= set(held)
    assert [request["first_name"] for request in held["demandes"]] == ["Odile", "Odile"]
    assert {request["contact"] for request in held["demandes"]} == {"06 11 22 33 44"}
    assert held["demandes"][0]["état"] == "à traiter" and held["demandes"][0]["lieu"] == "Beaune (21)"
    assert held["accords"][0]["pour"] == "referral" and held["accords"][0]["retiré le"] is None
    assert held["conversation"]["échange"] == [{"qui": "vous", "texte": "odile"}] and "aul" not in str(held)


def test_export_of_nobody_is_empty(kept: Database) -> None:
    assert not any(rights.export(kept, "inconnue").values())


def test_erasing_leaves_the_others_whole(kept: Database) -> None:
    assert _rows(kept) == {"consent": 2, "conversation": 2, "outbox": 4, "referral": 4, "referral_event": 4}
    receipt = rights.erase(kept, "odile")
    assert receipt.removed["referrals"] == 2 and receipt.removed["consents"] == 1
    assert receipt.removed["conversation"] == 1
    assert _rows(kept) == {"consent": 1, "conversation": 1, "outbox": 2, "referral": 2, "referral_event": 2}
    assert not any(rights.export(kept, "odile").values())
    assert len(rights.export(kept, "paul")["demandes"]) == 2


def test_erasing_a_request_that_was_handled_takes_its_history_too(kept: Database, vault: Vault) -> None:
    with kept.session() as session:
        referral = session.scalars(select(Referral).where(Referral.session_id == "odile")).first()
        move(session, referral, "cancelled", "claire", reason="unreachable", note="Sa fille a répondu", vault=vault)
    rights.erase(kept, "odile")
    assert _rows(kept)["referral_event"] == 2


def test_erasing_twice_is_harmless_and_gives_a_receipt_again(kept: Database) -> None:
    first, second = rights.erase(kept, "odile"), rights.erase(kept, "odile")
    assert set(second.removed.values()) == {0} and first.number != second.number


@freeze_time("2026-11-22 23:59:59")
def test_the_receipt_leads_back_to_nobody(kept: Database) -> None:
    receipt = rights.erase(kept, "odile")
    assert re.fullmatch(r"E-20261122-[BCDFGHJKLMNPQRSTVWXZ2-9]{5}", receipt.number)
    assert receipt.erased_at.isoformat() == "2026-11-22T23:59:59" and "odile" not in repr(receipt)


def test_a_store_that_cannot_erase_leaves_everything_as_it_was(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise RuntimeError

    holders = Holders()
    holders.register(Holder("referrals", "demandes", personal_data.erase, lambda *_: []))
    holders.register(Holder("broken", "panne", fail, lambda *_: []))
    monkeypatch.setattr(rights, "HOLDERS", holders)
    before = _rows(kept)
    with pytest.raises(RuntimeError):
        rights.erase(kept, "odile")
    assert _rows(kept) == before


def test_holders_are_asked_in_order_and_replaced_by_name(database: Database) -> None:
    asked: list[str] = []

    def holder(name: str, rows: int) -> Holder:
        def erase(_session: Session, session_id: str) -> int:
            asked.append(f"{name}:{session_id}")
            return rows

        return Holder(name, name.upper(), erase, lambda _s, session_id: [session_id])

    holders = Holders()
    for one in (holder("a", 9), holder("b", 2), holder("a", 1)):
        holders.register(one)
    with database.session() as session:
        assert holders.erase(session, "s") == {"a": 1, "b": 2}
        assert holders.export(session, "s") == {"A": ["s"], "B": ["s"]}
    assert asked == ["a:s", "b:s"]
