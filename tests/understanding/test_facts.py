"""Facts said in passing: who is helped, of what, how old, and what must not be concluded."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.facts import as_entities, extract, merge, place_fact

TODAY = date(2026, 11, 22)


def said(text: str) -> dict[str, Any]:
    """Facts with codes in place of their labels."""
    facts = extract(text, today=TODAY)
    return {k: v["code"] if isinstance(v, dict) else v for k, v in facts.items() if k not in ("denied", "corrects")}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("c'est pour ma mère", "parent"),
        ("ce n'est pas mon mari mais mon père", "parent"),
        ("ma fille vient le week-end", None),
        ("ma fille m'aide mais c'est pour mon mari", "spouse"),
        ("la mère de mon mari perd la tête", "parent_in_law"),
        ("ma belle mere vit chez nous", "parent_in_law"),
        ("je suis sa fille, il a 78 ans", "parent"),
        ("je suis son épouse", "spouse"),
        ("la femme de ménage vient lundi", None),
        ("je suis la maman d'un petit autiste", "child"),
        ("maman tombe souvent", "parent"),
        ("j'aide mon voisin", "neighbour"),
        ("nous vivons ensemble quand même", None),
        ("j'ai perdu mon mari, maintenant j'aide ma tante", "other_family"),
        ("sa femme est fatiguée", None),
        ("ma sœur habite loin, je gère papa", "parent"),
        ("la soeur de ma mère est seule", "other_family"),
    ],
)
def test_relation(text: str, relation: str | None) -> None:
    assert said(text).get("relation") == relation


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("mon médecin me dit d'appeler", None),
        ("ma patiente de 81 ans rentre à domicile", "prescriber"),
        ("je suis infirmière libérale à Autun", "prescriber"),
        ("infirmière libérale à Autun, j'ai une patiente qui rentre demain", "prescriber"),
        ("assistante sociale au CHU de Dijon, nous cherchons un relais", "prescriber"),
        ("aide à domicile à Beaune", None),
        ("infirmière à domicile à Dijon", None),
        ("auxiliaire de vie à Dole", None),
        ("aide soignante à Dijon le matin", None),
        ("je suis infirmière et ma mère a alzheimer", "carer"),
        ("j'ai la maladie de crohn", "patient"),
        ("j'ai crohn et mon mari m'aide", "patient"),
        ("j'ai un cancer et je m'occupe de mon fils", "carer"),
        ("je suis aidante", "carer"),
        ("c'est moi qui ai parkinson, je vis avec mon épouse", "patient"),
        ("bonjour", None),
        ("j'ai 52 ans", None),
        ("je vis seule et je n'arrive plus à faire mes courses", "patient"),
    ],
)
def test_role(text: str, role: str | None) -> None:
    assert said(text).get("role") == role


@pytest.mark.parametrize(
    ("text", "illness"),
    [
        ("mon père a un parkinsonn", "parkinson"),
        ("elle est alzheimer", "alzheimer"),
        ("il n'a pas alzheimer", None),
        ("ce n'est pas un cancer, c'est une SEP pour ma fille", "multiple_sclerosis"),
        ("j'ai peur que ce soit alzheimer", None),
        ("elle oublie tout et se perd", None),
        ("il est en fauteuil roulant", None),
        ("la recette du crabe", None),
        ("j'ai un cancer et je m'occupe de mon fils autiste", "autism"),
        ("mon mari est diabétique", "diabetes"),
        ("je cherche un parking", None),
        ("il a des chimios", None),
    ],
)
def test_illness(text: str, illness: str | None) -> None:
    assert said(text).get("illness") == illness


def test_ages_have_owners() -> None:
    both = said("j'ai 74 ans et mon mari 81")
    assert (both["age"], both["carer_age"]) == (81, 74)
    assert said("j'ai 26 ans et j'ai crohn")["age"] == 26
    alone = said("j'ai 52 ans")
    assert alone == {"own_age": 52}
    assert merge(alone, said("j'aide ma mère de 80 ans")) | {"relation": 0} == {
        "role": "carer",
        "relation": 0,
        "age": 80,
        "carer_age": 52,
    }


@pytest.mark.parametrize(
    ("text", "living"),
    [
        ("ma mère vit seule", "alone"),
        ("papa habite tout seul à la ferme", "alone"),
        ("elle vit chez nous", "together"),
        ("ma femme ne vit pas seule", None),
        ("je vis seule, j'ai crohn", "alone"),
        ("il ne peut pas rester seul", None),
        ("je vis seule et j'aide mon père", None),
        ("nous vivons sous le même toit", "together"),
    ],
)
def test_living(text: str, living: str | None) -> None:
    assert said(text).get("living") == living


@pytest.mark.parametrize(
    ("text", "tired"),
    [
        ("je suis épuisée", True),
        ("j'en peux plus", True),
        ("je ne suis pas fatiguée", False),
        ("mon mari est fatigué", False),
        ("ma mère est très fatiguée depuis lundi", False),
        ("je dors mal", True),
    ],
)
def test_tired_is_the_writer(text: str, tired: bool) -> None:
    assert said(text).get("tired", False) is tired


@pytest.mark.parametrize(
    ("text", "in_place"),
    [
        ("une aide à domicile vient trois fois par semaine", ["home_help"]),
        ("l'infirmière passe tous les matins", ["home_nursing"]),
        ("ma fille vient le week-end", ["family"]),
        ("on n'a aucune aide", []),
        ("je voudrais une aide à domicile", None),
        ("elle va à l'accueil de jour le mardi", ["day_care"]),
    ],
)
def test_help_in_place(text: str, in_place: list[str] | None) -> None:
    assert said(text).get("help_in_place") == in_place


def test_frequency_and_refusal() -> None:
    found = said("je m'occupe de ma mère tous les jours mais elle refuse tout")
    assert (found["frequency"], found["refuses"]) == ("daily", True)
    assert said("je veille sur papa jour et nuit")["frequency"] == "constant"


@dataclass(frozen=True)
class _Place:
    code: str
    label: str
    departement: str


@dataclass(frozen=True)
class _Found:
    candidates: tuple[_Place, ...]
    ambiguous: bool
    corrected: bool = False


class _Locator:
    def __init__(self, found: _Found) -> None:
        self.found = found

    def resolve(self, text: str) -> _Found:
        return self.found


def test_place_comes_from_the_locator() -> None:
    chalon = _Place("71076", "Chalon-sur-Saône (71)", "71")
    other = _Place("51108", "Châlons-en-Champagne (51)", "51")
    sure = extract("à Chalon", _Locator(_Found((chalon,), False)))
    assert sure["place"] == {"code": "71076", "label": "Chalon-sur-Saône (71)", "departement": "71", "ambiguous": False}
    unsure = extract("à Chalon", _Locator(_Found((chalon, other), True)))
    assert [c["code"] for c in unsure["place"]["candidates"]] == ["71076", "51108"]
    assert merge(sure, unsure)["place"] == sure["place"]
    assert "place" not in extract("bonjour", _Locator(_Found((), False)))
    assert place_fact([chalon], False)["code"] == "71076"


def test_merge_keeps_a_professional_and_all_help() -> None:
    assert merge({"role": "prescriber"}, {"relation": {"code": "parent"}, "role": "carer"})["role"] == "prescriber"
    assert merge({"help_in_place": ["family"]}, {"help_in_place": ["home_help"]})["help_in_place"] == [
        "family",
        "home_help",
    ]


def after(*messages: str) -> dict[str, Any]:
    """What is known after several messages, with codes in place of labels."""
    facts: dict[str, Any] = reduce(merge, (extract(message, today=TODAY) for message in messages), {})
    return {k: v["code"] if isinstance(v, dict) else v for k, v in facts.items()}


@pytest.mark.parametrize(
    ("messages", "name", "known"),
    [
        (("c'est pour ma tante", "enfin non c'est ma cousine"), "relation", "other_family"),
        (("c'est pour ma tante", "en fait c'est mon mari"), "relation", "spouse"),
        (("j'aide mon père, enfin non, mon grand-père",), "relation", "grandparent"),
        (("c'est pour ma sœur", "ce n'est pas ma sœur"), "relation", None),
        (("mon frère a un cancer", "il n'a pas de cancer, je me suis trompé"), "illness", None),
        (("mon frère a un cancer", "ce n'est pas un cancer, c'est une leucémie"), "illness", "cancer"),
        (("elle vit seule", "elle ne vit plus seule"), "living", None),
        (("il a 80 ans", "non, 81"), "age", 81),
        (("il a 80 ans", "non, pas le lundi"), "age", 80),
        (("j'ai 40 ans et un diabète", "je m'occupe de ma mère"), "carer_age", 40),
        (("j'ai 40 ans et un diabète", "je m'occupe de ma mère"), "illness", None),
        (("j'ai 50 ans, j'aide mon mari", "c'est moi la malade, mon mari m'aide"), "role", "patient"),
        (("j'ai 50 ans, j'aide mon mari", "c'est moi la malade, mon mari m'aide"), "age", 50),
        (("j'ai 50 ans, j'aide mon mari", "c'est moi la malade, mon mari m'aide"), "relation", None),
    ],
)
def test_a_later_message_puts_right(messages: tuple[str, ...], name: str, known: Any) -> None:
    assert after(*messages).get(name) == known


@pytest.mark.parametrize(
    ("text", "role", "relation"),
    [
        ("mon neveu s'occupe de moi", "patient", None),
        ("c'est ma nièce qui prend soin de moi", "patient", None),
        ("je m'occupe du père de ma femme", "carer", "parent_in_law"),
        ("je garde la fille de mon frère", "carer", "other_family"),
        ("la collègue de mon mari a un cancer", None, None),
        ("je prends soin de mon oncle", "carer", "other_family"),
    ],
)
def test_who_cares_for_whom(text: str, role: str | None, relation: str | None) -> None:
    assert (said(text).get("role"), said(text).get("relation")) == (role, relation)


def test_as_entities() -> None:
    assert as_entities({"age": 82}) == [{"entity": "age", "value": 82, "extractor": "facts"}]


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(extract(text, today=TODAY), dict)


def test_a_message_takes_less_than_two_milliseconds() -> None:
    text = (
        "Bonjour, je m'occupe de ma mère qui a 86 ans et la maladie de Parkinson, elle vit seule à Clamecy. "
        "Une aide à domicile vient trois fois par semaine mais je suis épuisée et ma sœur habite loin."
    )
    extract(text)
    started = time.process_time()
    for _ in range(50):
        extract(text)
    assert (time.process_time() - started) / 50 < 0.005, "2 ms on an idle machine; 5 are allowed on a busy one"
