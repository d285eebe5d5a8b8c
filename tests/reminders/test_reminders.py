"""One message on the day, by consent, then nothing left; taken back by a link, a button, a sentence or an erasure."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time
from sqlalchemy import select, update

from actions import lines, reminders, rights  # noqa: F401  (register handlers)
from actions.world import World
from bot.clock import now
from bot.delivery.carrier import Undeliverable
from bot.delivery.reminding import Reminding
from bot.gateway.channels.configured import make_channels
from bot.privacy import consent
from bot.privacy import rights as privacy
from bot.reminders import store
from bot.reminders.models import Reminder
from bot.retention import retain
from tests.packs.chat import Chat, make_world

MAIL = {"RELAIS_SMTP_URL": "smtp://localhost:2525", "RELAIS_MAIL_FROM": "relais@exemple.fr"}
HEALTH = ("crohn", "maladie", "santé", "rectocolite", "carnet")


class Post:
    """A carrier in memory."""

    def __init__(self, fail: Exception | None = None) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.fail = fail

    async def send(self, recipient: str, subject: str, text: str, buttons: Sequence[str] = ()) -> None:
        if self.fail:
            raise self.fail
        self.sent.append((recipient, subject, text))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path, **MAIL)


def _sends(world: World, post: Post) -> Callable[[], int]:
    made = Reminding(world.database, world.vault, {"email": post}, "la plateforme", "https://exemple.fr")
    return lambda: asyncio.run(made.round())


def _rows(world: World) -> list[Reminder]:
    with world.database.session() as session:
        return list(session.scalars(select(Reminder)))


def _asked(world: World) -> Chat:
    person = Chat(world, "patient", age=45, illness={"code": "crohn", "label": "maladie de Crohn"})
    return person.say("me le rappeler dans six mois", "chronic_illness_life").press("Oui").say("lea@exemple.fr")


def test_a_first_message_to_stop_then_one_on_the_day_then_nothing(world: World) -> None:
    assert "C'est noté pour le" in _asked(world).text
    post = Post()
    send = _sends(world, post)
    assert (send(), send()) == (1, 0)
    secret = _rows(world)[0].secret
    assert post.sent[0][0] == "lea@exemple.fr" and f"https://exemple.fr/rappel/{secret}" in post.sent[0][2]
    with world.database.session() as session:
        session.execute(update(Reminder).values(due_at=now() - timedelta(seconds=1)))
    assert (send(), send()) == (1, 0)
    assert "le point des six mois" in post.sent[1][2] and _rows(world) == []
    assert not any(word in f"{subject} {text}".lower() for _, subject, text in post.sent for word in HEALTH)


def test_the_day_is_six_months_away(world: World) -> None:
    with freeze_time("2026-11-25 10:00:00"):
        person = _asked(world)
    assert "26 mai 2027" in person.text
    assert _rows(world)[0].remind_at == datetime(2027, 5, 26, 8), "ten in the morning in Paris, in summer"


def test_a_reminder_asked_for_at_night_does_not_come_at_night(world: World) -> None:
    with freeze_time("2026-11-25 23:30:00"):
        person = _asked(world)
    assert "27 mai 2027" in person.text, "in Paris it was the 26th already"
    assert _rows(world)[0].remind_at == datetime(2027, 5, 27, 8)


def test_the_address_is_sealed_shown_and_erased_with_the_rest(world: World) -> None:
    _asked(world)
    assert b"lea" not in _rows(world)[0].contact
    shown = privacy.export(world.database, "s1")["rappels"]
    assert shown[0]["à"] == "lea@exemple.fr" and shown[0]["par"] == "email"
    privacy.erase(world.database, "s1")
    assert _rows(world) == []


def test_without_agreement_nothing_is_kept_and_nothing_leaves(world: World) -> None:
    person = Chat(world, "patient", age=45, illness={"code": "crohn", "label": "maladie de Crohn"})
    person.say("me le rappeler dans six mois", "chronic_illness_life").press("Non")
    assert _rows(world) == [] and "aucun message ne partira" in person.text
    with world.database.session() as session, pytest.raises(PermissionError):
        store.keep(session, world.vault, "s1", "survey", "email", "lea@exemple.fr")
    _asked(world)
    with world.database.session() as session:
        consent.withdraw(session, "s1")
    post = Post()
    assert _sends(world, post)() == 0 and post.sent == [] and _rows(world) == []


def test_taken_back_by_the_button_by_the_link_and_by_the_sentence(world: World) -> None:
    person = _asked(world).press("Annuler ce rappel")
    assert _rows(world) == [] and "annulé" in person.text
    _asked(world)
    with world.database.session() as session:
        assert store.stop(session, _rows(world)[0].secret) and not store.stop(session, "inconnu")
    assert _rows(world) == []
    _asked(world).say("je retire mon accord", "withdraw_consent")
    assert _rows(world) == []


def test_an_address_that_nothing_reaches_is_deleted_and_a_breakdown_is_tried_again(world: World) -> None:
    _asked(world)
    assert _sends(world, Post(Undeliverable("smtp-451")))() == 0
    assert _rows(world)[0].attempts == 1 and _rows(world)[0].due_at > now()
    with world.database.session() as session:
        session.execute(update(Reminder).values(due_at=now() - timedelta(seconds=1)))
    assert _sends(world, Post(Undeliverable("smtp-550", permanent=True)))() == 0
    assert _rows(world) == []


def test_two_gateways_send_it_once(world: World) -> None:
    _asked(world)
    first = store.claim(world.database, world.vault, {"email"})
    assert len(first) == 1 and store.claim(world.database, world.vault, {"email"}) == []


def test_where_nothing_can_be_sent_only_the_date_is_offered(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    person = Chat(world, "patient", age=45, illness={"code": "crohn", "label": "maladie de Crohn"})
    person.say("me le rappeler dans six mois", "chronic_illness_life")
    assert "Rien ne sera envoyé" in person.text
    person.press("Noter la date")
    assert person.slots["facts"]["appointments"][0]["title"] == "Refaire le point" and _rows(world) == []


def test_a_landline_is_refused_and_nothing_is_kept(world: World) -> None:
    person = Chat(world, "patient", age=45, illness={"code": "crohn", "label": "maladie de Crohn"})
    person.say("me le rappeler dans six mois", "chronic_illness_life").press("Oui").say("03 80 70 29 29")
    assert "Rien n'est gardé" in person.text and _rows(world) == []
    with world.database.session() as session:
        assert "reminder" not in consent.active(session, "s1")


def _agreed(world: World) -> bool:
    with world.database.session() as session:
        return store.PURPOSE in consent.active(session, "s1")


def _due_now(world: World, **values: object) -> None:
    with world.database.session() as session:
        session.execute(update(Reminder).values(due_at=now() - timedelta(seconds=1), **values))


@pytest.mark.parametrize("how", ["bounced", "attempts", "day"])
def test_the_agreement_goes_with_the_row_and_another_address_can_be_given(world: World, how: str) -> None:
    _asked(world)
    if how == "attempts":
        _due_now(world, attempts=12)
    elif how == "day":
        _due_now(world, stage="wait")
    _sends(world, Post(Undeliverable("smtp-550", permanent=True) if how == "bounced" else None))()
    assert _rows(world) == [] and not _agreed(world)
    assert "C'est noté pour le" in _asked(world).text and len(_rows(world)) == 1


def test_an_agreement_left_without_its_row_does_not_shut_the_door(world: World) -> None:
    _asked(world)
    with world.database.session() as session:
        store.forget(session, "s1")
    assert _agreed(world)
    assert "C'est noté pour le" in _asked(world).text and len(_rows(world)) == 1


def test_a_late_word_of_the_first_message_does_not_move_the_second(world: World) -> None:
    _asked(world)
    (slow,) = store.claim(world.database, world.vault, {"email"})
    with freeze_time(now() + timedelta(minutes=3)):  # the lease has run out
        (other,) = store.claim(world.database, world.vault, {"email"})
    with world.database.session() as session:
        store.failed(session, slow, permanent=True)
        store.failed(session, slow, permanent=False)
        store.sent(session, slow)
    assert _rows(world)[0].stage == "confirm" and _rows(world)[0].leased_until == other.leased_until
    with world.database.session() as session:
        store.sent(session, other)
    with world.database.session() as session:
        store.failed(session, slow, permanent=False)
        store.failed(session, slow, permanent=True)
    (row,) = _rows(world)
    assert (row.stage, row.due_at) == ("wait", row.remind_at)


def test_an_address_that_could_not_be_used_on_the_day_goes_soon_after(world: World) -> None:
    with freeze_time("2026-11-25 10:00:00"):
        _asked(world)
    with freeze_time("2027-05-28 10:00:00"):
        assert retain(world.database, "k")["reminders"] == 0
    with freeze_time("2027-05-30 10:00:00"):
        assert retain(world.database, "k")["reminders"] == 1
        assert _rows(world) == [] and not _agreed(world)


TWILIO = {
    "RELAIS_PUBLIC_URL": "https://relais.exemple.fr",
    "RELAIS_TWILIO_SID": "AC1",
    "RELAIS_TWILIO_TOKEN": "t",
    "RELAIS_TWILIO_SMS_FROM": "+33700000000",
}


@pytest.mark.parametrize("missing", ["", "RELAIS_PUBLIC_URL", "RELAIS_TWILIO_SID", "RELAIS_TWILIO_TOKEN"])
def test_text_messages_are_offered_only_where_the_channel_is_open(tmp_path: Path, missing: str) -> None:
    whole = make_world(tmp_path, **TWILIO)
    world = World(replace(whole.settings, **({missing.removeprefix("RELAIS_").lower(): ""} if missing else {})))
    opened = not missing
    assert world.settings.sms_open is opened and ("sms" in make_channels(world.settings)) is opened
    person = Chat(world, "patient", age=45, illness={"code": "crohn", "label": "maladie de Crohn"})
    assert ("Rien ne sera envoyé" in person.say("me le rappeler dans six mois", "chronic_illness_life").text) is not opened
    person.messages = []
    _lines(person)
    assert ("les SMS ne sont pas ouverts" in person.text) is not opened


def _lines(person: Chat) -> None:
    person._turn("", "inform", 1.0, [{"entity": "do", "value": json.dumps({"do": "lines"})}], {"do": "lines"})
