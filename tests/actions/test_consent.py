"""The consent to taking stock is asked in the words that fit, and kept as it was read."""

from __future__ import annotations

from sqlalchemy import select

from actions.world import World
from bot.privacy.consent import Consent, hash_text
from tests.actions.talk import Talk


def test_a_professional_asks_it_of_the_person(world: World) -> None:
    talk = Talk(world, "consent-pro", {"facts": {"role": "prescriber"}})
    assert "l'accord de la personne" in talk.press("stock")
    other = Talk(world, "consent-pro-2", {"facts": {"role": "prescriber"}})
    assert "l'accord de la personne" in other.press("consent", then={"do": "branch", "questionnaire": "bsfc_s"})


def test_what_follows_is_what_was_asked_for(world: World) -> None:
    talk = Talk(world, "consent-then")
    talk.press("consent", then={"do": "branch", "questionnaire": "bsfc_s"})
    talk.press("answer", options=["yes"])
    assert talk.slots["interview"]["state"]["questionnaires"] == ["bsfc_s"]
    stock = Talk(world, "consent-stock")
    stock.press("stock")
    stock.press("answer", options=["yes"])
    assert stock.slots["interview"]["purpose"] == "stock"


def test_the_words_kept_are_those_read(world: World) -> None:
    talk = Talk(world, "consent-words")
    read = talk.press("stock")
    shown = talk.slots["interview"]["context"]["text"]
    talk.press("answer", options=["yes"])
    with world.database.session() as session:
        kept = session.scalars(select(Consent).where(Consent.session_id == "consent-words")).one()
    assert shown in read and kept.text_hash == hash_text(shown)
