"""What goes out is accepted by the schemas of the field, and comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from resources_directory import Directory
from resources_directory.cli import main
from resources_directory.exporters import data_inclusion, hsds
from resources_directory.exporters.records import records
from resources_directory.extension import EXTENSION, extension
from resources_directory.importers import hsds as hsds_reader
from resources_directory.importing import import_file
from resources_directory.mapping import RELAIS, mapping
from resources_directory.record import Record
from resources_directory.tabular import Refused, Rejection, parse
from resources_directory.tabular_out import dump

DATA = Path(__file__).parent / "data"
DAY = date(2026, 5, 12)
FULL = Record(
    source="FINESS", source_id="390000001", name="Plateforme de répit du Jura.", needs=("respite", "listening"),
    reach="territory", organization="Association X", type="plateforme de répit", areas=(("departement", "39"),
    ("epci", "200010650"), ("region", "27")), territory="Jura (39)", phones=("03 84 00 00 00", "39 77"),
    email="contact@exemple.fr", website="https://exemple.fr", address="1 rue du Pont", postcode="39100", city="Dole",
    insee="39198", departement="39", latitude=47.09, longitude=5.49, coordinates_source="FINESS", hours="le lundi",
    fees="gratuit", access_conditions="Sur rendez-vous.", audience=("carer",), age_min=18, age_max=60, to_verify=True,
    licence="Licence Ouverte", source_url="https://finess.fr", source_date=DAY, verified_at=DAY,
    verified_by="Une personne", identifiers={"finess": "390000001", "finess-category": "500", "siret": "1" * 14},
)  # fmt: skip
BARE = Record(source="s", source_id="1", name="X", needs=("backup_plan",), reach="national", areas=(("country", "FR"),))
LIEGE = Record(source="s", source_id="2", name="CPAS de Liège", needs=("home_help",), reach="territory", country="BE",
               areas=(("commune", "BE-4000"),), postcode="4000", insee="BE-4000", phones=("04 220 58 00",),
               website="pas une adresse", email="jean.dupont@exemple.be")  # fmt: skip


@cache
def validator(name: str) -> jsonschema.Validator:
    schema = json.loads((DATA / name).read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def valid(name: str, value: dict[str, Any]) -> None:
    errors = [f"{list(e.path)} : {e.message}" for e in validator(name).iter_errors(value)]
    assert not errors, errors[:3]


@pytest.mark.parametrize("record", [FULL, BARE, LIEGE], ids=["full", "bare", "liege"])
def test_one_record_in_each_standard(record: Record) -> None:
    for extended in (False, True):
        valid("data-inclusion/service.json", data_inclusion.service(record, DAY, extended))
    valid("data-inclusion/structure.json", data_inclusion.structure(record, DAY))
    valid("hsds/service.json", hsds.service(record, DAY))


def test_what_data_inclusion_is_told() -> None:
    told = data_inclusion.service(FULL, None, True)
    assert told["thematiques"] == ["famille--soutien-aidants", "sante--sante-mentale"]
    assert told["type"] == "accompagnement" and told["publics"] == ["familles"]
    assert told["telephone"] == "+33384000000" and told["zone_eligibilite"] == ["39", "200010650"]
    assert told["frais"] == "gratuit" and told["nom"] == "Plateforme de répit du Jura"
    assert "Une personne" not in json.dumps(told) and told["date_maj"] == "2026-05-12"
    bare = data_inclusion.service(BARE, DAY)
    assert bare["zone_eligibilite"] == ["france"] and bare["modes_accueil"] == ["a-distance"]
    assert bare["nom"] == "Service X"
    belgian = data_inclusion.service(LIEGE, DAY)
    assert belgian["code_insee"] is None and belgian["courriel"] is None and belgian["telephone"] == "+3242205800"


def test_what_hsds_is_told() -> None:
    told = hsds.service(FULL, None)
    assert told["id"] == hsds.service(replace(FULL, name="autre"), None)["id"]
    assert [p["number"] for p in told["phones"]] == ["03 84 00 00 00", "39 77"]
    terms = [(a["taxonomy_term"]["taxonomy"], a["taxonomy_term"]["code"]) for a in told["attributes"]]
    needs = [n for taxonomy, code in terms if taxonomy == RELAIS for n in mapping().needs_of_hsds(taxonomy, code)]
    assert tuple(needs) == FULL.needs and ("finess-categories", "500") in terms
    assert {i["identifier_type"] for i in told["organization"]["organization_identifiers"]} == {"finess", "siret"}
    assert "Une personne" not in json.dumps(told)


@pytest.mark.slow
def test_the_whole_directory_is_valid_and_comes_back(directory: Directory, tmp_path: Path) -> None:
    with directory.session() as session:
        mine = {r.id: (r, day) for r, day in records(session)}
    data_inclusion.export(iter(mine.values()), tmp_path)
    services = json.loads((tmp_path / "services.json").read_text(encoding="utf-8"))
    structures = json.loads((tmp_path / "structures.json").read_text(encoding="utf-8"))
    assert len(services) == len(mine) and len({s["id"] for s in structures}) == len(structures)
    assert {s["structure_id"] for s in services} == {s["id"] for s in structures}
    for service in services:
        valid("data-inclusion/service.json", service)
    for structure in structures:
        valid("data-inclusion/structure.json", structure)
    url = f"sqlite:///{tmp_path / 'd.sqlite'}"
    counts, refused = import_file(url, [tmp_path / "structures.json", tmp_path / "services.json"], "data-inclusion")
    assert not refused and counts.created == len(mine)
    with Directory(url).session() as session:
        back = {r.id: r for r, _ in records(session)}
    assert back == {i: replace(r, verified_by="") for i, (r, _) in mine.items()}


def test_our_csv_keeps_the_numbers_of_registers(tmp_path: Path) -> None:
    stream = StringIO()
    dump([FULL], stream)
    (back,) = parse(stream.getvalue())
    assert isinstance(back, Record) and back.identifiers == FULL.identifiers
    assert replace(back, coordinates_source="FINESS", verified_by="Une personne") == FULL
    wrong = stream.getvalue().replace("finess:390000001", "finess")
    assert [r.field for r in parse(wrong) if isinstance(r, Rejection)] == ["identifiants"]


@pytest.mark.slow
def test_the_whole_directory_in_our_csv_comes_back(directory: Directory) -> None:
    with directory.session() as session:
        mine = [replace(r, coordinates_source="", verified_by="") for r, _ in records(session)]
    stream = StringIO()
    dump(mine, stream)
    back = [replace(r, coordinates_source="") for r in parse(stream.getvalue()) if isinstance(r, Record)]
    assert back == mine


@pytest.mark.slow
def test_the_whole_directory_in_hsds_is_valid_and_comes_back(directory: Directory, tmp_path: Path) -> None:
    path, url = tmp_path / "hsds.json", f"sqlite:///{tmp_path / 'h.sqlite'}"
    with directory.session() as session:
        mine = {r.id: r for r, _ in records(session)}
        with path.open("w", encoding="utf-8") as stream:
            count = hsds.export(records(session), stream)
    services = json.loads(path.read_text(encoding="utf-8"))
    assert len(services) == count > 300 and len({s["id"] for s in services}) == count
    for service in services:
        valid("hsds/service.json", service)
    counts, refused = import_file(url, path, "hsds")
    assert not refused and counts.created == len(mine)
    with Directory(url).session() as session:
        back = {r.id: r for r, _ in records(session)}
    assert back == {i: replace(r, verified_by="") for i, r in mine.items()}


def test_hsds_of_others_and_what_they_correct(tmp_path: Path) -> None:
    plain = hsds.service(FULL, DAY)
    corrected = plain | {EXTENSION: extension(FULL), "phones": [{"id": "1", "number": "03 84 11 11 11"}]}
    nothing = plain | {"id": "x", "attributes": []}
    nowhere = {k: v for k, v in plain.items() if k not in {"service_areas", "service_at_locations"}} | {"id": "y"}
    path = tmp_path / "h.json"
    path.write_text(json.dumps([plain, corrected, nothing, nowhere]), encoding="utf-8")
    other, ours, no_need, no_place = hsds_reader.read([path], {"39": "Jura"})
    assert isinstance(other, Record) and other.needs[:2] == FULL.needs and other.areas == FULL.areas
    assert other.source == "HSDS" and other.phones == FULL.phones and other.insee == "39198" and other.age_max == 60
    assert "Jura" in other.territory and other.verified_at == DAY and not other.to_verify
    assert ours == replace(FULL, phones=("03 84 11 11 11",), verified_by="")
    assert [r.field for r in (no_need, no_place) if isinstance(r, Rejection)] == ["attributes", "service_areas"]
    path.write_text('[{"nom": "autre chose"}]', encoding="utf-8")
    with pytest.raises(Refused, match="HSDS"):
        list(hsds_reader.read([path], {}))


def test_commands(loaded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", f"sqlite:///{loaded_file}")
    assert main(["export", "--format", "data-inclusion"]) == 2 and "--output" in capsys.readouterr().err
    assert main(["export", "--format", "data-inclusion", "--plain", "--output", str(tmp_path / "di")]) == 0
    assert "relais" not in json.loads((tmp_path / "di" / "services.json").read_text(encoding="utf-8"))[0]
    assert main(["export", "--format", "hsds", "--output", str(tmp_path / "h.json")]) == 0
    assert len(json.loads((tmp_path / "h.json").read_text(encoding="utf-8"))) > 300
    assert not list(tmp_path.glob(".*"))
