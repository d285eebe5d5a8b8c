"""Photos, voices, contacts, places, STOP, floods, breakdowns: what only messaging channels have."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from bot.delivery.carrier import Undeliverable
from bot.gateway.channels.messenger import Messenger
from bot.gateway.channels.models import Correspondent, Inbox
from bot.gateway.channels.places import commune
from bot.gateway.channels.telegram import Telegram
from bot.gateway.channels.twilio import Twilio
from bot.gateway.keys import CARRIERS
from bot.messages import intent_button, text
from resources_directory.gazetteer import Gazetteer
from tests.gateway.channels import providers
from tests.gateway.channels.conftest import CHANNELS, Phone
from tests.gateway.channels.providers import Failure, Providers

Make = Callable[..., Awaitable[Phone]]
PHOTO = [{"file_id": "AgAD", "file_unique_id": "AQAD", "width": 90, "height": 67}]


def _media(phone: Phone, **more: str) -> providers.Delivery:
    if phone.channel == "telegram":
        return providers.telegram(phone.address, photo=PHOTO, **({"caption": more["text"]} if more else {}))
    if phone.channel == "messenger":
        attachment = {"type": "image", "payload": {"url": "https://scontent.example/x.jpg"}}
        return providers.messenger(providers.messenger_event(phone.address, attachments=[attachment], **more))
    return providers.twilio(phone.channel, phone.address, NumMedia="1", MediaContentType0="image/jpeg",
                            MediaUrl0="https://api.twilio.com/x", Body=more.get("text", ""))  # fmt: skip


# -- media, contacts, places


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_photo_has_a_kind_sentence(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.say("bonjour")
    await phone.hear(_media(phone))
    assert "ni photo" in phone.words and "112" in phone.words and phone.door.rasa.turns == []


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_danger_under_a_photo_is_heard(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.hear(_media(phone, text="je veux mourir"))
    assert "3114" in phone.got[0].text


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_message_that_nobody_can_see_is_met_by_patience(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.say("bonjour")
    await phone.say("\u200d")
    assert "Je suis là" in phone.words and phone.door.rasa.turns == []


async def test_a_contact_is_not_kept_and_a_sticker_is_passed_over(phone_of: Make) -> None:
    phone = await phone_of("telegram")
    await phone.say("bonjour")
    await phone.hear(providers.telegram(phone.address, contact={"phone_number": "+33612345678", "first_name": "Paul"}))
    assert "fiche de contact" in phone.words
    assert await phone.hear(providers.telegram(phone.address, sticker={"file_id": "x"})) == []
    with phone.door.database.session() as session:
        assert len(session.scalars(select(Inbox.id)).all()) == 2, "a sticker is not even written"


def _here(phone: Phone, latitude: float, longitude: float) -> providers.Delivery:
    if phone.channel == "telegram":
        return providers.telegram(phone.address, location={"latitude": latitude, "longitude": longitude})
    if phone.channel == "messenger":
        where = {"type": "location", "payload": {"coordinates": {"lat": latitude, "long": longitude}}}
        return providers.messenger(providers.messenger_event(phone.address, attachments=[where]))
    return providers.twilio(phone.channel, phone.address, Latitude=str(latitude), Longitude=str(longitude))


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_shared_place_is_given_to_the_dialogue(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.say("bonjour")
    await phone.hear(_here(phone, 47.0241, 4.8392))
    assert phone.door.rasa.turns[-1]["text"] == "Beaune (21)"
    await phone.hear(_here(phone, 0.0, 0.0))
    assert "code postal" in phone.words and len(phone.door.rasa.turns) == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "label"),
    [
        (47.322, 5.0415, "Dijon (21)"), (46.7806, 4.8537, "Chalon-sur-Saône (71)"), (47.09, 5.49, "Dole (39)"),
        (48.8566, 2.3522, "Paris (75)"), (50.6326, 5.5797, "Liège (4000, Belgique)"), (43.6045, 1.444, "Toulouse (31)"),
        (0.0, 0.0, None), (51.5074, -0.1278, None), (float("nan"), 5.0, None), (95.0, 5.0, None), (47.0, 1e9, None),
    ],
)  # fmt: skip
def test_the_nearest_commune(latitude: float, longitude: float, label: str | None) -> None:
    assert commune(latitude, longitude) == label


def test_the_nearest_are_in_order_of_distance() -> None:
    near = Gazetteer.load().nearest(47.024, 4.84, 5)
    assert len(near) == 5 and near[0].name == "Beaune" and all(place.departement == "21" for place in near)
    assert Gazetteer.load().nearest(47.024, 4.84) == near[:1]


# -- STOP and START


async def test_news_are_not_written_to_who_said_stop(phone_of: Make) -> None:
    phone = await phone_of("sms")
    carrier = phone.door.client.app[CARRIERS]["sms"]
    await carrier.send(phone.address, "Nouvelles", "Avez-vous eu quelqu'un ?")
    await phone.say("STOP")
    with pytest.raises(Undeliverable) as refused:
        await carrier.send(phone.address, "Nouvelles", "Avez-vous eu quelqu'un ?")
    assert refused.value.permanent and refused.value.reason == "stopped"


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
async def test_stop_is_confirmed_once_then_nothing_but_danger_until_start(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.say("bonjour")
    await phone.say("Arrêt")
    assert len(phone.got) == 1 and "START" in phone.words
    assert await phone.say("STOP") == [] and await phone.say("une question") == []
    assert phone.door.rasa.turns == []
    await phone.say("je veux mourir")
    assert "3114" in phone.words, "a danger is answered all the same"
    with phone.door.database.session() as session:
        (row,) = session.scalars(select(Correspondent)).all()
    assert row.stopped_ms and phone.address not in row.key
    await phone.say("START")
    assert "pas une personne" in phone.words
    await phone.say("une question")
    assert phone.got and len(phone.door.rasa.turns) == 1


async def test_the_confirmation_of_stop_is_one_sms(phone_of: Make) -> None:
    phone = await phone_of("sms")
    await phone.say("stop")
    assert len(phone.got) == 1 and len(phone.got[0].text) <= 160


async def test_what_twilio_has_confirmed_is_not_confirmed_again(phone_of: Make) -> None:
    phone = await phone_of("sms")
    await phone.say("bonjour")
    assert await phone.hear(providers.twilio("sms", phone.address, Body="STOP", OptOutType="STOP")) == []
    assert await phone.say("une question") == []
    assert await phone.hear(providers.twilio("sms", phone.address, Body="START", OptOutType="START")) == []
    assert await phone.say("une question")


@pytest.mark.parametrize("channel", ["telegram", "messenger"])
async def test_stop_is_an_ordinary_word_elsewhere(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.say("stop")
    assert phone.door.rasa.said == ["stop"]


# -- limits


async def test_too_many_is_said_once_and_danger_goes_through(phone_of: Make) -> None:
    phone = await phone_of("telegram", RELAIS_MESSAGES_PER_MINUTE="2")
    for n in range(2):
        await phone.say(f"question {n}")
    await phone.say("question 2")
    assert "beaucoup de messages" in phone.words
    assert await phone.say("question 3") == []
    await phone.say("je veux mourir")
    assert "3114" in phone.words and len(phone.door.rasa.turns) == 2
    other = Phone("telegram", phone.door, phone.providers, "99")
    assert await other.say("une question"), "the limit is of one person"


async def test_a_flood_is_not_written_but_a_danger_is(phone_of: Make) -> None:
    phone = await phone_of("telegram", RELAIS_MESSAGES_PER_MINUTE="1")
    for n in range(9):
        await phone.deliver(phone.typed(f"question {n}"))
    with phone.door.database.session() as session:
        assert len(session.scalars(select(Inbox.id)).all()) == 5
    await phone.say("je veux mourir")
    assert "3114" in phone.words


# -- breakdowns


def _break(phone: Phone, *tables: str) -> None:
    with phone.door.database.engine.begin() as connection:
        for table in tables:
            connection.execute(sql(f"DROP TABLE {table}"))


@pytest.mark.parametrize("channel", CHANNELS)
async def test_danger_is_answered_with_rasa_and_the_database_down(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    await phone.door.stop_rasa()
    _break(phone, "inbox", "reply_part", "correspondent", "conversation")
    delivery = phone.typed("je veux mourir")
    assert await phone.deliver(delivery) == 200
    answered = len(phone.providers.sent)
    assert answered and "3114" in phone.providers.sent[0].text and phone.providers.sent[0].to == phone.address
    assert await phone.deliver(delivery) == 200 and len(phone.providers.sent) == answered, "once"


@pytest.mark.parametrize("channel", CHANNELS)
async def test_without_inbox_anything_else_is_told_that_it_is_not_kept(phone_of: Make, channel: str) -> None:
    phone = await phone_of(channel)
    _break(phone, "inbox")
    delivery = phone.typed("ma mère est seule")
    assert await phone.deliver(delivery) == 200
    assert await phone.deliver(delivery) == 200
    (sent,) = phone.providers.sent
    assert "panne" in sent.text and "112" in sent.text


async def test_neither_written_nor_answered_is_not_acknowledged(
    phone_of: Make, caplog: pytest.LogCaptureFixture
) -> None:
    phone = await phone_of("telegram")
    _break(phone, "inbox")
    phone.providers.failures = [Failure(503)] * 3
    caplog.set_level(logging.DEBUG)
    assert await phone.deliver(phone.typed("Théodoline pleure")) == 503
    assert "Théodoline" not in caplog.text and phone.address not in caplog.text


async def test_rasa_down_says_so_with_a_number(phone_of: Make) -> None:
    phone = await phone_of("whatsapp", RELAIS_PHONE="03 80 00 00 00")
    await phone.say("bonjour")
    await phone.door.stop_rasa()
    await phone.say("une question")
    assert "03 80 00 00 00" in phone.words


async def test_what_fails_three_times_is_given_up_honestly(phone_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.channels.attach.LEASE_SECONDS", 0.2)
    phone = await phone_of("messenger")

    def fail(_words: str) -> None:
        raise KeyError("ma mère pleure")

    monkeypatch.setattr("bot.gateway.conversation.detect", fail)
    await phone.say("une question")
    assert "panne" in phone.words


async def test_buttons_still_work_after_a_restart(phone_of: Make, open_channels: Any) -> None:
    phone = await phone_of("telegram")
    phone.door.rasa.answer = [text("?", [intent_button("Suite", "more")])]
    await phone.say("une question")
    await phone.door.client.close()
    again = Phone("telegram", await open_channels(), phone.providers, phone.address)
    again.got = phone.got
    await again.press("Suite")
    assert again.door.rasa.said == ["/repeat"], "not known any more: what stands is said again"


# -- sending on one's own account


@pytest.mark.parametrize("channel", CHANNELS)
async def test_free_words_are_sent_in_parts_with_their_choices(api: tuple[Providers, str], channel: str) -> None:
    carriers: dict[str, Any] = {
        "telegram": Telegram(providers.TOKEN, "s", api[1]),
        "messenger": Messenger(providers.PAGE, "s", "v", f"{api[1]}/graph"),
        "sms": Twilio("sms", providers.SID, providers.AUTH, providers.SMS_FROM, api[1]),
        "whatsapp": Twilio("whatsapp", providers.SID, providers.AUTH, providers.WHATSAPP_FROM, api[1]),
    }
    to = {"telegram": "42", "messenger": "98", "sms": "+33612345678", "whatsapp": "+33612345678"}[channel]
    await carriers[channel].send(to, "Votre demande", "Une phrase. " * 40, ["Oui", "Non"])
    said = "\n".join(sent.text for sent in api[0].sent)
    assert said.startswith("Votre demande") and "2. Non" in said and said.count("Une phrase.") == 40
    assert {sent.to for sent in api[0].sent} == {f"whatsapp:{to}" if channel == "whatsapp" else to}
    await carriers[channel].close()


@pytest.mark.parametrize(("failure", "permanent"), [(Failure(400, {"code": 21211}), True), (Failure(503), False)])
async def test_what_cannot_be_sent_says_whether_to_try_again(
    api: tuple[Providers, str], failure: Failure, permanent: bool
) -> None:
    carrier = Twilio("sms", providers.SID, providers.AUTH, providers.SMS_FROM, api[1])
    api[0].failures = [failure] * 3
    with pytest.raises(Undeliverable) as refused:
        await carrier.send("+33612345678", "", "Bonjour.")
    assert refused.value.permanent is permanent and "+336" not in str(refused.value)
    await carrier.close()


async def test_a_wrong_token_is_for_the_operator_to_renew(api: tuple[Providers, str]) -> None:
    for carrier in (
        Twilio("sms", providers.SID, "wrong", providers.SMS_FROM, api[1]),
        Messenger("wrong", "s", "v", f"{api[1]}/graph"),
    ):
        with pytest.raises(Undeliverable) as refused:
            await carrier.send("1", "", "Bonjour.")
        assert not refused.value.permanent and "wrong" not in str(refused.value)
        await carrier.close()


async def test_nobody_at_the_address_is_tried_again() -> None:
    carrier = Telegram("t", "s", "http://127.0.0.1:9")
    with pytest.raises(Undeliverable) as refused:
        await carrier.send("1", "", "Bonjour.")
    assert not refused.value.permanent
    await carrier.close()
