"""The pages of the loop: a service answers by its link, a person gives news and follows by the code. No script, no leak."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import now
from bot.privacy import consent
from bot.referrals import lifecycle
from bot.referrals.answers import ANSWERS
from bot.referrals.links import Links
from bot.referrals.models import Referral, ReferralEvent
from bot.referrals.proposals import NextService
from bot.referrals.reference import new_reference
from tests.gateway.conftest import Door
from tests.gateway.loop import (
    NAME,
    OWN,
    PHONE,
    SENTENCE,
    XSS,
    due,
    get,
    journal,
    news_path,
    post,
    propose,
    refer,
    referral,
    service_path,
)
from tests.gateway.test_openapi import SCHEMAS, validate

Open = Callable[..., Awaitable[Door]]


# -- a service


async def test_a_service_reads_what_was_agreed_and_the_journal_says_so(door: Door) -> None:
    code = refer(door)
    status, page, headers = await get(door, service_path(door))
    assert status == 200
    for shown in (NAME, PHONE, "le matin", SENTENCE, "aide son mari", "Beaune (21)", code[:6]):
        assert shown in page
    assert 'href="tel:0698765432"' in page and code not in page, "the secret half belongs to the person"
    assert all(f'value="{answer}"' in page and ANSWERS[answer].label in page for answer in ANSWERS)
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "script" not in policy and "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "same-origin"
    assert "<script" not in page and "Set-Cookie" not in headers
    assert journal(door) == [("service", "answer.view", code[:6])]


async def test_an_answer_moves_the_request_once(door: Door) -> None:
    code = refer(door)
    path = service_path(door)
    for _ in range(2):
        status, page = await post(door, path, answer="full")
        assert status == 200 and "Réponse enregistrée" in page and "votre réponse actuelle" in page
    found = referral(door)
    assert (found.state, found.state_reason) == ("rejected", "full")
    assert [event.actor for event in found.events] == ["person", "service"]
    assert journal(door) == [("service", "answer.give", code[:6])] * 2


async def test_an_answer_that_closes_shows_nothing_more(door: Door) -> None:
    refer(door)
    path = service_path(door)
    status, page = await post(door, path, answer="in-place")
    assert status == 200 and "close" in page and NAME not in page
    for status, page in ((await get(door, path))[:2], await post(door, path, answer="full")):
        assert status == 410 and NAME not in page and PHONE not in page
    assert referral(door).state == "completed"


@pytest.mark.parametrize("change", ["cancelled", "withdrawn", "reassigned", "expired", "tampered"])
async def test_a_link_that_no_longer_stands_shows_nothing_and_changes_nothing(change: str, door: Door) -> None:
    code = refer(door)
    path = service_path(door, timedelta(days=8, minutes=1) if change == "expired" else timedelta())
    with door.database.session() as session:
        found = session.scalars(select(Referral)).one()
        if change == "cancelled":
            lifecycle.move(session, found, "cancelled", "person", reason="declined-by-person")
        elif change == "withdrawn":
            consent.withdraw(session, "s1")
        elif change == "reassigned":
            found.service_id = "srv-2"
    if change == "tampered":
        path = path[:-1] + ("A" if path[-1] != "A" else "B")
    before = len(referral(door).events)
    for status, page in ((await get(door, path))[:2], await post(door, path, answer="called")):
        assert status in (404, 410)
        assert [word for word in (NAME, PHONE, SENTENCE, code[:6], "Beaune") if word in page] == []
    assert len(referral(door).events) == before and journal(door) == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}, {"Origin": "null"}],
)
async def test_the_form_of_another_site_changes_nothing(headers: dict[str, str], door: Door) -> None:
    code = refer(door)
    due(door, 7)
    for path, form in (
        (service_path(door), {"answer": "full"}),
        (news_path(door), {"answer": "stop"}),
        ("/suivi/annuler", {"code": code, "sure": "yes"}),
    ):
        status, page = await post(door, path, headers, **form)
        assert status == 403 and "Rien n'a été changé" in page
    assert referral(door).state == "requested"


async def test_an_answer_that_does_not_exist(door: Door) -> None:
    refer(door)
    for form in ({}, {"answer": "bravo"}, {"answer": ""}):
        status, _ = await post(door, service_path(door), **form)
        assert status == 400
    assert referral(door).state == "requested" and len(referral(door).events) == 1


async def test_names_and_sentences_are_words_never_markup(door: Door) -> None:
    refer(
        door, first_name=XSS, contact=XSS, message=XSS, when_to_call=XSS, place_label=XSS, service_name=XSS,
        summary={"relation": XSS, XSS: XSS},
    )  # fmt: skip
    propose(door, NextService("srv-2", XSS, "javascript:alert(1)", False))
    code = refer(door, form_run="run-2", service_name=XSS)
    for call in (
        door.client.get(Links(door.secrets.signing_key, "").for_service(_first(door), now())),
        door.client.post("/suivi", data={"code": code}, headers=OWN),
        door.client.post("/suivi", data={"code": XSS}, headers=OWN),
        door.client.post("/suivi/annuler", data={"code": code}, headers=OWN),
    ):
        async with call as response:
            page = await response.text()
            assert "<script" not in page and "<img" not in page and 'href="javascript' not in page
            assert "&lt;script&gt;" in page, response.status


def _first(door: Door) -> Referral:
    with door.database.session() as session:
        return session.scalars(select(Referral).order_by(Referral.id)).first()  # type: ignore[return-value]


async def test_nothing_of_a_person_or_of_a_link_is_logged(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code = refer(door)
    due(door, 7)
    path, news = service_path(door), news_path(door)
    await get(door, path)
    await post(door, path, answer="called")
    await get(door, news)
    await post(door, "/suivi", code=code)
    with door.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE referral_event")
    status, page = await post(door, path, answer="full")
    assert status == 503 and NAME not in page
    _, metrics, _ = await get(door, "/metrics")
    for logged in (caplog.text, metrics):
        secrets = (NAME, PHONE, SENTENCE, code, path.rpartition("/")[2], news.rpartition("/")[2])
        assert [word for word in secrets if word in logged] == []
    assert "/reponse/{token}" in metrics


async def test_two_services_at_once_the_second_is_told(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    refer(door)

    def busy(*_: Any, **__: Any) -> None:
        raise lifecycle.ChangedMeanwhile

    monkeypatch.setattr(lifecycle, "flush", busy)
    status, page = await post(door, service_path(door), answer="called")
    assert status == 409 and "vient de modifier" in page and referral(door).state == "requested"


async def test_too_many_requests_are_refused(open_door: Open) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="3")
    refer(door)
    statuses = [(await get(door, service_path(door)))[0] for _ in range(5)]
    assert statuses == [200] * 3 + [429] * 2


# -- the news


async def test_opening_a_link_answers_nothing(door: Door) -> None:
    refer(door)
    status, page, _ = await get(door, news_path(door) + "?r=stop")
    assert status == 200 and "Envoyer « Je ne veux plus »" in page and NAME not in page
    found = referral(door)
    assert found.state == "requested" and len(found.events) == 1


async def test_a_strange_answer_in_the_link_is_not_repeated(door: Door) -> None:
    refer(door)
    async with door.client.get(news_path(door), params={"r": XSS}) as response:
        page = await response.text()
    assert response.status == 200 and "script" not in page


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "in-progress"), ("not-yet", "requested"), ("stop", "cancelled")]
)
async def test_news_are_taken_once(answer: str, state: str, door: Door) -> None:
    refer(door)
    path = news_path(door)
    status, page = await post(door, path, answer=answer)
    assert status == 200 and "C'est noté" in page and referral(door).state == state
    status, page = await post(door, path, answer="stop" if answer != "stop" else "yes")
    assert "déjà répondu" in page and referral(door).state == state
    assert "déjà répondu" in (await get(door, path))[1]


async def test_news_after_the_end_promise_nothing_false(door: Door) -> None:
    refer(door)
    with door.database.session() as session:
        lifecycle.move(session, session.scalars(select(Referral)).one(), "completed", "claire")
    _, page = await post(door, news_path(door, 30), answer="stop")
    assert "annulée" not in page and referral(door).state == "completed"


async def test_links_for_news_grow_old_and_are_not_interchangeable(door: Door) -> None:
    refer(door)
    status, page, *_ = await get(door, news_path(door, ago=timedelta(days=31)))
    assert status == 410 and "Utilisez votre code de suivi." in page
    assert (await get(door, news_path(door).replace("n7-", "n30-")))[0] == 404
    assert (await get(door, service_path(door).replace("reponse", "nouvelles")))[0] == 404
    assert (await post(door, news_path(door, 9), answer="yes"))[1].count("déjà répondu") == 1, "no such step"
    with door.database.session() as session:
        consent.withdraw(session, "s1")
    assert (await get(door, news_path(door)))[0] == 404


# -- the status


async def test_the_code_tells_the_state_and_no_name(door: Door) -> None:
    code = refer(door)
    status, page, headers = await get(door, "/suivi")
    assert status == 200 and 'name="code"' in page and "default-src 'none'" in headers["Content-Security-Policy"]
    status, page = await post(door, "/suivi", code=f"  {code.lower().replace('-', ' ')} ")
    assert status == 200 and "bien enregistrée" in page and "Plateforme de répit" in page
    assert [word for word in (NAME, PHONE, SENTENCE) if word in page] == []
    assert "Avez-vous eu quelqu'un" not in page and "Un autre service" not in page


async def test_half_a_code_tells_nothing(door: Door) -> None:
    code = refer(door)
    for wrong in ("", code[:6], code[:-1] + str((int(code[-1]) + 1) % 10), new_reference().code):
        status, page = await post(door, "/suivi", code=wrong)
        assert status == 404 and "Nous ne trouvons pas" in page and "répit" not in page
        assert (await post(door, "/suivi/annuler", code=wrong, sure="yes"))[0] == 404
    assert referral(door).state == "requested"


async def test_codes_cannot_be_tried_one_after_another(door: Door) -> None:
    refer(door)
    statuses = [(await post(door, "/suivi", code=new_reference().code))[0] for _ in range(12)]
    assert statuses == [404] * 10 + [429] * 2


async def test_cancelling_asks_once_more_then_is_done_and_twice_is_harmless(door: Door) -> None:
    code = refer(door)
    _, page = await post(door, "/suivi/annuler", code=code)
    assert "Annuler votre demande ?" in page and referral(door).state == "requested"
    for _ in range(2):
        _, page = await post(door, "/suivi/annuler", code=code, sure="yes")
        assert "Votre demande est annulée." in page
    found = referral(door)
    assert (found.state, found.state_reason) == ("cancelled", "declined-by-person")
    assert [event.actor for event in found.events] == ["person", "person"]


async def test_what_is_over_cannot_be_cancelled(door: Door) -> None:
    code = refer(door)
    with door.database.session() as session:
        lifecycle.move(session, session.scalars(select(Referral)).one(), "completed", "claire")
    _, page = await post(door, "/suivi/annuler", code=code, sure="yes")
    assert "annulée" not in page and referral(door).state == "completed"


async def test_the_question_is_asked_on_the_page_when_due(door: Door) -> None:
    code = refer(door)
    due(door, 7)
    _, page = await post(door, "/suivi", code=code)
    assert "Avez-vous eu quelqu'un ?" in page
    _, page = await post(door, "/suivi/nouvelles", code=code, answer="yes")
    assert "C'est noté" in page and "Avez-vous eu" not in page and referral(door).state == "in-progress"
    _, page = await post(door, "/suivi/nouvelles", code=code, answer="stop")
    assert "C'est noté" not in page and referral(door).state == "in-progress"


async def test_the_next_service_is_shown_and_sent_only_by_a_yes(door: Door) -> None:
    code = refer(door)
    propose(door, NextService("srv-2", "Relayage 21", "03 80 00 00 02", False))
    _, page = await post(door, "/suivi", code=code)
    assert "Relayage 21" in page and 'href="tel:0380000002"' in page and referral(door).service_id == "srv-1"
    words = re.search(r"Voulez-vous que votre demande aille à Relayage 21 \?[^<]+", page)
    assert words is not None
    _, page = await post(door, "/suivi/autre-service", code=code, choice="yes", service="Un autre, vu hier")
    assert "C'est noté" not in page and referral(door).service_id == "srv-1", "what was shown is what is agreed to"
    _, page = await post(door, "/suivi/autre-service", code=code, choice="yes", service="Relayage 21")
    assert "Votre demande est pour : Relayage 21." in page
    found = referral(door)
    assert (found.service_id, found.state) == ("srv-2", "requested")
    with door.database.session() as session:
        agreed = session.get(consent.Consent, found.consent_id)
        assert agreed.text_hash == consent.hash_text(words.group()), "what was agreed to is what was shown"
        assert session.scalars(select(ReferralEvent.reason)).all()[-1] == "other-service"
    _, page = await post(door, "/suivi/autre-service", code=code, choice="yes", service="Relayage 21")
    assert "C'est noté" not in page


async def test_the_next_service_is_in_the_api_too(door: Door) -> None:
    code = refer(door)
    assert "next_service" not in (await door.call("GET", f"/api/referrals/{code}"))[1]
    propose(door, NextService("srv-2", "Relayage 21", "03 80 00 00 02", False))
    _, told = await door.call("GET", f"/api/referrals/{code}")
    validate(told, SCHEMAS["ReferralStatus"])
    assert told["next_service"] == {"name": "Relayage 21", "phone": "03 80 00 00 02"}


async def test_no_thank_you(door: Door) -> None:
    code = refer(door)
    propose(door, NextService("srv-2", "Relayage 21", None, False))
    _, page = await post(door, "/suivi/autre-service", code=code, choice="no", service="Relayage 21")
    assert "ne va pas à ce service" in page and referral(door).service_id == "srv-1"
    assert "Relayage 21" not in (await post(door, "/suivi", code=code))[1]


async def test_when_no_other_service_is_found_a_person_is_named(door: Door) -> None:
    code = refer(door)
    propose(door)
    _, page = await post(door, "/suivi", code=code)
    assert "pas trouvé d'autre service" in page and "Une personne peut chercher avec vous" in page


async def test_pages_are_said_in_french_to_screen_readers(door: Door) -> None:
    code = refer(door)
    due(door, 7)
    pages = [(await get(door, path))[1] for path in (service_path(door), news_path(door), "/suivi")]
    pages.append((await post(door, "/suivi", code=code))[1])
    for page in pages:
        assert '<html lang="fr">' in page and page.count("<h1>") == 1 and "<title>" in page
        fields = re.findall(r'<input type="text" id="(\w+)"', page)
        assert all(f'<label for="{field}">' in page for field in fields)
        assert all(button.strip() for button in re.findall(r"<button[^>]*>([^<]*)", page))
