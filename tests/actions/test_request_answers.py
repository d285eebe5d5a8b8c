"""On the way to a request: what is given before it is asked is not asked again, and the recap is put right by words."""

from __future__ import annotations

from actions.world import World
from tests.actions.talk import Caller


def _asked(world: World, name: str) -> Caller:
    caller = Caller(world, name)
    caller.press("call_back", service="")
    return caller


def test_a_number_typed_before_the_agreement_is_not_kept_before_it(world: World) -> None:
    caller = _asked(world, "early")
    assert "accord" in caller.type("06 12 34 56 78")
    assert "accord" in caller.type("Sophie")
    assert not caller.slots.get("consents")
    assert "Quand" in caller.press("answer", options=["yes"])


def test_the_recap_is_put_right_by_saying_it(world: World) -> None:
    caller = _asked(world, "recap")
    caller.press("answer", options=["yes"])
    caller.type("Claire")
    caller.type("06 12 34 56 78")
    caller.type("le matin")
    assert "Claire" in caller.press("skip")
    assert "06 12 34 56 79" in caller.type("non attendez mon numéro c'est 06 12 34 56 79")
    assert "Clara" in caller.type("mon prénom c'est Clara")
    assert "En fin de journée" in caller.type("non plutôt le soir")
    assert "Rien n'est encore envoyé" in caller.type("non c'est pas ça du tout")


def test_an_address_cut_short_is_no_place(world: World) -> None:
    caller = _asked(world, "mail")
    caller.press("answer", options=["yes"])
    caller.type("Paul")
    assert "fin de cette adresse" in caller.type("paul@orange")
    assert "place" not in (caller.slots.get("facts") or {})
    assert "Un numéro de voisin" in caller.type("je sais plus mon numéro par coeur")
