"""The plan and the ranking, with services given as data."""

from __future__ import annotations

import pytest

from bot.orientation.plan import plan, rank
from bot.orientation.services import wanted

FOUND = {
    "respite": [
        {"id": "r1", "name": "Plateforme de répit", "phone": "03 80 00 00 01", "why": "Territoire : Côte-d'Or."},
        {"id": "r2", "name": "Relayage 21", "why": "À 3 km."},
    ],
    "home_help": [
        {"id": "r1", "name": "Plateforme de répit", "why": "Territoire : Côte-d'Or."},
        {"id": "h1", "name": "Aide à domicile", "phone": "03 80 00 00 02", "why": "Beaune."},
    ],
}


@pytest.fixture()
def made(titles):
    return lambda found, **options: plan(found, FOUND, titles=titles, organisation="l'équipe", **options)


def test_a_call_back_comes_first_at_a_high_level(persona, made):
    lines = made(persona("jeanne"), relation="votre mari")
    assert (lines[0].what, lines[0].who, lines[0].when) == ("Demander à être rappelé", "l'équipe", "en priorité")
    assert lines[1].service["id"] == "r1" and lines[1].when == "dès que possible"
    assert lines[1].say == "J'aide mon mari. Je cherche quelqu'un pour me remplacer quelques heures."
    assert "rappelé" not in made(persona("marc"))[0].what


def test_a_service_is_named_once(persona, made):
    lines = made(persona("jeanne"), relation="votre mari")
    assert [line.service["id"] for line in lines if line.service] == ["r1", "h1"]


def test_the_plan_ends_with_oneself_and_again(persona, made):
    lines = made(persona("paul"))
    assert [line.when for line in lines[-2:]] == ["aujourd'hui", "dans trois mois"]


def test_what_a_professional_says_on_the_phone(persona, made):
    lines = made(persona("officine"), relation="votre mari", speaks="they")
    said = next(line.say for line in lines if line.need == "respite")
    assert said.startswith("J'appelle pour une personne qui aide son mari. Sa demande : ")


def test_ranking_says_why(persona):
    ranked = rank(persona("jeanne"), FOUND)
    assert [(r.service["id"], r.need) for r in ranked] == [("r1", "respite"), ("r2", "respite"), ("h1", "home_help")]
    assert ranked[0].reasons[0] == "Territoire : Côte-d'Or."
    assert "Vous avez besoin de souffler." in ranked[0].reasons


def test_prevention_when_nothing_weighs(persona):
    assert wanted(persona("paul")) == ("prevention",)
    assert wanted(persona("jeanne"))[0] == "respite"
