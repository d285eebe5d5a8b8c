"""Services called by their name: recognised, found where the directory has them, and else how to reach them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resources_directory import Directory
from resources_directory.cli import main
from resources_directory.gazetteer import Gazetteer
from resources_directory.loading import embedded_records
from resources_directory.mapping import mapping
from resources_directory.named import by_code, find_named, kinds, named_in, one_called
from resources_directory.record import Record
from resources_directory.wording import NEEDS
from resources_directory.writer import write


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Je cherche la HAD de Nevers", "HAD"),
        ("le numéro de l'hospitalisation à domicile s'il vous plaît", "HAD"),
        ("le S.S.I.A.D. de Clamecy", "SSIAD"),
        ("où est le ccas", "CCAS"),
        ("y a-t-il un CLIC près de chez moi ?", "CLIC"),
        ("Maison des Aînés", "CLIC"),
        ("comment joindre le DAC", "DAC"),
        ("dispositif d'appui à la coordination", "DAC"),
        ("téléphone de la MDPH", "MDPH"),
        ("la plate-forme de répit de Brest", "PFR"),
        ("une maison France Services", "FRANCE_SERVICES"),
        ("le CPAS de Liège", "CPAS"),
        ("les GEM du coin", "GEM"),
        ("un SAAD", "SAAD"),
        ("l'ADMR du Jura", "ADMR"),
        ("une équipe spécialisée Alzheimer", "ESA"),
        ("un foyer-logement", "RESIDENCE_AUTONOMIE"),
        ("en un clic on est inscrit", None),
        ("je fais un double clic", None),
        ("d'accord", None),
        ("j'ai besoin de souffler", None),
    ],
)
def test_names(text: str, code: str | None) -> None:
    found = named_in(text)
    assert (found.code if found else None) == code


def test_each_kind_is_searched_by_types_and_needs_that_exist() -> None:
    types = {r.type for r in embedded_records()} | {k.type for k in mapping().categories.values()}
    for kind in kinds():
        assert set(kind.needs) <= set(NEEDS), kind.code
        assert set(kind.types) & types, kind.code
        assert kind.what and kind.reach.endswith("."), kind.code


def test_only_that_kind_is_found(directory: Directory, gazetteer: Gazetteer) -> None:
    for name, place, expected in (
        ("MDPH", "59350", "Nord"), ("PFR", "29019", "Brest"), ("CCAS", "70550", "Vesoul"), ("CPAS", "BE-4000", "Liège"),
        ("DAC", "21231", "Côte-d'Or"), ("SSIAD", "90010", "Apasad"),
    ):  # fmt: skip
        kind = named_in(name)
        assert kind is not None
        found = find_named(directory, kind, gazetteer.get(place))
        assert found and expected in found[0].name, (name, place)
    kind = named_in("HAD")
    assert kind is not None and find_named(directory, kind, gazetteer.get("21231")) == []


def test_a_rare_kind_is_found_among_many_that_meet_the_need(small: Directory, gazetteer: Gazetteer) -> None:
    base = Record(source="x", source_id="0", name="Soins", needs=("home_nursing",), reach="territory",
                  areas=(("commune", "21231"),), type="service autonomie aide et soins")  # fmt: skip
    had = replace(base, source_id="had", name="HAD", type="hospitalisation à domicile", areas=(("departement", "21"),))
    with small.session() as session:
        write(session, [had, *(replace(base, source_id=str(i), name=f"Soins {i}") for i in range(150))])
    kind = named_in("la had")
    assert kind is not None
    assert [f.name for f in find_named(small, kind, gazetteer.get("21231"))] == ["HAD"]


def test_a_service_is_found_by_the_name_it_bears(directory: Directory, gazetteer: Gazetteer) -> None:
    for words, place, expected in (
        (["eliad"], "70550", "Eliad"), (["croix", "rouge"], "58194", "Montsauche"), (["conseil", "departemental"], "39198", "Jura"),
        (["unafam"], None, "Unafam"),
    ):  # fmt: skip
        found = find_named(directory, one_called(words), gazetteer.get(place) if place else None)
        assert found and expected in found[0].name, words
    assert find_named(directory, one_called(["adm"]), gazetteer.get("39198")) == []  # a whole word
    kind = named_in("l'ADMR")
    assert kind is not None
    assert all("ADMR" in service.name for service in find_named(directory, kind, gazetteer.get("39198")))


def test_accents_of_a_name_do_not_count(small: Directory, gazetteer: Gazetteer) -> None:
    record = Record(source="x", source_id="0", name="Les Érables dorés", needs=("home_help",), reach="territory",
                    areas=(("commune", "21231"),))  # fmt: skip
    with small.session() as session:
        write(session, [record])
    assert find_named(small, one_called(["erables", "dores"]), gazetteer.get("21231"))


def test_a_kind_in_the_other_country() -> None:
    for asked, country, given in (("CCAS", "BE", "CPAS"), ("CPAS", "FR", "CCAS"), ("CCAS", "FR", "CCAS"), ("MDPH", "BE", "")):
        kind = by_code(asked, country)
        assert (kind.code if kind else "") == given, (asked, country)
    assert all(not k.abroad or by_code(k.abroad) for k in kinds())


def test_the_command_says_how_to_reach_what_is_not_there(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", directory.url)
    assert main(["search", "--named", "HAD", "--place", "21231"]) == 0
    assert "médecin" in capsys.readouterr().out
    assert main(["search", "--named", "xyz"]) == 2
    assert "CCAS" in capsys.readouterr().err
    assert main(["search", "--place", "21231"]) == 2
    assert "--need" in capsys.readouterr().err
