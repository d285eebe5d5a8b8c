"""Words that no intent holds: taking a request back, another number, somebody else to call, the price, « la suite »."""

from __future__ import annotations

import pytest

from actions.cancelling import wants_no_call
from actions.contact_change import other_person
from actions.human import _NO_VOICE
from actions.request import of_them, to_them
from actions.waiting import goes_on
from bot.understanding.text import normalise


@pytest.mark.parametrize(
    "text",
    [
        "finalement je ne veux plus être rappelée",
        "je veux plus qu'on me rappelle",
        "ne me rappelez pas",
        "annuler ma demande",
        "je voudrais annuler le rappel",
        "je n'ai plus besoin d'être rappelé",
        "je ne souhaite pas être contactée",
    ],
)
def test_the_request_is_taken_back(text: str) -> None:
    assert wants_no_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "je veux être rappelée",
        "ne pas parler devant mon mari",
        "je ne veux plus m'occuper de tout",
        "où en est ma demande ?",
        "je ne suis pas rappelée",
        "ils ne me rappellent jamais",
    ],
)
def test_the_request_stands(text: str) -> None:
    assert not wants_no_call(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("appelez plutôt ma fille", "ma fille"),
        ("il vaut mieux appeler mon fils", "mon fils"),
        ("c'est ma sœur qu'il faut appeler", "ma sœur"),
        ("non, rappelez mon frère", "mon frère"),
        ("je dois appeler ma fille ce soir", ""),
        ("ma fille ne m'appelle jamais", ""),
        ("appelez le matin", ""),
        ("je voudrais pouvoir joindre ma fille", ""),
        ("pouvez-vous appeler mon fils", "mon fils"),
        ("il faut appeler ma mère tous les jours", ""),
        ("et appeler ma mère matin et soir c'est fatigant", ""),
    ],
)
def test_somebody_else_is_to_be_called(text: str, who: str) -> None:
    assert other_person(text) == who


def test_how_somebody_else_is_named() -> None:
    assert to_them("ma fille") == "votre fille"
    assert of_them("ma fille") == "sa fille"
    assert of_them("mon fils") == "son fils"


@pytest.mark.parametrize("text", ["la suite", "et le reste ?", "ensuite", "et les autres ?", "ok la suite svp"])
def test_the_needs_that_wait_are_asked_for(text: str) -> None:
    assert goes_on(text)


@pytest.mark.parametrize("text", ["la suite de l'hospitalisation", "après la sortie d'hôpital", "oui", "les autres aides à Dole"])
def test_another_subject_is_not_the_next_need(text: str) -> None:
    assert not goes_on(text)


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("je suis sourde je peux pas téléphoner", True),
        ("sourd de naissance", True),
        ("j'entends plus rien au téléphone", True),
        ("je suis devenu malentendant", True),
        ("je ne peux pas appeler, je suis au travail", True),
        ("ma mère est sourde, je veux parler à quelqu'un", False),
        ("mon mari est aphasique, on peut m'appeler ?", False),
        ("je n'entends plus ma mère se lever la nuit", False),
        ("il ne peut pas téléphoner", False),
    ],
)
def test_a_number_is_kept_from_nobody_but_who_cannot_use_it(said: str, own: bool) -> None:
    assert bool(_NO_VOICE.search(normalise(said))) is own
