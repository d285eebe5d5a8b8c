"""« Annuler mon rappel »: opening the link changes nothing, one press deletes the address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.gateway.keys import VAULT
from bot.privacy import consent
from bot.reminders import store
from tests.gateway.conftest import Door

Open = Callable[..., Awaitable[Door]]


async def test_the_link_asks_then_one_press_deletes(door: Door) -> None:
    with door.database.session() as session:
        consent.grant(session, "s1", "reminder", "texte", "1")
        store.keep(session, door.client.app[VAULT], "s1", "survey", "email", "lea@exemple.fr")
        secret = str(session.query(store.Reminder).one().secret)
    for _ in range(2):
        opened = await door.client.get(f"/rappel/{secret}")
        words = await opened.text()
        assert opened.status == 200 and "effacer mon adresse" in words and "lea" not in words
    pressed = await door.client.post(f"/rappel/{secret}", headers={"Origin": str(door.client.make_url("")).rstrip("/")})
    assert pressed.status == 200 and "adresse est effacée" in await pressed.text()
    with door.database.session() as session:
        assert session.query(store.Reminder).count() == 0 and "reminder" not in consent.active(session, "s1")
    assert (await door.client.get(f"/rappel/{secret}")).status == 404


async def test_an_unknown_link_says_so(door: Door) -> None:
    assert (await door.client.get("/rappel/inconnu")).status == 404
