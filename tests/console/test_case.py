"""One request: what is shown, to whom, and what two coordinators at once do to it."""

from __future__ import annotations

import asyncio
import html
import json
from typing import Any

import pytest

from bot.console.models import ConsoleUser
from bot.privacy import consent
from bot.referrals.lifecycle import MOVES, NEEDS_REASON, STATES
from tests.console.conftest import World

XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "<b>gras</b>",
    "mailto:a@b.fr?body=<script>",
    "\u202e<iframe src=//x>",
)


async def test_contact_is_hidden_until_asked_for_and_the_asking_is_logged(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer(first_name="Jeanne-Rose", contact="06 12 34 56 78", when_to_call="le matin")
    browser = await open_browser("claire")
    page = await browser.page(f"/referrals/{reference}")
    assert "Jeanne-Rose" not in page and "06 12 34 56 78" not in page
    assert ("claire", "referral.view", reference) in world.accesses()
    assert not [entry for entry in world.accesses() if entry[1] == "referral.reveal"]
    response = await browser.post(f"/referrals/{reference}/contact")
    page = await response.text()
    assert "Jeanne-Rose" in page and 'href="tel:0612345678"' in page and "le matin" in page
    assert world.accesses()[-1] == ("claire", "referral.reveal", reference)
    assert not any("Jeanne" in part for entry in world.accesses() for part in entry)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+33611223345", "06 11 22 33 45"),
        ("+32470123456", "+32 470 12 34 56"),
        ("o@exemple.fr", "o@exemple.fr"),
    ],
)
async def test_a_number_is_read_as_it_was_said(world: World, open_browser: Any, kept: str, shown: str) -> None:
    world.user("claire")
    reference = world.refer(contact=kept, service_name="Le relais", service_phone="+33380000001")
    browser = await open_browser("claire")
    page = await (await browser.post(f"/referrals/{reference}/contact")).text()
    kind = "mailto" if "@" in kept else "tel"
    assert f'href="{kind}:{kept}">{shown}</a>' in page
    assert 'href="tel:+33380000001">03 80 00 00 01</a>' in page


async def test_contact_is_not_shown_when_the_journal_cannot_be_written(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer(first_name="Jeanne-Rose", contact="06 12 34 56 78")
    browser = await open_browser("claire")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE access_log")
    response = await browser.post(f"/referrals/{reference}/contact")
    assert response.status == 503
    assert "Jeanne-Rose" not in await response.text()


async def test_another_territory_sees_nothing_and_changes_nothing(world: World, open_browser: Any) -> None:
    world.user("marc", territories="39")
    reference = world.refer(first_name="Jeanne", contact="06 12 34 56 78", message="mon mari tombe souvent")
    browser = await open_browser("marc")
    assert reference not in await browser.page("/referrals?state=all")
    page = await browser.page(f"/referrals/{reference}", 404)
    assert "tombe" not in page
    for action, data in (
        ("contact", {}),
        ("state", {"state": "accepted"}),
        ("assign", {"person": "1"}),
        ("call", {"outcome": "reached"}),
        ("note", {"note": "bonjour"}),
    ):
        response = await browser.post(f"/referrals/{reference}/{action}", {**data, "version": "1"})
        assert response.status == 404, action
        assert "06 12" not in await response.text()
    found = world.referral(reference)
    assert (found.state, found.version, len(found.events)) == ("requested", 1, 1)
    assert ("marc", "refused", reference) in world.accesses()


async def test_a_request_without_a_place_goes_to_those_who_see_all(world: World, open_browser: Any) -> None:
    world.user("claire", territories="21 39")
    world.user("nadia", territories="*")
    world.user("liege", territories="BE-40")
    nowhere = world.refer(departement="", place_code="")
    belgian = world.refer(departement="", place_code="BE-4000")
    for login, seen in (("claire", set()), ("nadia", {nowhere, belgian}), ("liege", {belgian})):
        browser = await open_browser(login)
        page = await browser.page("/referrals")
        assert {reference for reference in (nowhere, belgian) if reference in page} == seen
        for reference in (nowhere, belgian):
            assert (await browser.get(f"/referrals/{reference}")).status == (200 if reference in seen else 404)


@pytest.mark.parametrize("evil", XSS)
async def test_what_people_write_stays_text(evil: str, world: World, open_browser: Any) -> None:
    world.user("claire", name="Claire <script>alert(2)</script>")
    reference = world.refer(
        first_name=evil,
        contact=evil,
        message=evil,
        when_to_call=evil,
        place_label=evil,
        service_name=evil,
        service_phone=evil[:40],
        reasons=evil.replace(" ", ""),
        summary=json.dumps({"relation": evil, evil: evil}),
        need=evil[:40],
    )
    browser = await open_browser("claire")
    version = await browser.version(reference)
    assert (await browser.post(f"/referrals/{reference}/note", {"note": evil, "version": version})).status == 303
    pages = [
        await (await browser.post(f"/referrals/{reference}/contact")).text(),
        await browser.page("/referrals"),
        await (await browser.post(f"/referrals/{reference}/state", {"note": evil, "version": "9"})).text(),
    ]
    assert html.escape(evil, quote=False) in html.escape(html.unescape(pages[0]), quote=False)
    for page in pages:
        assert "<script" not in page and "<img" not in page and "<iframe" not in page and "<b>" not in page
        assert 'href="javascript' not in page and "onload=alert" not in page.replace("&lt;svg/onload=alert", "")
        assert "<svg/" not in page


async def test_the_moves_offered_are_those_of_the_life_cycle(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    for state in STATES:
        page = await browser.page(f"/referrals/{world.refer(state=state)}")
        offered = {other for other in STATES if f'name="state" value="{other}"' in page}
        assert offered == MOVES[state]


async def test_a_change_of_state_is_kept_with_its_reason_and_its_note(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    response = await browser.post(
        f"/referrals/{reference}/state",
        {"state": "rejected", "reason": "full", "note": "Liste d'attente de six mois", "version": "1"},
    )
    assert response.headers["Location"] == f"/console/referrals/{reference}?ok=state"
    found = world.referral(reference)
    assert (found.state, found.state_reason, found.version) == ("rejected", "full", 2)
    event = found.events[-1]
    assert (event.actor, event.from_state, event.to_state, event.reason) == ("claire", "requested", "rejected", "full")
    assert b"attente" not in bytes(event.note)
    page = html.unescape(await browser.page(f"/referrals/{reference}?ok=state"))
    assert "Liste d'attente de six mois" in page and "plus de place" in page and "L'état est changé." in page
    assert world.accesses()[-2] == ("claire", "referral.state", reference)


@pytest.mark.parametrize(
    "data",
    [
        {"state": "completed"},
        {"state": "requested"},
        {"state": "nawak"},
        {"state": ""},
        {},
        *({"state": state} for state in sorted(NEEDS_REASON)),
        {"state": "rejected", "reason": "nawak"},
    ],
)
async def test_forbidden_moves_are_refused_with_a_sentence(
    data: dict[str, str], world: World, open_browser: Any
) -> None:
    world.user("claire")
    reference = world.refer(state="cancelled" if data.get("state") == "completed" else "requested")
    browser = await open_browser("claire")
    response = await browser.post(f"/referrals/{reference}/state", {**data, "note": "à garder", "version": "1"})
    page = await response.text()
    assert response.status == 422
    assert 'role="alert"' in page and "Erreur : " in page
    assert len(world.referral(reference).events) == 1
    if data.get("state") != "completed":
        assert "à garder" in page, "what was typed is not lost"


async def test_the_second_of_two_coordinators_is_told_and_overwrites_nothing(world: World, open_browser: Any) -> None:
    world.user("claire", name="Claire Martin")
    world.user("nadia", role="administrator", territories="*")
    reference = world.refer()
    claire, nadia = await open_browser("claire"), await open_browser("nadia")
    seen = await nadia.version(reference)
    await claire.post(f"/referrals/{reference}/state", {"state": "in-progress", "version": seen})
    response = await nadia.post(
        f"/referrals/{reference}/state",
        {"state": "cancelled", "reason": "duplicate", "note": "Doublon du 3 mars", "version": seen},
    )
    page = await response.text()
    assert response.status == 409
    assert "Claire Martin vient de modifier cette demande." in page
    assert "Doublon du 3 mars" in page, "her text is kept"
    found = world.referral(reference)
    assert (found.state, len(found.events)) == ("in-progress", 2)
    for action, data in (
        ("state", {"state": "received"}),
        ("assign", {"person": ""}),
        ("call", {"outcome": "reached"}),
        ("note", {"note": "x"}),
    ):
        assert (await nadia.post(f"/referrals/{reference}/{action}", {**data, "version": seen})).status == 409


async def test_sent_at_the_same_instant_only_one_wins(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    answers = await asyncio.gather(
        *(
            browser.post(f"/referrals/{reference}/state", {"state": state, "version": "1"})
            for state in ("accepted", "in-progress", "received", "completed")
        )
    )
    assert sorted(answer.status for answer in answers) == [303, 409, 409, 409]
    assert len(world.referral(reference).events) == 2


async def test_taking_and_giving_a_request(world: World, open_browser: Any) -> None:
    claire, marc = world.user("claire", name="Claire Martin"), world.user("marc", territories="39")
    editor = world.user("edith", role="editor", territories="*")
    reference = world.refer()
    browser = await open_browser("claire")
    assert "m’en occupe" in await browser.page(f"/referrals/{reference}")
    await browser.post(f"/referrals/{reference}/assign", {"person": str(claire), "version": "1"})
    assert world.referral(reference).assigned_to == claire
    page = await browser.page(f"/referrals/{reference}")
    assert "Demande confiée à Claire Martin" in page and "m’en occupe" not in page
    version = await browser.version(reference)
    for nobody in (marc, editor, 999, "x"):
        response = await browser.post(f"/referrals/{reference}/assign", {"person": str(nobody), "version": version})
        assert response.status == 422, nobody
    assert (await browser.post(f"/referrals/{reference}/assign", {"person": "", "version": version})).status == 303
    assert world.referral(reference).assigned_to is None


async def test_a_call_is_noted_with_how_it_ended(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    assert (await browser.post(f"/referrals/{reference}/call", {"outcome": "", "version": "1"})).status == 422
    assert (await browser.post(f"/referrals/{reference}/note", {"note": "  ", "version": "1"})).status == 422
    await browser.post(f"/referrals/{reference}/call", {"outcome": "voicemail", "note": "rappeler", "version": "1"})
    event = world.referral(reference).events[-1]
    assert (event.kind, event.reason) == ("call", "voicemail")
    assert "message laissé" in await browser.page(f"/referrals/{reference}")


async def test_values_that_cannot_be_decrypted_are_said_so(world: World, open_browser: Any) -> None:
    from bot.privacy.vault import Vault, new_key

    world.user("claire")
    other, world.vault = world.vault, Vault([new_key()])
    reference = world.refer(first_name="Jeanne", message="bonjour", summary="{}")
    world.vault = other
    browser = await open_browser("claire")
    assert "Texte illisible" in await browser.page(f"/referrals/{reference}")


async def test_an_anonymised_request_opens(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    assert "devenue anonyme" in await (await browser.post(f"/referrals/{reference}/contact")).text()


async def test_the_journal_never_names_an_unknown_reference_beyond_its_shape(world: World, open_browser: Any) -> None:
    world.user("claire")
    browser = await open_browser("claire")
    assert (await browser.get("/referrals/ZAZAZA")).status == 404
    assert (await browser.get("/referrals/zazaza")).status == 404
    with world.database.session() as session:
        assert session.query(ConsoleUser).count() == 1


async def test_the_level_is_explained_in_words(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer(level=3, reasons="exhausted_without_relief lives_alone code_of_another_time")
    browser = await open_browser("claire")
    page = html.unescape(await browser.page(f"/referrals/{reference}"))
    assert "Les forces sont au bout, et personne ne prend le relais." in page
    assert "Pour la personne aidée, personne d'autre n'est là à la maison." in page
    assert "code of another time" in page and "{person}" not in page


async def test_the_agreement_to_research_is_said_until_it_is_taken_back(world: World, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer(first_name="Jeanne", contact="06 12 34 56 78", session_id="talk")
    browser = await open_browser("claire")
    assert "accepte qu’on lui propose une étude" not in await browser.page(f"/referrals/{reference}")
    with world.database.session() as session:
        consent.grant(session, "talk", "research", "Acceptez-vous ?", "1")
    assert "accepte qu’on lui propose une étude" in await browser.page(f"/referrals/{reference}")
    with world.database.session() as session:
        consent.withdraw(session, "talk", "research")
    assert "accepte qu’on lui propose une étude" not in await browser.page(f"/referrals/{reference}")
