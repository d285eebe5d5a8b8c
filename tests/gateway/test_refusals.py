"""What the door refuses: JSON, a code for programs, a French sentence for people, and never a 500."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any
from urllib.parse import quote

import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.gateway import console_limit
from bot.gateway.errors import SENTENCES
from bot.gateway.tokens import Tokens
from bot.rasa.typed import plain
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]
MESSAGES = "/api/chat/messages"
UNSEEN = ("\u200b", "\ufeff", "\u00ad", "\u200e", "\u202e", "\u0007", "\ud83d", "\u200d", "\ufe0f", "\u3164", "///")


async def _raw(door: Door, data: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    async with door.client.post(
        MESSAGES,
        data=data,
        headers={"Authorization": f"Bearer {door.token}", "Content-Type": "application/json", **headers},
    ) as response:
        return response.status, await response.json()


def _is_refusal(answer: tuple[int, Any], status: int, code: str) -> None:
    assert answer[0] == status, answer
    assert answer[1]["error"] == {"code": code, "message": SENTENCES[code]}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bonjour",
        b"{",
        b"[]",
        b'"texte"',
        b"null",
        b"12",
        b"{}",
        b'{"text": 3}',
        b'{"text": null}',
        b'{"text": ["a"]}',
        b'{"text": "a", "button": "b"}',
        b'{"button": 5}',
        b'{"button": ""}',
        b'{"buttons": []}',
        b'{"buttons": "a"}',
        b'{"buttons": [1]}',
        b'{"button": {"id": "a"}}',
        b'{"text": "a", "client_message_id": 4}',
        b"\xff\xfe\x00",
        b'{"text": "a", "client_message_id": ""}',
        b'{"text": "a", "client_message_id": "\\ud800"}',
        b"[" * 4000,
        json.dumps({"text": "a", "client_message_id": "x" * 101}).encode(),
        json.dumps({"button": "x" * 65}).encode(),
        json.dumps({"buttons": ["a"] * 21}).encode(),
    ],
)
async def test_a_body_that_is_no_turn_is_refused(door: Door, data: bytes) -> None:
    _is_refusal(await _raw(door, data), 400, "bad_request")
    assert door.rasa.turns == []


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u00a0\u2003", *UNSEEN])
async def test_an_empty_message_is_said_to_be_empty(door: Door, typed: str) -> None:
    _is_refusal(await door.call("POST", MESSAGES, {"text": typed}), 400, "empty")
    assert door.rasa.turns == []


async def test_a_body_over_eight_kilobytes_is_too_large(door: Door) -> None:
    _is_refusal(await _raw(door, json.dumps({"text": "a" * 9 * 1024}).encode()), 413, "too_large")
    just = json.dumps({"text": "a"}).encode()
    status, _ = await _raw(door, just + b" " * (8 * 1024 - len(just)))
    assert status == 200


# -- who may speak


def _forged(door: Door, **claims: Any) -> str:
    whole = {"sub": "quelqu-un", "aud": "relais-chat", "exp": int(time.time()) + 60, **claims}
    return jwt.encode({k: v for k, v in whole.items() if v is not None}, door.secrets.signing_key, algorithm="HS256")


@pytest.mark.parametrize(
    "method_path", [("POST", MESSAGES), ("GET", MESSAGES), ("DELETE", "/api/chat/session"), ("GET", "/api/chat/export")]
)
async def test_without_a_token_nothing_is_done(door: Door, method_path: tuple[str, str]) -> None:
    _is_refusal(await door.call(*method_path, {"text": "bonjour"}, token=""), 401, "unauthorised")


async def test_tokens_that_are_not_ours_are_refused(door: Door) -> None:
    other = Tokens("another signing key of thirty-two bytes", 24).issue().token
    unsigned = jwt.encode({"sub": "x", "aud": "relais-chat", "exp": int(time.time()) + 60}, None, algorithm="none")  # type: ignore[arg-type]
    wrong = [
        "x",
        "a.b.c",
        other,
        unsigned,
        door.token[:-2],
        door.token + "x",
        _forged(door, aud="relais-console"),
        _forged(door, exp=int(time.time()) - 1),
        _forged(door, exp=None),
        _forged(door, sub=None),
        _forged(door, aud=None),
    ]
    for token in wrong:
        _is_refusal(await door.call("POST", MESSAGES, {"text": "bonjour"}, token=token), 401, "unauthorised")
    assert (await door.call("POST", MESSAGES, {"text": "bonjour"}, token=_forged(door)))[0] == 200
    assert len(door.rasa.turns) == 1


@pytest.mark.parametrize("header", ["Basic dTpw", "Bearer", "bearer ", "Token x", "Bearer \udcff\udcfe", "Bearer é"])
async def test_other_authorisations_are_refused(door: Door, header: str) -> None:
    _is_refusal(await door.call("GET", MESSAGES, token="", headers={"Authorization": header}), 401, "unauthorised")


async def test_the_scheme_may_be_in_any_case(door: Door) -> None:
    status, _ = await door.call("GET", MESSAGES, token="", headers={"Authorization": f"BEARER {door.token}"})
    assert status == 200


# -- addresses and methods


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/chat",
        "/api/chat/unknown",
        "/api/chat/sessions/x",
        "/health/other",
        "/api/..%2f..%2fetc/passwd",
        "/api/chat/export/",
    ],
)
async def test_an_unknown_address_is_a_404_in_json(door: Door, path: str) -> None:
    _is_refusal(await door.call("GET", path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", MESSAGES),
        ("GET", "/api/chat/sessions"),
        ("PATCH", "/api/chat/session"),
        ("POST", "/health/live"),
        ("DELETE", "/api/referrals/x"),
    ],
)
async def test_an_unknown_method_is_a_405_in_json(door: Door, method: str, path: str) -> None:
    _is_refusal(await door.call(method, path), 405, "method")


# -- how often


async def test_a_conversation_too_fast_is_told_to_wait(open_door: Open) -> None:
    door = await open_door(RELAIS_MESSAGES_PER_MINUTE="3")
    await door.open()
    for _ in range(3):
        await door.say("bonjour")
    status, body = await door.call("POST", MESSAGES, {"text": "encore"})
    assert status == 429 and body["error"]["code"] == "too_many" and body["error"]["message"]
    assert body["messages"][0]["kind"] == "notice" and "112" in body["messages"][0]["text"]
    async with door.client.post(
        MESSAGES, json={"text": "encore"}, headers={"Authorization": f"Bearer {door.token}"}
    ) as response:
        assert response.headers["Retry-After"] == "60"
    assert len(door.rasa.turns) == 3
    await door.open()
    assert (await door.call("POST", MESSAGES, {"text": "bonjour"}))[0] == 200, "another conversation is not held back"


async def test_an_address_too_fast_is_told_to_wait_whatever_the_conversation(open_door: Open) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="3")
    await door.open()
    await door.say("bonjour")
    await door.open()
    _is_refusal(await door.call("POST", "/api/chat/sessions", token=""), 429, "too_many")
    _is_refusal(await door.call("GET", "/api/referrals/KABOTU-MIDORELA-4"), 429, "too_many")
    assert (await door.call("POST", MESSAGES, {"text": "bonjour"}))[0] == 429
    assert (await door.call("DELETE", "/api/chat/session"))[0] == 200, "erasing is never refused"


async def test_passwords_are_not_tried_without_end(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_limit, "SIGN_INS_PER_MINUTE", 2)
    form, own = {"login": "personne", "password": "x"}, {"Sec-Fetch-Site": "same-origin"}
    for expected in (401, 401, 429):
        async with door.client.post("/console/login", data=form, headers=own) as response:
            said = unescape(await response.text())
            assert response.status == expected and (console_limit.TOO_MANY in said) is (expected == 429)
    async with door.client.get("/console/login") as response:
        assert response.status == 200
    assert (await door.say("bonjour"))[0]["kind"] == "text", "a conversation from there goes on"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", MESSAGES), ("GET", "/api/chat/export"), ("GET", "/api/chat/export/nope"), ("DELETE", "/api/chat/session")],
)
async def test_what_is_only_read_or_erased_is_counted_too_and_keeps_nobody_from_writing(
    open_door: Open, method: str, path: str
) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="3")
    await door.open()
    statuses = [(await door.call(method, path))[0] for _ in range(5)]
    assert statuses[3:] == [429] * 2 and 429 not in statuses[:3]
    _is_refusal(await door.call(method, path), 429, "too_many_requests")
    assert (await door.call("POST", MESSAGES, {"text": "bonjour"}))[0] == 200
    if method == "GET":
        assert (await door.call("DELETE", "/api/chat/session"))[0] == 200, "reading keeps nobody from erasing"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_false_tokens_are_counted(open_door: Open, method: str) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="3")
    body = {"text": "bonjour"} if method == "POST" else None
    statuses = [(await door.call(method, MESSAGES, body, token="faux"))[0] for _ in range(5)]
    assert statuses == [401] * 3 + [429] * 2


async def test_behind_a_proxy_addresses_are_those_it_saw(open_door: Open) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="1", RELAIS_TRUSTED_PROXY="oui")

    async def opened(forwarded: str) -> int:
        return (await door.call("POST", "/api/chat/sessions", token="", headers={"X-Forwarded-For": forwarded}))[0]

    assert await opened("203.0.113.1") == 201
    assert await opened("203.0.113.1") == 429
    assert await opened("198.51.100.9, 203.0.113.1") == 429, "what the caller wrote in front does not count"
    assert await opened("203.0.113.2") == 201
    assert await opened("\udcff") == 201


async def test_without_a_proxy_the_header_is_not_believed(open_door: Open) -> None:
    door = await open_door(RELAIS_REQUESTS_PER_MINUTE="1")
    statuses = [
        (await door.call("POST", "/api/chat/sessions", token="", headers={"X-Forwarded-For": f"203.0.113.{n}"}))[0]
        for n in range(2)
    ]
    assert statuses == [201, 429]


# -- pages


async def test_a_page_that_is_not_there_says_so_in_french(door: Door) -> None:
    for method, path in (("GET", "/nope"), ("POST", "/nope"), ("PUT", "/suivi")):
        async with door.client.request(method, path) as response:
            page = await response.text()
            assert response.status in (404, 405) and response.content_type == "text/html", path
            assert '<html lang="fr">' in page and "Not Found" not in page and "Not Allowed" not in page


@pytest.mark.parametrize("path", ["/suivi", "/simple"])
async def test_a_form_too_long_is_said_in_french(door: Door, path: str) -> None:
    async with door.client.post(path, data={"code": "a" * 9000}) as response:
        assert response.status == 413 and SENTENCES["too_large"] in await response.text()


@pytest.mark.parametrize("path", [MESSAGES, "/suivi", "/simple"])
async def test_a_body_packed_otherwise_than_it_says_is_refused_without_a_trace(
    door: Door, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Content-Encoding": "gzip", "Authorization": f"Bearer {door.token}",
               "Content-Type": "application/json" if path == MESSAGES else "application/x-www-form-urlencoded"}  # fmt: skip
    async with door.client.post(path, data=b"this is not gzip", headers=headers) as response:
        assert response.status == 400 and "pas lisible" in await response.text()
    assert "Traceback" not in caplog.text and "Error" not in caplog.text


async def test_a_fault_on_a_page_is_said_in_french_and_its_log_holds_no_words(
    door: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("ma mère pleure")

    monkeypatch.setattr("bot.gateway.simple_pages._page", fail)
    async with door.client.get("/simple") as response:
        assert response.status == 503 and "15" in await response.text()
    assert "fault on /simple: KeyError" in caplog.text and "pleure" not in caplog.text


# -- anything at all

_text = st.text(max_size=300)
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=12,
)
_turns = st.fixed_dictionaries(
    {},
    optional={
        "text": _text | _anything,
        "button": _text | _anything,
        "buttons": st.lists(_text, max_size=3) | _anything,
        "client_message_id": _text | _anything,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=_turns | _anything)
async def test_no_body_makes_a_500(door: Door, body: Any) -> None:
    status, answer = await _raw(door, json.dumps(body).encode())
    assert status in (200, 400), (status, answer)
    assert answer["error"]["message"] if status == 400 else answer["messages"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(alphabet=st.characters(), min_size=1, max_size=1200))
async def test_no_text_makes_a_500_or_a_silence(door: Door, typed: str) -> None:
    status, answer = await _raw(door, json.dumps({"text": typed}).encode())
    if status == 400:
        assert answer["error"]["code"] == "empty" and not plain(typed)
        return
    assert status == 200 and all(message["text"] for message in answer["messages"])
    assert (await door.call("GET", MESSAGES))[0] == 200


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reference=st.text(min_size=1, max_size=80))
async def test_no_reference_makes_a_500(door: Door, reference: str) -> None:
    path = "/api/referrals/" + quote(reference, safe="", errors="replace")
    assert (await door.call("GET", path))[0] == 404
