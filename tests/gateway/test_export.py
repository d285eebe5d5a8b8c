"""« Mes données » as a file, for their holder only; and what became of a request, for the holder of its code."""

from __future__ import annotations

import pytest

from bot.conversations import make_volatile
from bot.gateway.export_api import HOURS, Tickets
from bot.gateway.tokens import Tokens
from bot.messages import effect, text
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.log import Request, record
from bot.referrals.reference import new_reference
from tests.gateway.conftest import Door


def _record(door: Door, session_id: str = "") -> str:
    session_id = session_id or Tokens(door.secrets.signing_key, 24).read(f"Bearer {door.token}")
    with door.database.session() as session:
        agreed = int(consent.grant(session, session_id, "referral", "texte", "1").id)
    return record(
        door.database,
        Vault(door.secrets.encryption_keys),
        Request(session_id, "run", "respite", agreed, "Odile", "06 11 22 33 44", service_name="Plateforme de répit"),
        new_reference().code,
    )


async def test_the_holder_downloads_all_in_clear(door: Door) -> None:
    _record(door)
    _record(door, "quelqu-un-d-autre")
    door.rasa.answer = [effect("kept", durable=True), text("Noté.")]
    await door.say("oui")
    async with door.client.get("/api/chat/export", headers={"Authorization": f"Bearer {door.token}"}) as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
        assert response.headers["Cache-Control"] == "no-store"
        held = await response.json()
    assert [request["first_name"] for request in held["demandes"]] == ["Odile"]
    assert "oui" in held["conversation"]["transcript"] and held["accords"][0]["pour"] == "referral"


async def test_the_link_of_the_conversation_opens_once(door: Door) -> None:
    _record(door)
    door.rasa.answer = [effect("export"), text("Voici vos données.")]
    link, words = await door.say("mes données")
    (target,) = link["links"]
    assert words["text"] == "Voici vos données." and target["href"].startswith("/api/chat/export/")
    async with door.client.head(target["href"]) as looked:
        assert looked.status == 405, "a look at the link does not spend it"
    status, held = await door.call("GET", target["href"], token="")
    assert status == 200 and held["demandes"][0]["contact"] == "06 11 22 33 44"
    assert (await door.call("GET", target["href"], token=""))[0] == 404


async def test_a_link_that_was_not_given_opens_nothing(door: Door) -> None:
    assert (await door.call("GET", "/api/chat/export/abcdef", token=""))[0] == 404


def test_a_ticket_lasts_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [100.0]
    monkeypatch.setattr("bot.conversations.volatile.time.monotonic", lambda: at[0])
    kept = make_volatile("", HOURS, "export")
    tickets = Tickets(kept)
    one, two = tickets.issue("s1"), tickets.issue("s2")
    at[0] += 599
    assert tickets.take(one) == "s1" and tickets.take(one) is None
    at[0] += 2
    assert tickets.take(two) is None
    three = tickets.issue("s3")
    at[0] += 601
    tickets.issue("s4")
    assert kept.get(three) is None, "old tickets are forgotten"


async def test_the_state_of_a_request_for_who_holds_the_whole_code(door: Door) -> None:
    code = _record(door)
    status, found = await door.call("GET", f"/api/referrals/{code.lower()}", token="")
    assert status == 200 and found["reference"] == code[:6] and found["state"] == "requested"
    assert found["text"].startswith("Votre demande est bien enregistrée") and found["service"] == "Plateforme de répit"
    assert found["created_at"].endswith("Z") and "Odile" not in str(found) and "06 11" not in str(found)


async def test_half_a_code_tells_nothing_and_does_not_say_why(door: Door) -> None:
    code = _record(door)
    answers = [
        await door.call("GET", f"/api/referrals/{wrong}", token="")
        for wrong in (code[:6], new_reference().code, code[:-1] + str((int(code[-1]) + 1) % 10), "bonjour")
    ]
    assert {status for status, _ in answers} == {404} and len({str(body) for _, body in answers}) == 1
    assert answers[0][1]["error"]["code"] == "reference_not_found"


async def test_after_erasing_the_code_tells_nothing_any_more(door: Door) -> None:
    code = _record(door)
    status, receipt = await door.call("DELETE", "/api/chat/session")
    assert status == 200 and receipt["removed"]["referrals"] == 1 and receipt["removed"]["consents"] == 1
    assert (await door.call("GET", f"/api/referrals/{code}"))[0] == 404
