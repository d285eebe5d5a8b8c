"""Another service for a request: asked of the person first, written in the history, refused when it makes no sense."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from bot.privacy import consent
from bot.referrals.lifecycle import IllegalMove
from bot.referrals.redirect import Target, redirect
from tests.console.conftest import World


async def _first(browser: Any, reference: str) -> str:
    page = await browser.page(f"/referrals/{reference}/service")
    found = re.search(r'name="service" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


async def test_the_request_goes_to_the_service_that_the_person_accepted(
    world: World, directory: Any, open_browser: Any
) -> None:
    world.user("claire")
    reference = world.refer(state="rejected", state_reason="full", service_id="old", service_name="Ancien service")
    browser = await open_browser("claire")
    service = await _first(browser, reference)
    form = {"version": await browser.version(reference), "service": service}
    refused = await browser.post(f"/referrals/{reference}/service", form)
    assert refused.status == 422 and "son accord" in await refused.text()
    assert world.referral(reference).service_id == "old"
    done = await browser.post(f"/referrals/{reference}/service", {**form, "agreed": "yes"})
    assert done.status == 303
    referral = world.referral(reference)
    assert (referral.service_id, referral.state) == (service, "requested")
    assert [event.kind for event in referral.events] == ["state", "state", "proposal"]
    note = world.vault.decrypt(referral.events[-1].note, "referral.note")
    assert referral.service_name in note
    page = await browser.page(f"/referrals/{reference}")
    assert "Autre service proposé" in page and referral.service_name.split("'")[0] in page
    assert ("claire", "referral.redirect", reference) in world.accesses()


async def test_a_page_that_is_old_changes_nothing(world: World, directory: Any, open_browser: Any) -> None:
    world.user("claire")
    reference = world.refer()
    browser = await open_browser("claire")
    service = await _first(browser, reference)
    answer = await browser.post(
        f"/referrals/{reference}/service", {"version": "99", "service": service, "agreed": "yes"}
    )
    assert answer.status == 422 and "Une autre personne" in await answer.text()
    assert world.referral(reference).service_id == ""


async def test_neither_another_territory_nor_an_unknown_service(
    world: World, directory: Any, open_browser: Any
) -> None:
    world.user("claire", territories="39")
    reference = world.refer()
    browser = await open_browser("claire")
    assert (await browser.get(f"/referrals/{reference}/service")).status == 404
    assert (await browser.post(f"/referrals/{reference}/service", {"service": "x", "agreed": "yes"})).status == 404
    here = world.refer(departement="39", place_code="39300")
    version = await browser.version(here)
    unknown = {"version": version, "service": "nowhere", "agreed": "yes"}
    assert (await browser.post(f"/referrals/{here}/service", unknown)).status == 422


@pytest.mark.parametrize(
    "state, states",
    [
        ("requested", []),
        ("received", ["rejected", "requested"]),
        ("accepted", ["rejected", "requested"]),
        ("in-progress", ["failed", "requested"]),
        ("failed", ["requested"]),
    ],
)
def test_every_state_has_its_way_back(world: World, state: str, states: list[str]) -> None:
    reference = world.refer(state=state)
    with world.database.session() as session:
        referral = session.merge(world.referral(reference))
        redirect(session, world.vault, referral, Target("new", "Nouveau", None), "claire")
    moves = [event.to_state for event in world.referral(reference).events if event.kind == "state"][1:]
    assert moves == states and world.referral(reference).state == "requested"


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_what_is_over_stays_over(world: World, state: str) -> None:
    reference = world.refer(state=state)
    with world.database.session() as session, pytest.raises(IllegalMove):
        referral = session.merge(world.referral(reference))
        redirect(session, world.vault, referral, Target("new", "Nouveau", None), "claire")


async def test_a_consent_taken_back_hides_the_person(world: World, open_browser: Any) -> None:
    world.user("claire")
    with world.database.session() as session:
        held = consent.grant(session, "s1", "referral", "les mots", "1")
    reference = world.refer(consent_id=held.id, contact="06 39 98 00 00", message="une phrase à elle")
    browser = await open_browser("claire")
    assert "une phrase à elle" in await browser.page(f"/referrals/{reference}")
    with world.database.session() as session:
        consent.withdraw(session, "s1", at=datetime(2026, 3, 1))
    page = await browser.page(f"/referrals/{reference}")
    assert "retiré son accord le 1er mars 2026" in page and "une phrase à elle" not in page
    assert "accord retiré : ne pas appeler" in page and "la personne a retiré son accord</option>" not in page
    queue = await browser.page("/referrals")
    assert "accord retiré : ne pas appeler" in queue, "until the sweep of the gateway has cancelled it"
    revealed = await browser.post(f"/referrals/{reference}/contact")
    assert revealed.status == 403 and "06 39" not in await revealed.text()
    assert ("claire", "referral.reveal", reference) not in world.accesses()
