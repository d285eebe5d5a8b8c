"""From the chat through the database to the console: what an attacker types is text at each end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
import requests
from sqlalchemy import select

from bot.console.accounts import create_user
from bot.console.models import ConsoleUser
from bot.database import Database
from bot.referrals.models import Referral
from tests.console.hostile import ATTACKS
from tests.conversations.stack import Person, Stack, to_the_recap

PASSWORD = "girafe orange sous le pont"
HEADERS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def console(stack: Stack) -> Iterator[requests.Session]:
    """Signed in to the console of the running gateway."""
    with Database(stack.settings.database_url).session() as session:
        if not session.scalars(select(ConsoleUser).where(ConsoleUser.login == "samir")).first():
            create_user(session, "samir", "Samir", "administrator", "*", PASSWORD)
    with requests.Session() as browser:
        browser.headers.update(HEADERS)
        form = {"login": "samir", "password": PASSWORD}
        answer = browser.post(f"{stack.url}/console/login", form, allow_redirects=False, timeout=20)
        assert answer.status_code == 303
        # The cookie is marked « Secure »: this client would not give it back over plain http.
        browser.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
        yield browser


@pytest.mark.parametrize("attack", ATTACKS[:6])
def test_what_is_typed_comes_out_as_text(stack: Stack, console: requests.Session, attack: str) -> None:
    person = Person(stack.url)
    to_the_recap(person, f"Dites ceci : {attack}")
    person.press("Oui")
    with Database(stack.settings.database_url).session() as session:
        reference = session.scalars(select(Referral.public_reference).order_by(Referral.id.desc())).first()
    page = console.get(f"{stack.url}/console/referrals/{reference}", timeout=20)
    assert page.status_code == 200
    said = re.search(r"<blockquote>(.*?)</blockquote>", page.text, re.S)
    assert said and "<" not in said[1]
    assert attack in unescape(said[1])
    assert (
        "script" not in page.headers["Content-Security-Policy"]
        and "unsafe" not in page.headers["Content-Security-Policy"]
    )
    shown = console.post(f"{stack.url}/console/referrals/{reference}/contact", timeout=20)
    assert (
        "Marguerite" in shown.text
        and "<script" not in shown.text
        and "onerror=" not in re.sub(r"<blockquote>.*?</blockquote>", "", shown.text, flags=re.S)
    )
