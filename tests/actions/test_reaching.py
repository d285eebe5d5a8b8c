"""« Appeler » is never said of a service without a number: in the memo, on the cards, in « comment les joindre »."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from actions.world import World
from resources_directory.models import Service
from tests.actions.talk import Talk

BEAUNE = {"code": "21054", "label": "Beaune (21)", "departement": "21", "ambiguous": False}
WAYS = {"email": "Écrire", "website": "Voir le site", "address": "Se rendre sur place"}


def _services(world: World) -> dict[str, dict[str, str]]:
    """One service of each kind of way, none of them with a number; « none » has no way at all."""
    found: dict[str, dict[str, str]] = {}
    with world.directory.session() as session:
        ids = session.scalars(select(Service.id).where(Service.status == "active").order_by(Service.id)).all()
    for one in map(world.directory.get, ids):
        if one is not None and not one.phone:
            kind = next((way for way in WAYS if getattr(one, way)), "none")
            found.setdefault(kind, {"id": one.id, "name": one.name})
    return found


def _memo(world: World, *services: dict[str, str]) -> str:
    slots = {"facts": {"place": BEAUNE}, "shown": {"needs": ["respite"], "services": list(services)}}
    return Talk(world, "memo", slots).press("memo")


@pytest.mark.parametrize("kind", [*WAYS, "none"])
def test_the_memo_says_what_can_be_done(world: World, kind: str) -> None:
    service = _services(world)[kind]
    said = _memo(world, service)
    assert service["name"] in said and "Appeler" not in said
    step = said[said.index("1. ") :].split("\n\n")[0]
    assert WAYS.get(kind, "Demander comment joindre") in step
    if kind == "none":
        assert re.search(r"à demander à : .+, [\d ]{10,}$", step), step
    else:
        assert re.search(rf"→ {re.escape(service['name'])}, \S", step), step


def test_a_service_with_a_number_is_called(world: World) -> None:
    assert "1. Appeler (" in _memo(world, {"id": "x", "name": "Plateforme", "phone": "03 80 00 00 01"})


def test_how_to_reach_one_that_has_nothing_says_whom_to_ask(world: World) -> None:
    service = _services(world)["none"]
    talk = Talk(world, "reach", {"facts": {"place": BEAUNE}, "shown": {"needs": ["respite"], "services": [service]}})
    turn = talk.turn("comment les joindre ?")
    from actions.shown import reach

    reach(turn)
    said = turn.messages[-1]["text"]
    assert "À demander à : " in said and "au téléphone" not in said and not turn.messages[-1].get("links")


def test_a_card_without_a_way_says_whom_to_ask(world: World) -> None:
    from actions.reaching import said

    turn = Talk(world, "card", {"facts": {"place": BEAUNE}}).turn()
    shown = said(turn, {"id": "x", "name": "X", "why": "Territoire : Côte-d'Or."})
    assert shown["why"].startswith("Territoire : Côte-d'Or. Nous n'avons pas ses coordonnées. À demander à : ")
    with_phone = {"id": "y", "name": "Y", "phone": "03 80 00 00 01"}
    assert said(turn, with_phone) == with_phone
