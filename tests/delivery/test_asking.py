"""By which way news are asked, and what becomes of a question that nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from bot.database import Database
from bot.delivery.carrier import Undeliverable
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals import lifecycle, news
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import Referral
from bot.referrals.routing import Routes
from tests.delivery.test_worker import Fake, Make, Refer, ask_at


async def test_a_messaging_channel_registers_and_is_used(
    worker: Make, refer: Refer, database: Database, vault: Vault
) -> None:
    telegram, sms = Fake(), Fake()
    sealed = vault.encrypt("chat-42", "referral.channel_address")
    refer(Routes(), contact="03 80 11 22 33", channel="telegram", channel_address=sealed)
    refer(Routes(), contact="06 11 22 33 44", form_run="run-2")
    ask_at(database, 7, 7)
    made = worker({"telegram": telegram, "sms": sms}, Routes())
    assert await made.round() == 2
    assert [sent[0] for sent in telegram.sent] == ["chat-42"] and [sent[0] for sent in sms.sent] == ["+33611223344"]
    assert len(sms.sent[0][2]) <= 160 and "https://relais.example/nouvelles/n7-" in sms.sent[0][2]


async def test_a_messenger_whose_address_is_not_known_becomes_a_call(
    worker: Make, refer: Refer, database: Database
) -> None:
    refer(Routes(), contact="03 80 11 22 33", channel="telegram")
    ask_at(database, 7, 7)
    await worker({"telegram": Fake()}, Routes()).round()
    with database.session() as session:
        assert session.scalars(select(FollowUp.channel).where(FollowUp.step == 7)).one() == "console"


async def test_a_whatsapp_template_gets_its_blanks(
    worker: Make, refer: Refer, database: Database, vault: Vault
) -> None:
    whatsapp = Fake()
    sealed = vault.encrypt("whatsapp:+33612345678", "referral.channel_address")
    refer(Routes(), contact="06 11 22 33 44", channel="whatsapp", channel_address=sealed)
    ask_at(database, 7, 7)
    assert await worker({"whatsapp": whatsapp, "sms": Fake()}, Routes()).round() == 1
    ((to, who, link),) = whatsapp.sent
    assert (to, who) == ("whatsapp:+33612345678", "Mutuelle d'exemple")
    assert link.startswith("https://relais.example/nouvelles/n7-") and " " not in link


async def test_without_a_template_whatsapp_news_go_by_sms_or_to_a_coordinator(
    worker: Make, refer: Refer, database: Database
) -> None:
    sms = Fake()
    refer(Routes(), contact="06 11 22 33 44", channel="whatsapp")  # no address is kept there: nothing could be asked
    refer(Routes(), contact="03 80 11 22 33", channel="messenger", form_run="run-2")
    ask_at(database, 7, 7)
    assert await worker({"sms": sms}, Routes()).round() == 1 and len(sms.sent) == 1
    with database.session() as session:
        asked = session.scalars(select(FollowUp.channel).where(FollowUp.step == 7).order_by(FollowUp.id)).all()
    assert asked == ["sms", "console"]


async def test_a_question_left_without_answer_becomes_one_call(worker: Make, refer: Refer, database: Database) -> None:
    """At 7 days by e-mail, silence, a call at 12; at 30 again: one call is waited for, the latest, and never twice."""
    carrier, start = Fake(), datetime(2026, 11, 1, 10)
    calls: dict[int, list[tuple[int, str]]] = {}
    with freeze_time(start) as clock:
        refer(service_by_mail=False)
        sender = worker({"email": carrier}, Routes())
        for day in range(45):
            clock.move_to(start + timedelta(days=day, minutes=1))
            for _ in range(2):
                await sender.round()
            with database.session() as session:
                waiting = select(FollowUp.step, FollowUp.silent_by).where(
                    FollowUp.silent_at.is_not(None), FollowUp.answered_at.is_(None)
                )
                calls[day] = [(int(step), str(by)) for step, by in session.execute(waiting)]
    assert len(carrier.sent) == 2, "asked at 7 and at 30 days, no more"
    assert calls[11] == [] and calls[12] == [(7, "email")] and calls[34] == [(7, "email")]
    assert calls[35] == calls[44] == [(30, "email")]


async def test_an_answer_after_the_silence_still_counts(worker: Make, refer: Refer, database: Database) -> None:
    start = datetime(2026, 11, 1, 10)
    with freeze_time(start) as clock:
        refer(service_by_mail=False)
        sender = worker({"email": Fake()}, Routes())
        for day in (7, 13):
            clock.move_to(start + timedelta(days=day, minutes=1))
            await sender.round()
        with database.session() as session:
            referral = session.scalars(select(Referral)).one()
            assert news.answer(session, referral, 7, "yes", "person", Routes())
            assert not news.answer(session, referral, 7, "not-yet", "claire", Routes()), "the coordinator is told"


@pytest.mark.parametrize(("contact", "way"), [("theodoline@exemple.fr", "email"), ("06 11 22 33 44", "sms")])
async def test_the_opinion_is_asked_by_a_letter_with_its_link(
    contact: str, way: str, worker: Make, refer: Refer, database: Database
) -> None:
    carrier = Fake()
    with freeze_time("2026-11-01 10:00") as clock:
        refer(Routes(), contact=contact)
        with database.session() as session:
            referral = session.scalars(select(Referral)).one()
            for state, reason in (("received", None), ("in-progress", None), ("completed", "done")):
                lifecycle.move(session, referral, state, "claire", reason=reason)
        clock.tick(timedelta(days=1, hours=1))
        sender = worker({way: carrier}, Routes())
        assert (await sender.round(), await sender.round()) == (1, 0)
    ((_, subject, words),) = carrier.sent
    assert "https://relais.example/avis/o-" in words and ("utile" in subject or len(words) <= 160)
    assert [word for word in ("Théodoline", "répit", "Alzheimer") if word in subject + words] == []


async def test_an_opinion_that_cannot_leave_calls_nobody(worker: Make, refer: Refer, database: Database) -> None:
    with freeze_time("2026-11-01 10:00") as clock:
        refer(Routes())
        with database.session() as session:
            referral = session.scalars(select(Referral)).one()
            for state, reason in (("received", None), ("in-progress", None), ("completed", "done")):
                lifecycle.move(session, referral, state, "claire", reason=reason)
        clock.tick(timedelta(days=1, hours=1))
        await worker({"email": Fake(Undeliverable("smtp-550", permanent=True))}, Routes()).round()
        with database.session() as session:
            assert session.scalars(select(FollowUp.channel).where(FollowUp.asked_at.is_not(None))).all() == []


async def test_silence_of_who_took_back_the_agreement_calls_nobody(
    worker: Make, refer: Refer, database: Database
) -> None:
    start = datetime(2026, 11, 1, 10)
    with freeze_time(start) as clock:
        refer(service_by_mail=False)
        sender = worker({"email": Fake()}, Routes())
        clock.move_to(start + timedelta(days=7, minutes=1))
        await sender.round()
        with database.session() as session:
            consent.withdraw(session, "s1", "referral")
        clock.move_to(start + timedelta(days=13))
        await sender.round()
        with database.session() as session:
            assert session.scalars(select(FollowUp.silent_at).where(FollowUp.step == 7)).one() is None
