"""A service asked for by its name, and sentences that only speak of one."""

from __future__ import annotations

import pytest

from bot.orientation.called import asked_by_name, own_name, reached_by_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vous avez le numéro du CCAS de Dole ?", "CCAS"),
        ("je cherche une HAD près de Sens", "HAD"),
        ("le ssiad de vesoul svp", "SSIAD"),
        ("c'est quoi le numéro de la MDPH", "MDPH"),
        ("y a t il une ESA près de Dijon", "ESA"),
        ("je voudrais joindre l'ADMR à Lons-le-Saunier", "ADMR"),
        ("comment contacter le clic de Montbéliard", "CLIC"),
        ("je cherche un SAAD à Mâcon", "SAAD"),
        ("CLIC de Dole, le téléphone svp", "CLIC"),
        ("un epahd a vesoul", "EHPAD"),
        ("MAIA de Besançon", "DAC"),
        ("la maison des aidants de Beaune", "PFR"),
        ("accueil de jour a chalon pour papa", "ACCUEIL_DE_JOUR"),
        ("ma femme a alzheimer, on m'a dit de voir la MAIA, vous avez leur numéro ?", "DAC"),
        ("la MDPH ne répond pas, vous avez un autre numéro, comment les joindre", "MDPH"),
        ("mdph", "MDPH"),
    ],
)
def test_asked(text: str, code: str) -> None:
    place = ("dole", "vesoul", "besancon", "beaune", "chalon", "sur", "saone")
    kind = asked_by_name(text, place)
    assert kind is not None and kind.code == code


@pytest.mark.parametrize(
    "text",
    [
        "c'est quoi un SSIAD",
        "à quoi sert le CCAS ?",
        "le CCAS m'a dit de vous appeler",
        "ma mère est en ehpad à Beaune",
        "la mdph n'a pas répondu",
        "la MDPH a refusé",
        "le numéro du CCAS est faux",
        "le SSIAD vient tous les jours mais je cherche quelqu'un pour la nuit",
        "l'ehpad de mon père coûte trop cher",
        "mon mari refuse l'accueil de jour",
        "je ne veux pas d'ehpad",
        "ma mère veut sortir de l'ehpad",
        "elle est rentrée de l'hôpital avec la HAD",
        "comment remplir le dossier mdph",
        "dac",
        "d'accord",
        "je cherche un moyen de souffler",
    ],
)
def test_not_asked(text: str) -> None:
    assert asked_by_name(text, ("beaune",)) is None


def test_a_name_of_its_own() -> None:
    for text, words in (
        ("le numéro de l'Unafam", ("unafam",)),
        ("comment joindre eliad à Vesoul ?", ("eliad",)),
        ("je voudrais les coordonnées de France Alzheimer", ("france", "alzheimer")),
    ):
        kind = own_name(text, ("vesoul", "70"))
        assert kind is not None and kind.words == words, text
    for text in ("je veux appeler ma mère", "comment appeler quelqu'un", "le numéro d'une aide à domicile", "Unafam"):
        assert own_name(text) is None, text


def test_how_to_reach_is_told_from_what_is_looked_for() -> None:
    assert reached_by_name("l'adresse du CLIC") and not reached_by_name("je cherche un CLIC")
