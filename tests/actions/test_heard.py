"""Facts said back in French."""

from __future__ import annotations

from actions.heard import words
from bot.understanding.facts import extract


def test_a_carers_facts() -> None:
    facts = extract("j'ai 60 ans, ma mère a 84 ans, alzheimer, elle vit seule, l'infirmière passe tous les matins")
    assert words(facts) == [
        "vous aidez votre mère",
        "84 ans",
        "vous avez 60 ans",
        "la maladie d'Alzheimer",
        "vit seul",
        "une infirmière ou un infirmier vient",
    ]


def test_a_patients_facts() -> None:
    facts = extract("j'ai crohn, j'ai 30 ans et je vis seul")
    assert words(facts) == ["c'est pour vous", "30 ans", "la maladie de Crohn", "vous vivez seul"]


def test_no_help_is_said_too() -> None:
    assert words({"help_in_place": []}) == ["personne ne vient aider"]
    assert words({}) == []
