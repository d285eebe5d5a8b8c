"""data·inclusion, médiation numérique, and the reading of big JSON and of wrong files."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from resources_directory import Directory
from resources_directory.cli import main
from resources_directory.exporters import data_inclusion as exporter
from resources_directory.importers import data_inclusion, mediation_numerique
from resources_directory.importers.forms import READERS
from resources_directory.importers.hours import in_french
from resources_directory.importers.json_stream import objects
from resources_directory.importers.texts import fitted, phone, public_email, tidy_name, web
from resources_directory.importing import import_file
from resources_directory.models import Service
from resources_directory.record import Record
from resources_directory.tabular import Refused, Rejection

NAMES = {"39": "Jura", "2A": "Corse-du-Sud"}
SERVICE: dict[str, Any] = {
    "source": "dora", "id": "dora--1", "structure_id": "dora--s1", "nom": "Café des aidants",
    "description": "Rencontres.", "date_maj": "2026-02-14", "thematiques": ["famille--soutien-aidants"], "type": "atelier", "publics": ["seniors"],
    "telephone": "+33384000000", "courriel": "jean.dupont@exemple.fr", "contact_nom_prenom": "Jean Dupont",
    "commune": "Dole", "code_insee": "39198", "latitude": 47.09, "longitude": 5.49, "frais": "gratuit",
    "horaires_accueil": "Mo-Fr 08:30-12:30; PH off", "modes_accueil": ["en-presentiel"],
}  # fmt: skip
STRUCTURE = {"source": "dora", "id": "dora--s1", "nom": "Centre social", "date_maj": "2026-01-01",
             "siret": "1" * 14, "site_web": "https://exemple.fr"}  # fmt: skip


def read(tmp_path: Path, *services: dict[str, Any]) -> list[Record | Rejection]:
    one, two = tmp_path / "services.json", tmp_path / "structures.json"
    one.write_text(json.dumps(services), encoding="utf-8")
    two.write_text(json.dumps([STRUCTURE]), encoding="utf-8")
    return list(data_inclusion.read([two, one], NAMES))


def test_a_service_and_its_structure(tmp_path: Path) -> None:
    (found,) = read(tmp_path, SERVICE)
    assert isinstance(found, Record)
    assert found.needs == ("support_group",) and found.organization == "Centre social" and found.reach == "distance"
    assert found.phones == ("03 84 00 00 00",) and found.website == "https://exemple.fr"
    assert found.email == "" and "Dupont" not in str(found)
    assert found.hours == "du lundi au vendredi 08:30-12:30" and found.source_date == date(2026, 2, 14)
    assert found.audience == ("carer", "elderly") and found.modes == ("in_person",)
    assert found.identifiers == {"data-inclusion": "dora--1", "siret": "1" * 14}


@pytest.mark.parametrize(
    ("changes", "reach", "areas"),
    [
        ({"zone_eligibilite": ["39", "2A"]}, "territory", (("departement", "39"), ("departement", "2A"))),
        ({"zone_eligibilite": ["39198", "200010650"]}, "territory", (("commune", "39198"), ("epci", "200010650"))),
        ({"zone_eligibilite": ["france"], "modes_accueil": ["a-distance"]}, "national", (("country", "FR"),)),
        ({"zone_eligibilite": ["france"]}, "distance", (("commune", "39198"),)),
        ({"latitude": None, "longitude": None}, "territory", (("departement", "39"),)),
    ],
)
def test_where_it_serves(tmp_path: Path, changes: dict[str, Any], reach: str, areas: Any) -> None:
    (found,) = read(tmp_path, SERVICE | changes)
    assert isinstance(found, Record) and (found.reach, found.areas) == (reach, areas)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"thematiques": ["mobilite--preparer-un-permis"]}, "thematiques"),
        ({"thematiques": None}, "thematiques"),
        ({"thematiques": ["sante--acces-aux-soins"], "publics": ["demandeurs-emploi"]}, "publics"),
        ({"nom": ""}, "nom"),
        ({"code_insee": None, "commune": None}, "zone_eligibilite"),
    ],
)
def test_what_is_refused(tmp_path: Path, changes: dict[str, Any], field: str) -> None:
    (refused,) = read(tmp_path, SERVICE | changes)
    assert isinstance(refused, Rejection) and refused.field == field


def test_what_a_partner_corrects_is_kept_under_our_identifier(tmp_path: Path) -> None:
    mine = Record(source="FINESS", source_id="7", name="Répit 39", needs=("respite",), reach="territory",
                  areas=(("departement", "39"),), phones=("03 84 00 00 00",), verified_by="A")  # fmt: skip
    exported = exporter.service(mine, date(2026, 1, 1), True)
    same, corrected = read(tmp_path, exported, exported | {"telephone": "+33384111111"})
    assert isinstance(same, Record) and isinstance(corrected, Record)
    assert same.id == corrected.id == mine.id and same.verified_by == "" and same.phones == mine.phones
    assert corrected.phones == ("03 84 11 11 11",)


UNSOUND = [{"needs": ["bonheur"]}, {"needs": 3}, [1], "x", {"reach": "lune", "needs": ["apa"]}]


@pytest.mark.parametrize("extension", UNSOUND)
def test_a_wrong_extension_is_not_believed(tmp_path: Path, extension: Any) -> None:
    (found,) = read(tmp_path, SERVICE | {"relais": extension})
    assert isinstance(found, Record) and found.source == "data·inclusion (dora)"


def test_json_in_all_its_forms(tmp_path: Path) -> None:
    rows = [{"id": str(n), "words": ["é" * n], "deep": {"x": [n]}} for n in range(300)]
    path = tmp_path / "x"
    under_a_key = json.dumps({"a": 1, "items": rows, "z": {}}, indent=1)
    for text in (json.dumps(rows), "\n".join(map(json.dumps, rows)), under_a_key):
        path.write_text(text, encoding="utf-8")
        assert list(objects(path)) == rows
        path.write_bytes(gzip.compress(text.encode("utf-8-sig")))
        assert list(objects(path)) == rows
    path.write_text(json.dumps({"pmej": [], "gco": rows}), encoding="utf-8")
    assert list(objects(path, "pmej")) == []
    path.write_text(json.dumps([{"big": "x" * 500_000}, {"b": 12345}]), encoding="utf-8")
    assert [len(o) for o in objects(path)] == [1, 1]


WRONG = {
    "empty": b"", "spaces": b"  \n", "cut": b'[{"id": "1", "nom": "x"', "number": b"12",
    "list": b"[1, 2]", "csv": b"a;b\n1;2\n", "latin": '[{"id": "é"}]'.encode("cp1252"), "utf16": "[{}]".encode("utf-16"), "binary": b"\0\1\2\x89PNG",
    "gzip": gzip.compress(json.dumps([{"id": str(n), "source": "s", "nom": "é"} for n in range(999)]).encode())[:-30],
    "line": b"x" * 1_000_000, "object": b'{"a": 1}', "after": b'[{"id":"1","source":"s","nom":"n"}] x',
    "deep": b"[" * 100_000, "nothing": b"[]",
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_file_is_a_sentence_and_changes_nothing(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / "f"
    path.write_bytes(WRONG[name])
    with pytest.raises(Refused) as refused:
        import_file(f"sqlite:///{tmp_path / 'd.sqlite'}", path, form)
    assert str(refused.value).endswith(".")
    if (tmp_path / "d.sqlite").exists():  # the file was right at its beginning
        with Directory(f"sqlite:///{tmp_path / 'd.sqlite'}").session() as session:
            assert session.scalars(select(Service.id)).all() == []


def test_exit_code_2_and_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", f"sqlite:///{tmp_path / 'd.sqlite'}")
    path = tmp_path / "services.jsonl"
    path.write_bytes(b'{"id": ')
    assert main(["import", str(path), "--format", "data-inclusion"]) == 2 and "incomplet" in capsys.readouterr().err
    other = SERVICE | {"id": "dora--2", "thematiques": []}
    path.write_text(f"{json.dumps(SERVICE)}\n{json.dumps(other)}\n", encoding="utf-8")
    assert main(["import", str(path), "--format", "data-inclusion"]) == 0
    out = capsys.readouterr().out
    assert "2 lus, 1 ajoutés" in out and "1 refusés : Aucune thématique" in out


MEDNUM = (
    "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,courriels,site_web,horaires,"
    "date_maj,services,frais_a_charge,dispositif_programmes_nationaux\n"
    "1,00000000000000,Espace de Dole,Dole,39100,39198,1 rue A,47.09,5.49,+33384000000,contact@exemple.fr|a.b@x.fr,"
    "https://exemple.fr|https://b.fr,Mo-Fr 09:00-12:00,2026-01-02,Aide aux démarches,Gratuit,France Services|Autre\n"
    "2,,Sans lieu,Dole,39100,,1 rue A,,,,,,,,x,,\n"
    "3,,Faux,Dole,39100,39198,1 rue A,abc,5,,,,,,x,,\n"
    "4,,Sans point,Dole,39100,39198,1 rue A,,,,,,,,x,,\n"
)


def test_digital_help(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(MEDNUM, encoding="utf-8-sig")
    first, unplaced, wrong, town = mediation_numerique.read([path])
    assert isinstance(first, Record) and first.needs == ("digital_help", "mon_espace_sante")
    assert first.type == "France services" and first.reach == "distance" and first.identifiers == {}
    assert first.email == "contact@exemple.fr" and first.hours == "du lundi au vendredi 09:00-12:00"
    assert isinstance(unplaced, Rejection) and isinstance(wrong, Rejection) and wrong.line == 4
    assert isinstance(town, Record) and town.reach == "territory" and town.areas == (("commune", "39198"),)


@pytest.mark.parametrize(
    ("hours", "french"),
    [
        ("Mo,We 09:00-12:00,14:00-17:00; Sa 10:00-12:00", "lundi, mercredi 09:00-12:00 et 14:00-17:00 ; samedi 10:00-12:00"),
        ("sur rendez-vous", "sur rendez-vous"), ("", ""), ("Mo-Fr 09:00-12:00; PH off", "du lundi au vendredi 09:00-12:00"),
    ],
)  # fmt: skip
def test_opening_hours(hours: str, french: str) -> None:
    assert in_french(hours) == french


def test_texts_of_registers() -> None:
    assert tidy_name("S.S.I.A.D. DE L'ADMR D'AUXERRE") == "SSIAD de l'ADMR d'Auxerre"
    assert (
        tidy_name("Déjà écrit EHPAD") == "Déjà écrit EHPAD"
        and tidy_name("HOPITAL DE LA CROIX") == "Hopital de la Croix"
    )
    assert phone("0800801090") == "0 800 80 10 90" and phone("3977") == "39 77" and phone("abc") == ""
    assert web("www.exemple.fr") == "https://www.exemple.fr" and web("javascript:alert(1)") == ""
    assert public_email("marie.martin@x.fr") == "" and public_email("accueil@x.fr") == "accueil@x.fr"


def test_texts_fit_the_tables() -> None:
    record = Record(source="s", source_id="1", name="n" * 999, needs=("apa",), reach="territory", hours="h" * 999)
    fit = fitted(record, 1)
    assert isinstance(fit, Record) and len(fit.name) == 200 and len(fit.hours) == 400
    assert isinstance(fitted(Record("s", "1" * 300, "n", ("apa",), "territory"), 7), Rejection)
