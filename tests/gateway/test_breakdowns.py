"""When something is down: never a silence, never a false confirmation, a number to call; and health that says what."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text as sql

from bot.gateway import rasa_client
from bot.gateway.errors import SENTENCES
from bot.messages import button as make_button
from bot.messages import effect, text
from bot.referrals.reference import new_reference
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]


async def test_rasa_down_a_number_is_given(open_door: Open) -> None:
    door = await open_door(RELAIS_PHONE="03 80 00 00 00")
    await door.open()
    await door.stop_rasa()
    (answer,) = await door.say("bonjour")
    assert answer["kind"] == "notice" and "03 80 00 00 00" in answer["text"]
    assert answer["links"] == [{"label": "Appeler le 03 80 00 00 00", "href": "tel:0380000000"}]


@pytest.mark.parametrize(
    ("country", "number", "href"), [("FR", "01 84 72 94 72", "tel:+33184729472"), ("BE", "107", "tel:107")]
)
async def test_without_a_number_of_its_own_it_is_that_of_the_national_line(
    open_door: Open, country: str, number: str, href: str
) -> None:
    door = await open_door(RELAIS_COUNTRY=country)
    await door.open()
    await door.stop_rasa()
    (answer,) = await door.say("bonjour")
    assert f"appeler le {number}." in answer["text"] and answer["links"][0]["href"] == href


@pytest.mark.parametrize(
    "failure",
    [
        {"status": 500},
        {"status": 403},
        {"raw": "pas du JSON"},
        {"raw": "[1]"},
        {"raw": "{}"},
        {"raw": "null"},
        {"raw": '{"messages": null}'},
        {"raw": '{"messages": 3}'},
        {"raw": '{"messages": [1]}'},
    ],
)
async def test_whatever_rasa_answers_wrong_is_a_breakdown_said_kindly(door: Door, failure: dict[str, object]) -> None:
    vars(door.rasa).update(failure)
    assert (await door.say("bonjour"))[0]["kind"] == "notice"
    assert (await door.call("DELETE", "/api/chat/session"))[0] == 200


async def test_rasa_too_slow_is_a_breakdown(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_client, "TURN_SECONDS", 0.1)
    door.rasa.seconds = 0.6
    assert (await door.say("bonjour"))[0]["kind"] == "notice"


async def test_a_fault_of_ours_is_a_refusal_in_json_whose_log_holds_no_words(
    door: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_words: str) -> None:
        raise KeyError("ma mère pleure")

    monkeypatch.setattr("bot.gateway.conversation.detect", fail)
    status, body = await door.call("POST", "/api/chat/messages", {"text": "ma mère pleure"})
    assert status == 503 and body["error"]["code"] == "unavailable"
    assert "fault on /api/chat/messages: KeyError at test_breakdowns.py" in caplog.text and "pleure" not in caplog.text


@pytest.mark.parametrize("answer", [[], [effect("kept", durable=False)]])
async def test_a_silence_of_the_dialogue_is_a_breakdown(door: Door, answer: list[dict[str, object]]) -> None:
    door.rasa.answer = answer
    assert (await door.say("bonjour"))[0]["kind"] == "notice"


async def test_after_a_breakdown_the_same_message_is_a_new_attempt(door: Door) -> None:
    door.rasa.status = 500
    await door.say("bonjour", client_message_id="m-1")
    door.rasa.status = 200
    assert (await door.say("bonjour", client_message_id="m-1"))[0]["kind"] == "text"


async def test_buttons_of_before_a_breakdown_still_work_after(door: Door) -> None:
    door.rasa.answer = [text("?", [make_button("Suite", "more")])]
    (message,) = await door.say("bonjour")
    door.rasa.status = 500
    await door.say("encore")
    door.rasa.status = 200
    await door.press(message, "Suite")
    assert "more" in door.rasa.said[-1]


async def test_the_database_down_is_said_without_a_stack_trace(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with door.database.engine.begin() as connection:
        connection.execute(sql("DROP TABLE conversation"))
    status, body = await door.call("DELETE", "/api/chat/session")
    assert status == 503 and body["error"] == {"code": "unavailable", "message": SENTENCES["unavailable"]}
    assert "OperationalError" in caplog.text and "DELETE FROM" not in caplog.text


async def test_redis_down_a_danger_is_answered_and_the_rest_is_refused(open_door: Open) -> None:
    before = await open_door()
    await before.open()
    alone = await open_door(REDIS_URL="redis://127.0.0.1:1")
    alone.token = before.token
    (answer,) = await alone.say("je veux mourir")
    assert answer["kind"] == "crisis" and "3114" in answer["text"]
    status, body = await alone.call("POST", "/api/chat/messages", {"text": "bonjour"})
    assert status == 503 and body["error"]["code"] == "unavailable"
    async with alone.client.post("/simple", data={"token": alone.token, "text": "je veux mourir"}) as response:
        assert response.status == 503 and "3114" in await response.text()


async def test_a_breakdown_logs_no_code_of_a_request(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with door.database.engine.begin() as connection:
        for table in ("outbox", "referral_event", "referral"):
            connection.execute(sql(f"DROP TABLE {table}"))
    code = new_reference().code
    assert (await door.call("GET", f"/api/referrals/{code}"))[0] == 503
    assert "database failure on /api/referrals/{reference}" in caplog.text and code not in caplog.text


async def test_nothing_that_a_person_wrote_is_logged_or_measured(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "Théodoline pleure dans la cuisine"
    await door.say(canary)
    door.rasa.status = 500
    await door.say(canary)
    await door.say(canary * 60)
    await door.call("POST", "/api/chat/messages", {"text": canary * 400})
    await door.call("GET", "/api/referrals/KABOTU-MIDORELA-4")
    async with door.client.get("/metrics") as response:
        figures = await response.text()
    assert "Théodoline" not in caplog.text and "Théodoline" not in figures and "KABOTU" not in figures + caplog.text
    assert door.token not in caplog.text and 'route="/api/referrals/{reference}"' in figures


async def test_figures_are_for_this_machine_only(door: Door) -> None:
    async with door.client.get("/metrics") as response:
        assert response.status == 200 and "relais_requests_total" in await response.text()
    async with door.client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}) as response:
        assert response.status == 404


# -- health


async def test_alive_whatever_is_down(door: Door) -> None:
    await door.stop_rasa()
    assert await door.call("GET", "/health/live") == (200, {"status": "ok"})


async def test_ready_is_a_conversation_that_leaves_no_trace(door: Door) -> None:
    assert await door.call("GET", "/health/ready", token="") == (200, {"status": "ok", "down": []})
    (turn,) = door.rasa.turns
    assert turn["payload"] == "/greet" and door.rasa.forgotten == [turn["sender"]]


async def test_ready_names_rasa_when_it_is_down(door: Door) -> None:
    await door.stop_rasa()
    assert await door.call("GET", "/health/ready") == (503, {"status": "down", "down": ["dialogue (Rasa)"]})


async def test_ready_names_the_actions_when_rasa_has_nothing_to_say(door: Door) -> None:
    door.rasa.answer = []
    assert await door.call("GET", "/health/ready") == (503, {"status": "down", "down": ["actions"]})


async def test_asking_often_whether_it_is_ready_costs_one_conversation(door: Door) -> None:
    answers = await asyncio.gather(*(door.call("GET", "/health/ready", token="") for _ in range(20)))
    assert {status for status, _ in answers} == {200} and len(door.rasa.turns) == 1


async def test_ready_names_the_database_and_everything_else_at_once(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.health._FRESH", 0)
    with door.database.engine.begin() as connection:
        connection.execute(sql("DROP TABLE outbox"))
        connection.execute(sql("DROP TABLE referral_event"))
        connection.execute(sql("DROP TABLE referral"))
    assert (await door.call("GET", "/health/ready"))[1] == {"status": "down", "down": ["base de données"]}
    await door.stop_rasa()
    assert (await door.call("GET", "/health/ready"))[1]["down"] == ["base de données", "dialogue (Rasa)"]


async def test_ready_names_the_database_that_somebody_holds_and_not_who_waits_for_it(door: Door) -> None:
    door.rasa.seconds = 60
    with sqlite3.connect(str(door.database.engine.url.database)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert (await door.call("GET", "/health/ready"))[1]["down"] == ["base de données"]
        other.rollback()


async def test_trying_to_write_leaves_the_patience_of_the_others_as_it_was(door: Door) -> None:
    door.database.try_writing()
    with door.database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


async def test_ready_names_the_actions_that_hang_and_not_the_dialogue_that_waits_for_them(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.health._PART_SECONDS", 0.2)
    door.rasa.seconds = door.actions.seconds = 60
    assert (await door.call("GET", "/health/ready"))[1]["down"] == ["actions"]


async def test_ready_names_redis(open_door: Open) -> None:
    door = await open_door(REDIS_URL="redis://127.0.0.1:1")
    assert (await door.call("GET", "/health/ready")) == (503, {"status": "down", "down": ["Redis"]})
