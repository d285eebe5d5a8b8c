"""The agreement to research: apart, kept with its exact words, taken back alone, shown and erased with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from actions import pack_agreement, rights  # noqa: F401  (register handlers)
from actions.world import World
from bot.privacy import consent
from bot.privacy import rights as privacy
from bot.privacy.consent import Consent, hash_text
from tests.packs.chat import Chat, make_world

CROHN = {"code": "crohn", "label": "maladie de Crohn"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    _ = made.vault
    return made


def _asks(world: World) -> Chat:
    return Chat(world, "patient", age=45, illness=CROHN).say("mon accord pour la recherche", "chronic_illness_life")


def _held(world: World) -> list[Consent]:
    with world.database.session() as session:
        return list(session.scalars(select(Consent).where(Consent.purpose == "research")))


def test_a_yes_is_kept_with_the_words_that_were_shown(world: World) -> None:
    person = _asks(world)
    shown = person.text.split("\nOui")[0]
    assert "à part" in shown and "retirer" in shown
    person.press("Oui")
    (held,) = _held(world)
    assert held.text_hash == hash_text(shown) and held.text_version == "mici.research-2.0" and held.granted_at
    assert "enregistré" in person.text and "Rien n'est envoyé" in person.text
    assert "kept" not in person.slots and not person.slots.get("consents")  # the talk itself is not kept by it


def test_a_no_keeps_nothing(world: World) -> None:
    assert "pas d'accord" in _asks(world).press("Non").text
    assert _held(world) == []


def test_it_is_taken_back_alone_by_a_button_or_a_sentence(world: World) -> None:
    with world.database.session() as session:
        consent.grant(session, "s1", "screening", "texte", "1")
    _asks(world).press("Oui")
    person = _asks(world)
    assert "Vous avez donné cet accord" in person.text
    person.press("Retirer cet accord")
    assert _held(world)[0].withdrawn_at is not None
    _asks(world).press("Oui").say("je retire mon accord pour la recherche", "withdraw_consent")
    with world.database.session() as session:
        assert set(consent.active(session, "s1")) == {"screening"}


def test_it_is_shown_and_erased_with_the_rest(world: World) -> None:
    _asks(world).press("Oui")
    assert [line["pour"] for line in privacy.export(world.database, "s1")["accords"]] == ["research"]
    privacy.erase(world.database, "s1")
    assert _held(world) == []
