"""« Utile, pas utile » on a page: by the link of a message, or by the code. Opening a link answers nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.clock import now
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals import lifecycle
from bot.referrals.links import Links
from bot.referrals.loop_models import Satisfaction
from bot.referrals.models import Referral, ReferralEvent
from tests.gateway.conftest import Door
from tests.gateway.test_loop_pages import XSS, get, news_path, post, refer, referral


def end(door: Door) -> None:
    """The request is over."""
    with door.database.session() as session:
        found = session.scalars(select(Referral)).one()
        for state, reason in (("received", None), ("in-progress", None), ("completed", "done")):
            lifecycle.move(session, found, state, "claire", reason=reason)


def path(door: Door, ago: timedelta = timedelta()) -> str:
    return Links(door.secrets.signing_key, "").for_opinion(referral(door), now() - ago)


def kept(door: Door) -> list[tuple[bool, str]]:
    """What was answered: useful, the word."""
    vault = Vault(door.secrets.encryption_keys)
    with door.database.session() as session:
        words = [
            vault.decrypt(event.note, "referral.note") if event.note else ""
            for event in session.scalars(select(ReferralEvent).filter_by(kind="opinion"))
        ]
        answers = session.scalars(select(Satisfaction.useful).where(Satisfaction.answered_at.is_not(None))).all()
        return list(zip(answers, words, strict=True))


async def test_a_link_asks_and_the_first_answer_stands(door: Door) -> None:
    refer(door)
    end(door)
    link = path(door)
    status, page, headers = await get(door, link + "?r=useful")
    assert status == 200 and "utile ?" in page and headers["Cache-Control"] == "no-store"
    assert kept(door) == [], "opening answers nothing"
    status, page = await post(door, link, answer="useful", word=XSS)
    assert status == 200 and "Merci" in page and kept(door) == [(True, XSS)]
    status, page = await post(door, link, answer="not-useful")
    assert "déjà répondu" in page and kept(door) == [(True, XSS)]
    assert "déjà répondu" in (await get(door, link))[1]


async def test_what_opens_nothing(door: Door) -> None:
    refer(door)
    end(door)
    link = path(door)
    assert (await get(door, link[:-2] + "AA"))[0] == 404
    assert (await get(door, news_path(door).replace("/nouvelles/", "/avis/")))[0] == 404, "a link of another kind"
    assert (await get(door, path(door, timedelta(days=31))))[0] == 410
    assert (await post(door, link, answer="maybe"))[0] == 400
    assert (await post(door, link, {"Origin": "https://evil.example"}, answer="useful"))[0] == 403
    with door.database.session() as session:
        consent.withdraw(session, "s1", "referral")
    assert "déjà répondu" in (await post(door, link, answer="useful"))[1]
    assert kept(door) == []


async def test_by_the_code_once_the_request_is_over(door: Door) -> None:
    code = refer(door)
    assert "utile" not in (await post(door, "/suivi", code=code))[1]
    await post(door, "/suivi/avis", code=code, answer="useful")
    assert kept(door) == []
    end(door)
    assert "Cette aide vous a-t-elle été utile ?" in (await post(door, "/suivi", code=code))[1]
    _, page = await post(door, "/suivi/avis", code=code, answer="not-useful", word="trop tard")
    assert "Merci" in page and "utile ?" not in page and kept(door) == [(False, "trop tard")]
