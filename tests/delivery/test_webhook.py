"""The webhook: signed, dated, and nothing of a person in it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import now
from bot.delivery.carrier import Undeliverable
from bot.delivery.webhook import EVENT, SIGNATURE, Webhook
from bot.delivery.worker import Worker
from bot.referrals.models import OutboxMessage
from tests.delivery.conftest import ROUTES, Receiver

SECRET = "un secret partagé"
HOOK = replace(ROUTES, mail=False, coordinators={}, services=False, webhook=True)


async def test_what_is_sent_is_signed_and_says_no_more_than_needed(
    receiver: Receiver, worker: Callable[..., Worker], refer: Callable[..., str]
) -> None:
    code = refer(HOOK)
    assert await worker({"webhook": Webhook(receiver.url, SECRET)}, HOOK).round() == 1
    ((headers, body),) = receiver.received
    at, _, mac = headers[SIGNATURE].removeprefix("t=").partition(",v1=")
    expected = hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(mac, expected) and abs(int(at) - time.time()) < 60
    assert headers[EVENT] == "referral_requested" and headers["Content-Type"] == "application/json"
    told = json.loads(body)
    assert set(told) == {"id", "event", "at", "reference", "state", "need", "place_code"}
    assert (told["reference"], told["state"], told["need"], told["place_code"]) == (
        code[:6],
        "requested",
        "respite",
        "21054",
    )


async def test_a_failure_is_sent_again_under_the_same_identifier(
    receiver: Receiver, worker: Callable[..., Worker], refer: Callable[..., str]
) -> None:
    refer(HOOK)
    receiver.statuses = [503]
    sender = worker({"webhook": Webhook(receiver.url, SECRET)}, HOOK)
    assert await sender.round() == 0
    assert await sender.round() == 0 and len(receiver.received) == 1, "not before its time"
    _make_due(sender)
    assert await sender.round() == 1
    first, second = (json.loads(body) for _, body in receiver.received)
    assert first == second


def _make_due(sender: Worker) -> None:
    with sender.database.session() as session:
        session.query(OutboxMessage).update({"due_at": now() - timedelta(seconds=1)})


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (410, True), (302, False), (429, False), (408, False), (500, False)]
)
async def test_a_refusal_says_whether_to_try_again(status: int, permanent: bool, receiver: Receiver) -> None:
    receiver.statuses = [status]
    with pytest.raises(Undeliverable, match=f"http-{status}") as refused:
        await Webhook(receiver.url, SECRET).send("", "x", "{}")
    assert refused.value.permanent is permanent and len(receiver.received) == 1, "no redirection is followed"


async def test_nobody_listens(unused_tcp_port: int) -> None:
    with pytest.raises(Undeliverable) as refused:
        await Webhook(f"http://127.0.0.1:{unused_tcp_port}/", SECRET).send("", "x", "{}")
    assert refused.value.permanent is False
