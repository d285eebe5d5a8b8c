"""What can be done to reach a service: the verb follows what is known of it."""

from __future__ import annotations

import pytest

from bot.orientation.plan import plan
from bot.orientation.reaching import reachable, way
from bot.orientation.wording import plan_text


@pytest.mark.parametrize(
    ("known", "do", "how"),
    [
        ({"phone": "03 80 00 00 01", "email": "a@exemple.fr"}, "Appeler", "03 80 00 00 01"),
        ({"email": "a@exemple.fr", "website": "https://exemple.fr"}, "Écrire", "a@exemple.fr"),
        ({"website": "https://www.exemple.fr/aide", "address": "1 rue X"}, "Voir le site", "www.exemple.fr"),
        ({"address": "1 rue X, Beaune"}, "Se rendre sur place, ou écrire", "1 rue X, Beaune"),
        ({"ask": "Le relais, 03 80"}, "Demander comment joindre ce service", "à demander à : Le relais, 03 80"),
        ({"phone": "", "email": None}, "Demander comment joindre ce service", ""),
    ],
)
def test_the_verb_follows_what_is_known(known, do, how):
    found = way({"id": "x", "name": "X", **known})
    assert (found.do, found.how) == (do, how)
    assert reachable(known) is (bool(how) and "ask" not in known)


def test_the_plan_prefers_a_service_that_can_be_reached(persona, titles):
    found = {"respite": [{"id": "r1", "name": "Sans rien"}, {"id": "r2", "name": "Relayage", "email": "r@exemple.fr"}]}
    lines = plan(persona("jeanne"), found, titles=titles, organisation="l'équipe")
    assert [line.service["id"] for line in lines if line.service] == ["r2"]
    assert "→ Relayage, r@exemple.fr" in plan_text(lines)
