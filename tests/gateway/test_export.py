"""« Mes données » as a file, for their holder only; and what became of a request, for the holder of its code."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest

from bot.conversations import ConversationStore, make_volatile
from bot.gateway.export_api import HOURS, Tickets
from bot.gateway.tokens import Tokens
from bot.interview.loader import default_library
from bot.messages import button, effect, text
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.log import Request, record
from bot.referrals.reference import new_reference
from tests.gateway.conftest import Door


def _record(door: Door, session_id: str = "", summary: Any = None) -> str:
    session_id = session_id or Tokens(door.secrets.signing_key, 24).read(f"Bearer {door.token}")
    with door.database.session() as session:
        agreed = int(consent.grant(session, session_id, "referral", "texte", "1").id)
    return record(
        door.database,
        Vault(door.secrets.encryption_keys),
        Request(session_id, "run", "respite", agreed, "Odile", "06 11 22 33 44", service_name="Plateforme de répit",
                summary=summary or {}),
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
    assert held["conversation"]["échange"][-2:] == [
        {"qui": "vous", "texte": "oui"},
        {"qui": "assistant", "texte": "Noté."},
    ]
    assert held["accords"][0]["pour"] == "referral"


async def test_the_page_says_in_french_words_all_that_is_held(door: Door) -> None:
    _record(door, summary={"relation": "aide un proche (mari)"})
    door.rasa.answer = [effect("kept", durable=True), text("Noté <b>bien</b>.", [button("Suite", "more")])]
    await door.say("j'ai dit <script>")
    _keep_a_tracker(door)
    door.rasa.answer = [effect("export")]
    (link,) = await door.say("mes données")
    path = link["links"][0]["href"]
    async with door.client.get(path) as response:
        page = await response.text()
        assert response.status == 200 and response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    for words in (
        "Odile", "06 11 22 33 44", "aide un proche (mari)", "transmettre votre demande", "Lieu : Beaune (21)",
        "Noté &lt;b&gt;bien&lt;/b&gt;.", "j&#39;ai dit &lt;script&gt;", "Choix proposés : Suite", "Le matin",
    ):  # fmt: skip
        assert words in page
    for internal in ("intent", "action_listen", "first_name", "referral", "payload", "None", "{", "session_id"):
        assert internal not in page.partition("<main>")[2].partition("</main>")[0], internal
    async with door.client.get(path) as again:
        assert again.status == 404 and "une seule fois" in await again.text()


async def test_the_file_is_plain_data_without_the_machinery(door: Door) -> None:
    _record(door, summary={"relation": "aide un proche (mari)"})
    door.rasa.answer = [effect("kept", durable=True), text("Noté.")]
    await door.say("oui")
    _keep_a_tracker(door)
    held = (await door.call("GET", "/api/chat/export"))[1]
    assert held["demandes"][0]["summary"] == {"relation": "aide un proche (mari)"}
    conversation = held["conversation"]
    assert set(conversation) == {"échange", "situation", "réponses"}
    assert conversation["situation"] == ["Lieu : Beaune (21)"]
    assert {"question": "disparu.q", "réponse": "a"} in conversation["réponses"]
    assert conversation["réponses"][0]["réponse"] == "Le matin"
    assert not [text for text in _strings(held) if text.startswith(("{", "["))], "no JSON inside a string"


async def test_nothing_held_is_said(door: Door) -> None:
    door.rasa.answer = [effect("export")]
    (link,) = await door.say("mes données")
    async with door.client.get(link["links"][0]["href"]) as response:
        assert "Rien n'est gardé." in unescape(await response.text())


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []


def _keep_a_tracker(door: Door) -> None:
    """What Rasa keeps beside: slots, a loop, events."""
    session_id = Tokens(door.secrets.signing_key, 24).read(f"Bearer {door.token}")
    state = {"v": 1, "modes": ["carer"], "questionnaires": ["callback"],
             "versions": {"callback": default_library()["callback"].version},
             "answers": {"callback.when": {"value": "morning"}, "disparu.q": {"value": "a"}}}  # fmt: skip
    facts = {"place": {"code": "21054", "label": "Beaune (21)"}, "needs": ["respite"]}
    kept = {"slots": {"facts": facts, "interview": {"purpose": "x", "state": state, "context": {}}, "misses": 1},
            "loop": None, "events": [{"event": "action", "name": "action_listen"}]}  # fmt: skip
    store = ConversationStore("tracker", make_volatile("", 1, "t"), door.database, Vault(door.secrets.encryption_keys))
    store.save(session_id, json.dumps(kept).encode(), durable=True)


async def test_the_link_of_the_conversation_opens_once(door: Door) -> None:
    _record(door)
    door.rasa.answer = [effect("export"), text("Voici vos données.")]
    link, words = await door.say("mes données")
    _page, target = link["links"]
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
