"""A person by SMS in front of the real processes: the opening, a service, taking stock with its consent, a danger."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import requests
from aiohttp.test_utils import TestServer

from tests.conversations.stack import Stack
from tests.gateway.channels import providers
from tests.gateway.channels.providers import VARIABLES, Providers

ODILE = "+33612345678"


class Sms:
    """Types, and reads what came, as one text."""

    def __init__(self, url: str, api: Providers) -> None:
        self._url, self._api = url, api

    async def say(self, words: str) -> str:
        before = len(self._api.sent)
        delivery = providers.twilio("sms", ODILE, Body=words)
        answer = await asyncio.to_thread(
            requests.post, self._url + delivery.path, data=delivery.body, headers=delivery.headers, timeout=10
        )
        assert answer.status_code == 200, answer.text
        for _ in range(300):
            await asyncio.sleep(0.1)
            texts = [sent.text for sent in self._api.sent[before:]]
            last = re.search(r" \((\d+)/(\d+)\)$", texts[-1]) if texts else None
            if texts and (last is None or last[1] == last[2]):
                assert all(len(text) <= 160 for text in texts), texts
                return "\n".join(re.sub(r" \(\d+/\d+\)$", "", text) for text in texts)
        raise AssertionError("a silence")


async def test_by_sms(tmp_path: Path) -> None:
    api = Providers()
    server = TestServer(api.app())
    await server.start_server()
    stack = Stack(tmp_path, extra={**VARIABLES, "RELAIS_TWILIO_API": str(server.make_url("")).rstrip("/")})
    try:
        await asyncio.to_thread(stack.start)
        await asyncio.to_thread(stack.wait_ready)
        sms = Sms(stack.url, api)

        opening = await sms.say("Bonjour")
        assert "pas une personne" in opening and "opérateur" in opening and "1. J'aide un proche" in opening
        assert "qui" in (await sms.say("1")).lower()
        topic = await sms.say("1")
        assert "commune" in topic or "ville" in topic, topic
        place = await sms.say("Beaune")
        assert "Tél. " in place and "Beaune" in place

        consent = await sms.say("je voudrais faire le point")
        assert "accord" in consent and "opérateur" in consent and "1. Oui" in consent
        question = await sms.say("oui")
        assert "1. " in question
        danger = await sms.say("je veux mourir")
        assert "3114" in danger.split("\n")[0]
        again = await sms.say("1")
        assert question.split("\n")[-1] in again, "« Continuer » puts the pending question again"
    finally:
        await asyncio.to_thread(stack.stop)
        await server.close()
