"""Files come in by lines that are explained, and go out as they came."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from resources_directory import Directory
from resources_directory.cli import main
from resources_directory.database import make_engine
from resources_directory.gazetteer import Gazetteer
from resources_directory.importing import export_csv, import_file, write_rejections
from resources_directory.loading import embedded_records
from resources_directory.models import Service
from resources_directory.record import Record
from resources_directory.tabular import COLUMNS, Refused, Rejection, parse
from resources_directory.tabular_out import dump

GOOD = "id;nom;besoins;portee;zones;telephone\n1;Répit à Dole;respite;territoire;commune:39198;03 84 00 00 00\n"


def total(url: str) -> int:
    with Directory(url).session() as session:
        return int(session.scalar(select(func.count()).select_from(Service)) or 0)


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_own_csv_in_the_encodings_of_spreadsheets(tmp_path: Path, url: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(GOOD.encode(encoding))
    counts, rejections = import_file(url, path, "csv")
    assert counts.created == 1 and not rejections
    with Directory(url).session() as session:
        assert session.scalars(select(Service.name)).all() == ["Répit à Dole"]
    assert import_file(url, path, "csv")[0].unchanged == 1


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("2;;respite;territoire;commune:39198;", "nom"),
        ("2;X;bonheur;territoire;commune:39198;", "besoins"),
        ("2;X;respite;partout;commune:39198;", "portee"),
        ("2;X;respite;territoire;Dole;", "zones"),
        ("2;X;respite;territoire;;", "zones"),
        ("2;X;respite;distance;;", "latitude"),
    ],
)
def test_a_wrong_line_is_refused_with_its_reason_and_the_rest_kept(
    tmp_path: Path, url: str, line: str, field: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(GOOD + line + "\n", encoding="utf-8")
    counts, rejections = import_file(url, path, "csv")
    assert counts.created == 1 and [(r.line, r.field) for r in rejections] == [(3, field)]
    stream = io.StringIO()
    write_rejections(rejections, stream)
    assert stream.getvalue().splitlines()[1].startswith(f"3;{field};")


@pytest.mark.parametrize("content", [b"", b"   \n", b"a;b\n1;2\n", b"\0\1\2PNG", b"x" * 300_000], ids=range(5))
def test_a_wrong_file_is_said_and_changes_nothing(tmp_path: Path, url: str, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(Refused):
        import_file(url, path, "csv")
    with pytest.raises(Refused):
        import_file(url, path, "dila")
    with pytest.raises(Refused):
        import_file(url, tmp_path / "absent.csv", "csv")
    assert not inspect(make_engine(url)).has_table("service")


def test_dry_run_changes_nothing(tmp_path: Path, url: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert import_file(url, path, "csv", dry_run=True)[0].created == 1
    assert not inspect(make_engine(url)).has_table("service")
    import_file(url, path, "csv")
    path.write_text(GOOD.replace("Répit", "Pause"), encoding="utf-8")
    assert import_file(url, path, "csv", dry_run=True)[0].updated == 1
    with Directory(url).session() as session:
        assert session.scalars(select(Service.name)).all() == ["Répit à Dole"]


def test_dila_file(tmp_path: Path, url: str) -> None:
    feature = {
        "geometry": {},
        "properties": {
            "id": "clic-39300-01",
            "codeInsee": "39300",
            "dateMiseAJour": "2017-04-21",
            "pivotLocal": "clic",
            "Nom": "CLIC de Lons",
            "Adresse": [
                {
                    "Ligne": ["1 rue A", "BP 2"],
                    "CodePostal": "39000",
                    "NomCommune": "Lons-le-Saunier",
                    "Localisation": {"Latitude": "46.67", "Longitude": "5.55"},
                }
            ],
            "CoordonnéesNum": {"Téléphone": {"$t": "+33 9 69 39 40 39"}, "Email": "jean.dupont@jura.fr"},
            "Ouverture": {
                "PlageJ": {"début": "lundi", "fin": "jeudi", "PlageH": {"début": "09:00:00", "fin": "12:00:00"}}
            },
        },
    }
    path = tmp_path / "clic.json"
    path.write_text(json.dumps({"features": [feature, {"properties": {"pivotLocal": "mairie"}}]}), encoding="utf-8")
    counts, rejections = import_file(url, path, "dila")
    assert counts.created == 1 and [r.field for r in rejections] == ["pivotLocal"]
    with Directory(url).session() as session:
        service = session.scalars(select(Service)).unique().one()
        assert [p.number for p in service.phones] == ["09 69 39 40 39"] and service.email == ""
        assert (
            service.hours == "du lundi au jeudi 09:00-12:00" and service.territory == "Jura (39), secteur à confirmer"
        )


def test_export_then_import_gives_the_same_directory(directory: Directory, tmp_path: Path, url: str) -> None:
    stream = io.StringIO()
    with directory.session() as session:
        export_csv(session, stream)
    path = tmp_path / "export.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    counts, rejections = import_file(url, path, "csv")
    assert not rejections and counts.created == len(embedded_records())
    again = io.StringIO()
    with Directory(url).session() as session:
        export_csv(session, again)
    assert again.getvalue() == stream.getvalue()


def test_formulas_of_spreadsheets_are_neutralised() -> None:
    record = next(r for r in parse(GOOD.replace("Répit à Dole", "=1+1")) if not isinstance(r, Rejection))
    stream = io.StringIO()
    dump([record], stream)
    assert ";'=1+1;" in stream.getvalue()


def test_commands(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", url)
    path = tmp_path / "a.csv"
    path.write_text(GOOD + "2;X;respite;partout;;\n", encoding="utf-8")
    assert main(["import", str(path), "--rejections", str(tmp_path / "r.csv")]) == 0
    assert (
        "1 ajoutés" in capsys.readouterr().out and (tmp_path / "r.csv").read_text(encoding="utf-8-sig").count("\n") == 2
    )
    assert main(["import", str(tmp_path / "absent.csv")]) == 2
    assert main(["template"]) == 0 and capsys.readouterr().out.strip().split(";") == list(COLUMNS)
    assert main(["export"]) == 0 and "Répit à Dole" in capsys.readouterr().out


def test_what_a_spreadsheet_does_is_undone() -> None:
    titles = "ID;Nom;Besoins;Portée;Zones;Téléphone;Code postal;Code INSEE;Site web"
    lines = [
        "a;Une aide;Home_help;TERRITOIRE;departement:01;474000000 / 0596 00 00 00;1000;1004;https://a.fr",
        ";;;;;;;;",
        "a;Une autre;home_help;territoire;departement:01;;;;",
        "b;'=Calcul;home_help;distance;;;;39198;",
        "c;Sans point;day_care;distance;;;;;",
        "d;Lien;home_help;territoire;departement:39;;;;javascript:alert(1)",
        "e;Zone;home_help;territoire;departement:Jura;;;;",
    ]
    place = Gazetteer.load().get
    first, again, named, *refused = list(parse("\n".join([titles, *lines]), lambda code: place(code) if code else None))
    assert isinstance(first, Record) and first.needs == ("home_help",) and first.reach == "territory"
    assert first.phones == ("04 74 00 00 00", "0596 00 00 00") and first.postcode == "01000" and first.departement == "01"
    assert isinstance(again, Rejection) and again.reason == "Cet identifiant est déjà celui de la ligne 2."
    assert isinstance(named, Record) and named.name == "=Calcul" and named.coordinates_source == "centre de la commune"
    assert named.latitude == pytest.approx(47.09, abs=0.02)
    assert [r.field for r in refused if isinstance(r, Rejection)] == ["latitude", "site_web", "zones"]
