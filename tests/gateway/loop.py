"""A request at the door, the links to it, and its pages as a browser asks for them."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

from sqlalchemy import select, update

from bot.clock import now
from bot.console.models import AccessLog
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals import lifecycle, proposals
from bot.referrals.links import Links
from bot.referrals.log import record
from bot.referrals.loop_models import FollowUp, Satisfaction
from bot.referrals.models import Referral, ReferralEvent
from bot.referrals.proposals import NextService
from bot.referrals.reference import new_reference
from bot.referrals.routing import Routes
from tests.gateway.conftest import Door
from tests.sample_request import sample_request

OWN = {"Sec-Fetch-Site": "same-origin"}
NAME, PHONE, SENTENCE = "Théodoline", "06 98 76 54 32", "mon mari crie la nuit"
XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def refer(door: Door, **given: Any) -> str:
    """A recorded request; its whole code."""
    vault = Vault(door.secrets.encryption_keys)
    with door.database.session() as session:
        agreed = int(consent.grant(session, "s1", "referral", "texte", "1").id)
    told = {
        "first_name": NAME, "contact": PHONE, "when_to_call": "le matin", "message": SENTENCE,
        "summary": {"relation": "aide son mari"},
    }  # fmt: skip
    return record(door.database, vault, sample_request(agreed, **{**told, **given}), new_reference().code)


def referral(door: Door) -> Referral:
    """The only request."""
    with door.database.session() as session:
        found = session.scalars(select(Referral)).one()
        assert found.events is not None
        return found


def service_path(door: Door, ago: timedelta = timedelta()) -> str:
    """The path of a service's link made so long ago."""
    return Links(door.secrets.signing_key, "").for_service(referral(door), now() - ago)


def news_path(door: Door, step: int = 7, ago: timedelta = timedelta()) -> str:
    """The path of a link for news."""
    return Links(door.secrets.signing_key, "").for_news(referral(door), step, now() - ago)


async def get(door: Door, path: str) -> tuple[int, str, Any]:
    """Status, text and headers of a page."""
    async with door.client.get(path) as response:
        return response.status, unescape(await response.text()).replace("\xa0", " "), response.headers


async def post(door: Door, path: str, headers: dict[str, str] | None = None, **form: str) -> tuple[int, str]:
    """Send a form as a browser does."""
    async with door.client.post(path, data=form, headers=OWN if headers is None else headers) as response:
        return response.status, unescape(await response.text()).replace("\xa0", " ")


def journal(door: Door) -> list[tuple[str, str, str]]:
    """The accesses written."""
    with door.database.session() as session:
        return [(row.actor, row.action, row.object_id) for row in session.query(AccessLog).order_by(AccessLog.id)]


def due(door: Door, *steps: int) -> None:
    """The day of these questions has come."""
    with door.database.session() as session:
        session.execute(
            update(FollowUp).where(FollowUp.step.in_(steps)).values(due_at=now() - timedelta(seconds=1))
        )


def propose(door: Door, service: NextService | None = None) -> None:
    """The service refuses, and another one is proposed."""
    vault = Vault(door.secrets.encryption_keys)
    with door.database.session() as session:
        found = session.scalars(select(Referral)).one()
        lifecycle.move(session, found, "rejected", "service", reason="full")
        proposals.propose(session, vault, found, "rejected", lambda *_: service, Routes())


def end(door: Door) -> None:
    """The request is over."""
    with door.database.session() as session:
        found = session.scalars(select(Referral)).one()
        for state, reason in (("received", None), ("in-progress", None), ("completed", "done")):
            lifecycle.move(session, found, state, "claire", reason=reason)


def opinion_path(door: Door, ago: timedelta = timedelta()) -> str:
    """The path of a link for an opinion."""
    return Links(door.secrets.signing_key, "").for_opinion(referral(door), now() - ago)


def opinions(door: Door) -> list[tuple[bool, str]]:
    """What was answered: useful, the word."""
    vault = Vault(door.secrets.encryption_keys)
    with door.database.session() as session:
        words = [
            vault.decrypt(event.note, "referral.note") if event.note else ""
            for event in session.scalars(select(ReferralEvent).filter_by(kind="opinion"))
        ]
        answers = session.scalars(select(Satisfaction.useful).where(Satisfaction.answered_at.is_not(None))).all()
        return list(zip(answers, words, strict=True))
