"""« Utile, pas utile » on a page: by the link of a message, or by the code. Opening a link answers nothing."""

from __future__ import annotations

from datetime import timedelta

from bot.privacy import consent
from tests.gateway.conftest import Door
from tests.gateway.loop import XSS, end, get, news_path, opinion_path, opinions, post, refer


async def test_a_link_asks_and_the_first_answer_stands(door: Door) -> None:
    refer(door)
    end(door)
    link = opinion_path(door)
    status, page, headers = await get(door, link + "?r=useful")
    assert status == 200 and "utile ?" in page and headers["Cache-Control"] == "no-store"
    assert opinions(door) == [], "opening answers nothing"
    status, page = await post(door, link, answer="useful", word=XSS)
    assert status == 200 and "Merci" in page and opinions(door) == [(True, XSS)]
    status, page = await post(door, link, answer="not-useful")
    assert "déjà répondu" in page and opinions(door) == [(True, XSS)]
    assert "déjà répondu" in (await get(door, link))[1]


async def test_what_opens_nothing(door: Door) -> None:
    refer(door)
    end(door)
    link = opinion_path(door)
    assert (await get(door, link[:-2] + "AA"))[0] == 404
    assert (await get(door, news_path(door).replace("/nouvelles/", "/avis/")))[0] == 404, "a link of another kind"
    assert (await get(door, opinion_path(door, timedelta(days=31))))[0] == 410
    assert (await post(door, link, answer="maybe"))[0] == 400
    assert (await post(door, link, {"Origin": "https://evil.example"}, answer="useful"))[0] == 403
    with door.database.session() as session:
        consent.withdraw(session, "s1", "referral")
    assert "déjà répondu" in (await post(door, link, answer="useful"))[1]
    assert opinions(door) == []


async def test_by_the_code_once_the_request_is_over(door: Door) -> None:
    code = refer(door)
    assert "utile" not in (await post(door, "/suivi", code=code))[1]
    await post(door, "/suivi/avis", code=code, answer="useful")
    assert opinions(door) == []
    end(door)
    assert "Cette aide vous a-t-elle été utile ?" in (await post(door, "/suivi", code=code))[1]
    _, page = await post(door, "/suivi/avis", code=code, answer="not-useful", word="trop tard")
    assert "Merci" in page and "utile ?" not in page and opinions(door) == [(False, "trop tard")]
