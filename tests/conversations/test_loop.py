"""The loop through the three processes: the coordinators' letter, the news taken in the conversation, the next service."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from bot.clock import now
from bot.database import Database
from bot.referrals import lifecycle
from bot.referrals.loop_models import FollowUp, Proposal
from bot.referrals.models import OutboxMessage, Referral
from bot.referrals.reference import find_reference
from tests.conversations.stack import Person, Stack, free_port, started
from tests.delivery.conftest import Post

PATIENCE = 100  # seconds: the door looks every half minute


@pytest.fixture(scope="module")
def post() -> Post:
    return Post()


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Stack]:
    """A stack that sends its letters to a server of ours."""
    port = free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    variables = {
        "RELAIS_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "RELAIS_MAIL_FROM": "relais@relais.example",
        "RELAIS_COORDINATORS_MAIL": "equipe@relais.example",
    }
    try:
        with started(tmp_path_factory.mktemp("posted"), variables) as running:
            yield running
    finally:
        controller.stop()


def until(done: Callable[[], Any]) -> Any:
    """Wait for something that a process does in its own time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := done():
            return found
        time.sleep(0.5)
    raise AssertionError("nothing came")


def request(stack: Stack, contact: str) -> tuple[Person, str, Database]:
    """A recorded request for Beaune, to the first service shown; its whole code."""
    person = Person(stack.url)
    person.say("je cherche quelqu'un pour me relayer auprès de mon mari, on habite Beaune")
    person.press("Être rappelé")
    person.press(next(iter(person.buttons)))
    person.press("Oui")
    for words in ("Monique", contact):
        person.say(words)
    person.press("Le matin")
    person.press("Passer")
    person.press("Oui")
    code = find_reference(person.text)
    assert code is not None, person.text
    return person, code.code, Database(stack.settings.database_url)


def find(session: Any, code: str) -> Referral:
    """The request of a code."""
    return session.scalars(select(Referral).where(Referral.public_reference == code[:6])).one()


def test_the_coordinators_are_written_to_and_the_news_are_taken_in_the_conversation(
    posted: Stack, post: Post
) -> None:
    person, code, database = request(posted, "06 12 34 56 78")
    letter = until(lambda: next((seen for seen in post.letters if code[:6] in str(seen["Subject"])), None))
    assert letter["To"] == "equipe@relais.example" and "Monique" not in letter.get_content()
    with database.session() as session:
        session.execute(
            update(FollowUp)
            .where(FollowUp.referral_id == find(session, code).id, FollowUp.step == 7)
            .values(due_at=now() - timedelta(seconds=1))
        )
    person.say(f"où en est ma demande {code}")
    assert "enregistrée" in person.text and "Avez-vous eu quelqu'un" in person.text
    person.say("oui ils m'ont rappelée")
    person.say("un rendez-vous est prévu")
    person.say("plutôt moins bien")
    assert "c'est noté" in person.text.lower(), person.text
    with database.session() as session:
        referral = find(session, code)
        assert referral.state == "in-progress"
        said = [(event.actor, event.reason) for event in referral.events if event.kind == "news"]
        assert said == [("person", "planned"), ("person", "worse")]
        waiting = select(OutboxMessage.kind).where(OutboxMessage.kind == "news_worse")
        assert session.scalars(waiting).all() == ["news_worse"]
    person.say(f"où en est ma demande {code}")
    assert "Avez-vous eu quelqu'un" not in person.text


def test_a_refusal_brings_the_next_service_and_a_yes_sends_it_there(posted: Stack) -> None:
    person, code, database = request(posted, "06 12 34 56 79")
    with database.session() as session:
        referral = find(session, code)
        first = str(referral.service_id)
        lifecycle.move(session, referral, "rejected", "service", reason="full")
        identifier = int(referral.id)

    def proposal() -> Proposal | None:
        with database.session() as session:
            return session.scalars(select(Proposal).where(Proposal.referral_id == identifier)).first()

    found = until(proposal)
    assert found.service_id not in ("", first)
    person.say(f"où en est ma demande {code}")
    assert "ne peut pas répondre" in person.text and str(found.service_name) in person.text
    person.press("Oui, transmettre")
    assert "C'est fait" in person.text and str(found.service_name) in person.text
    with database.session() as session:
        referral = find(session, code)
        assert (referral.state, referral.service_id) == ("requested", found.service_id)
    person.press("Où en est")
    assert "bien enregistrée" in person.text and "transmettre" not in " ".join(person.buttons)


def test_no_name_in_any_log(posted: Stack) -> None:
    logs = "".join(path.read_text(errors="replace") for path in posted.home.glob("*.log"))
    assert [word for word in ("Monique", "06 12 34 56", "0612345678") if word in logs] == []
    assert re.search(r"/(reponse|nouvelles)/[sn]\d*-", logs) is None
