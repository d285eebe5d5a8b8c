"""How many questions are put before the first local service is named. The figures are those of docs/measurements.md."""

from __future__ import annotations

from statistics import median

import pytest

from tests.conversations.stack import Person, Stack

# A need and a place said at once, as people write.
SAID = [
    "je cherche un accueil de jour a Dole pour ma mère",
    "il me faudrait quelqu'un pour garder mon mari 2h le mardi, on est a Beaune",
    "aide menagere a Dijon pour papa",
    "portage de repas à Vesoul pour ma tante qui a 90 ans",
    "je voudrais parler a quelqu'un je m'occupe de ma femme a Autun",
    "maison de retraite pres de Macon pour ma belle mere",
    "ou trouver de l'aide pour internet a Nevers",
    "mon fils est handicapé je veux souffler un peu, j'habite Besançon",
    "un hébergement temporaire pour mon père à Chalon",
    "ma maman perd la memoire on vit à Lons le Saunier, qui peut nous aider",
    "ma maman a besoin d'une aide ménagère à Liège",
    "je suis épuisée je m'occupe de mon mari à Auxerre, il faut que quelqu'un prenne le relais",
]
# Nothing said but who: the essential questions, answered in words.
ESSENTIAL = [
    ("mon mari", "Beaune", "souffler et les papiers", "épuisée", "personne"),
    ("ma mère", "Dijon", "le ménage", "ça va", "une infirmière"),
    ("papa", "Dole", "la mémoire", "je dors mal", "ma soeur"),
    ("mon fils", "Seraing", "l'argent", "fatigué", "rien"),
    ("c'est pour moi", "Nevers", "les sorties", "bien", "aucune"),
    ("ma femme", "Vesoul", "1 et 3", "la deuxième", "aide à domicile"),
]
WIDE = ("tout le pays", "France", "Belgique", None)


def _local(person: Person) -> bool:
    return any(
        service.get("territory") not in WIDE or service.get("distance_km") is not None
        for message in person.messages
        for service in message.get("services", [])
    )


def _put(person: Person) -> int:
    return person.kinds.count("question")


def test_need_and_place_said(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    """Two questions or fewer."""
    counts = []
    for opening in SAID:
        person = Person(stack.url)
        person.say(opening)
        asked = 0
        while not _local(person) and asked < 6:
            asked += _put(person)
            person.press("Passer") if "Passer" in person.buttons else person.say("oui")
        counts.append(asked)
    with capsys.disabled():
        print(f"\nbesoin et lieu dits : {sorted(counts)}, médiane {median(counts)}")
    assert median(counts) <= 2


def test_by_the_essential_questions(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    """Five at most, the agreement apart."""
    counts = []
    for answers in ESSENTIAL:
        person = Person(stack.url)
        person.say("je voudrais faire le point")
        person.press("Oui")
        asked = 0
        for answer in answers:
            asked += _put(person)
            person.say(answer)
            if _local(person):
                break
        assert _local(person), (answers, person.text)
        counts.append(asked)
    with capsys.disabled():
        print(f"\npar les questions essentielles : {sorted(counts)}, médiane {median(counts)}")
    assert max(counts) <= 5
