"""« Suivis »: news to ask, next services, messages that did not leave; each territory its own."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clock import now
from bot.privacy import consent
from bot.referrals import lifecycle, news, outbox, proposals
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral
from bot.referrals.proposals import NextService
from bot.referrals.routing import Routes
from tests.console.conftest import World


def refer(world: World, **given: Any) -> str:
    """A request agreed to, with its questions."""
    with world.database.session() as session:
        agreed = int(consent.grant(session, "s", "referral", "texte", "1").id)
    reference = world.refer(**{"consent_id": agreed, "service_id": "srv-1", "service_name": "Répit 21", **given})
    with world.database.session() as session:
        news.schedule(session, _find(session, reference))
    return reference


def _find(session: Any, reference: str) -> Referral:
    return session.scalars(select(Referral).where(Referral.public_reference == reference)).one()


def to_call(world: World, reference: str, step: int = 7) -> None:
    """A coordinator is to ask for news."""
    with world.database.session() as session:
        referral = _find(session, reference)
        session.execute(
            update(FollowUp)
            .where(FollowUp.referral_id == referral.id, FollowUp.step == step)
            .values(asked_at=now(), channel="console")
        )


def propose(world: World, reference: str, service: NextService | None) -> None:
    """The service has refused."""
    with world.database.session() as session:
        referral = _find(session, reference)
        lifecycle.move(session, referral, "rejected", "service", reason="full")
        proposals.propose(session, world.vault, referral, "rejected", lambda *_: service, Routes())


def dead(world: World, reference: str) -> None:
    """A message was given up."""
    with world.database.session() as session:
        referral = _find(session, reference)
        outbox.enqueue(session, int(referral.id), "referral_requested", "email", "service", "srv-1")
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.referral_id == referral.id)
            .values(dead_at=now(), attempts=12, last_error="smtp-550")
        )


async def page(browser: Any) -> str:
    """The page as read."""
    return unescape(await browser.page("/follow-up"))


async def test_when_all_is_done_it_says_so(world: World, open_browser: Any) -> None:
    world.user("claire")
    refer(world)
    shown = await page(await open_browser("claire"))
    assert "Personne n’attend votre appel." in shown and "Aucune demande n’est à réorienter." in shown
    assert "Tous les messages sont partis." in shown and "Aucun courriel ne part" in shown
    assert ("claire", "loop.view", "") in world.accesses()


async def test_news_by_telephone(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = refer(world)
    to_call(world, reference)
    browser = await open_browser("claire")
    shown = await page(browser)
    assert reference in shown and "7 jours" in shown and "<strong>1</strong> à rappeler" in shown
    answer = await browser.post(f"/follow-up/{reference}/news", {"step": "7", "answer": "in-place"})
    assert answer.status == 303 and answer.headers["Location"].endswith("ok=loop-news")
    stands = world.referral(reference)
    assert (stands.state, stands.state_reason) == ("completed", "done")
    assert [(event.actor, event.kind) for event in stands.events][-2:] == [("claire", "news"), ("claire", "state")]
    assert reference not in await page(browser)
    again = await browser.post(f"/follow-up/{reference}/news", {"step": "7", "answer": "stop"})
    assert again.headers["Location"].endswith("loop-nothing") and world.referral(reference).state == "completed"
    case = unescape(await browser.page(f"/referrals/{reference}"))
    assert "Nouvelles de la personne" in case and "l'aide est en place" in case


@pytest.mark.parametrize("form", [{}, {"step": "7"}, {"step": "x", "answer": "yes"}, {"step": "7", "answer": "void"}])
async def test_a_form_without_sense_changes_nothing(form: dict[str, str], world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = refer(world)
    to_call(world, reference)
    answer = await (await open_browser("claire")).post(f"/follow-up/{reference}/news", form)
    assert answer.headers["Location"].endswith("loop-nothing") and len(world.referral(reference).events) == 1


async def test_the_next_service_goes_by_the_word_of_the_person(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = refer(world)
    propose(world, reference, NextService("srv-2", "Relayage & Cie", "03 80 00 00 02", False))
    browser = await open_browser("claire")
    shown = await page(browser)
    assert "Relayage & Cie" in shown and "Le service a refusé" in shown and 'href="tel:0380000002"' in shown
    path = f"/follow-up/{reference}/proposal"
    other = await browser.post(path, {"choice": "yes", "service": "srv-9"})
    assert other.headers["Location"].endswith("loop-nothing"), "what was read is no longer what is proposed"
    done = await browser.post(path, {"choice": "yes", "service": "srv-2"})
    assert done.headers["Location"].endswith("ok=loop-yes")
    stands = world.referral(reference)
    assert (stands.state, stands.service_id, stands.events[-1].actor) == ("requested", "srv-2", "claire")
    assert reference not in await page(browser) and ("claire", "loop.proposal", reference) in world.accesses()


@pytest.mark.parametrize("service", [NextService("srv-2", "Relayage", None, False), None])
async def test_declined_or_seen(service: NextService | None, world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = refer(world)
    propose(world, reference, service)
    browser = await open_browser("claire")
    assert ("Aucun trouvé" in await page(browser)) == (service is None)
    sent = {"choice": "no", "service": service.id if service else ""}
    assert (await browser.post(f"/follow-up/{reference}/proposal", sent)).headers["Location"].endswith("ok=loop-no")
    assert reference not in await page(browser) and world.referral(reference).service_id == "srv-1"
    with world.database.session() as session:
        assert session.scalars(select(Proposal.decision)).one() == ("declined" if service else "seen")


async def test_what_did_not_leave_is_seen_and_sent_again(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = refer(world)
    dead(world, reference)
    browser = await open_browser("claire")
    shown = await page(browser)
    assert "Abandonné" in shown and "smtp-550" in shown and "<strong>1</strong> message non parti" in shown
    assert (await browser.post(f"/follow-up/{reference}/retry")).headers["Location"].endswith("ok=loop-retry")
    with world.database.session() as session:
        row = session.scalars(select(OutboxMessage)).one()
        assert (row.dead_at, row.attempts) == (None, 0)
    assert (await browser.post(f"/follow-up/{reference}/retry")).headers["Location"].endswith("loop-nothing")


async def test_another_territory_sees_and_changes_nothing(world: World, open_browser: Any) -> None:
    world.user("jean", territories="39")
    reference = refer(world)
    to_call(world, reference)
    dead(world, reference)
    propose(world, reference, NextService("srv-2", "Relayage", None, False))
    browser = await open_browser("jean")
    shown = await page(browser)
    assert reference not in shown and "<strong>0</strong> à rappeler" in shown
    for path, form in (
        ("news", {"step": "7", "answer": "stop"}),
        ("proposal", {"choice": "yes", "service": "srv-2"}),
        ("retry", {}),
    ):
        assert (await browser.post(f"/follow-up/{reference}/{path}", form)).status == 404
    assert world.referral(reference).state == "rejected" and world.referral(reference).service_id == "srv-1"


async def test_somebody_else_was_faster(world: World, open_browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.user("claire")
    reference = refer(world)
    to_call(world, reference)
    browser = await open_browser("claire")

    def busy(*_: Any) -> None:
        raise lifecycle.ChangedMeanwhile

    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "flush", busy)
        answer = await browser.post(f"/follow-up/{reference}/news", {"step": "7", "answer": "yes"})
    assert answer.headers["Location"].endswith("changed=1")
    assert "Rien n’a été écrasé" in unescape(await browser.page("/follow-up?changed=1"))
    assert world.referral(reference).state == "requested" and reference in await page(browser)


async def test_names_of_services_are_words(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = refer(world, service_name="<script>x</script>", place_label="<img src=x>")
    to_call(world, reference)
    propose(world, reference, NextService("srv-2", "<script>y</script>", "javascript:alert(1)", False))
    shown = await (await open_browser("claire")).page("/follow-up")
    assert "<script" not in shown and "<img src" not in shown and 'href="javascript' not in shown
