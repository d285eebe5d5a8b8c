"""FINESS: the stock files and FINESS+, with the codes, projections and traps of the real ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer
from resources_directory.importers import finess, finess_plus
from resources_directory.importers.finess_row import insee_of
from resources_directory.importers.projections import lambert93, projection_of, to_degrees, utm
from resources_directory.importing import import_file
from resources_directory.record import Record
from resources_directory.tabular import Refused, Rejection

REAL = Path(__file__).parent / "data" / "finess" / "etalab-cs1100502-extract-20260512.csv"
HEAD = "finess;etalab;111;2026-05-12\n"
EHPAD = (
    'structureet;390000123;390000999;EHPAD TEST;"EHPAD ""LES TILLEULS"" DE DOLE";;;12;R;DE LA GARE;;;198;39;JURA;'
    "39100 DOLE;0384000000;;500;EHPAD;4401;E.H.P.A.;12345678901234;;40;;;;1990-01-01;1990-01-01;2024-04-22;\n"
)
POINT = "geolocalisation;390000123;885321.4;6668152.8;1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93;2026-05-04\n"


def read(gazetteer: Gazetteer, *paths: Path) -> tuple[list[Record], list[Rejection]]:
    items = list(finess.read(paths, gazetteer.get, {"39": "Jura", "973": "Guyane"}))
    return [i for i in items if isinstance(i, Record)], [i for i in items if isinstance(i, Rejection)]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# Reference values: PROJ 9 (pyproj 3), to the eighth decimal.
@pytest.mark.parametrize(
    ("x", "y", "lat", "lon"),
    [
        (870262.2, 6571540.8, 46.22228572, 5.20918113),
        (652469.02, 6862035.26, 48.85660001, 2.35219996),
        (1200000, 6100000, 41.82950614, 9.01087173),
        (150000, 6850000, 48.51629661, -4.45832261),
    ],
)
def test_lambert93(x: float, y: float, lat: float, lon: float) -> None:
    assert lambert93(x, y) == pytest.approx((lat, lon), abs=2e-8)


@pytest.mark.parametrize(
    ("x", "y", "zone", "lat", "lon"),
    [
        (708560.2, 1796891.1, 20, 16.24374471, -61.04862251),
        (350000, 540000, 22, 4.88406658, -52.35276705),
        (338000, 7690000, -40, -20.88314469, 55.44259383),
        (520000, 8590000, -38, -12.75455285, 45.1842518),
        (560000, 5180000, 21, 46.77085152, -56.21414394),
    ],
)
def test_utm(x: float, y: float, zone: int, lat: float, lon: float) -> None:
    assert utm(x, y, zone) == pytest.approx((lat, lon), abs=2e-8)


@pytest.mark.parametrize(
    ("text", "projection"),
    [
        ("1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole)", 2154),
        ("1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93", 2154),
        ("1,ATLASANTE,96,BAN,L93_METROPOLE", 2154),
        ("2,ATLASANTE,96,BAN,EPSG:5490 RGAF09/UTM Zone 20N (Antilles)", 20),
        ("2,ATLASANTE,100,BDADRESSE,EPSG:4471 RGM04/UTM zone 38S (Mayotte)", -38),
        ("4,ATLASANTE,.,MAPS 06-11-2024,WGS84/UTM zone 1S (Wallis-et-Futuna)", -1),
        ("1,ATLASANTE,77,IGN,BD_ADRESSE,V2.1,UTM_S40", -40),
        ("2975", -40),
        ("1,ATLASANTE,100", None),
    ],
)
def test_projection_named_by_finess(text: str, projection: int | None) -> None:
    assert projection_of(text) == projection


def test_coordinates_outside_their_projection_are_refused() -> None:
    assert to_degrees(0, 0, 2154) is None and to_degrees(float("nan"), 1, None) is None
    assert to_degrees(338000, 7690000, None, "974") == (-20.883145, 55.442594)


@pytest.mark.parametrize(
    ("departement", "commune", "insee"),
    [
        ("01", "451", "01451"), ("2A", "004", "2A004"), ("9A", "105", "97105"), ("9B", "207", "97207"),
        ("9C", "302", "97302"), ("9D", "411", "97411"), ("9E", "502", "97502"), ("9F", "606", "97606"),
        ("9J", "611", "98611"), ("9A", "123", "97701"), ("9A", "127", "97801"), ("9Z", "001", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_insee_codes(departement: str, commune: str, insee: str) -> None:
    assert insee_of(departement, commune) == insee


def test_the_real_extract(gazetteer: Gazetteer) -> None:
    kept, refused = read(gazetteer, REAL)
    assert [(r.source_id, r.insee, r.departement) for r in kept] == [("970302287", "97302", "973")]
    assert kept[0].phones == ("05 94 39 50 50",) and kept[0].needs == ("nursing_home",)
    assert kept[0].name == "EHPAD du Centre Hospitalier de Cayenne" and kept[0].city == "Cayenne Cedex"
    assert kept[0].coordinates_source == "centre de la commune" and kept[0].latitude is not None
    assert [r.line for r in refused] == [2, 3, 4, 5, 6] and "domicile de personnes" in refused[-1].reason


@pytest.mark.parametrize("points_first", [False, True])
def test_points_join_wherever_they_are(tmp_path: Path, gazetteer: Gazetteer, points_first: bool) -> None:
    content = HEAD + (POINT + EHPAD if points_first else EHPAD + POINT)
    kept, refused = read(gazetteer, written(tmp_path / "f.csv", content))
    assert not refused and kept[0].name == 'EHPAD "Les Tilleuls" de Dole'
    assert kept[0].address == "12 rue de la Gare" and kept[0].postcode == "39100"
    assert kept[0].latitude == pytest.approx(47.09, abs=0.05) and kept[0].coordinates_source == "FINESS"
    assert kept[0].identifiers == {
        "finess": "390000123", "finess-ej": "390000999", "finess-category": "500", "siret": "12345678901234",
    }  # fmt: skip


def test_points_of_another_file_of_windows_and_gzip(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = written(tmp_path / "a.csv.gz", gzip.compress((HEAD + EHPAD.replace("TEST", "ÉTÉ")).encode("cp1252")))
    kept, _ = read(gazetteer, rows, written(tmp_path / "b.csv", HEAD + POINT))
    assert kept[0].coordinates_source == "FINESS"


def test_a_point_far_from_its_commune_is_not_believed(tmp_path: Path, gazetteer: Gazetteer) -> None:
    kept, _ = read(gazetteer, written(tmp_path / "f.csv", HEAD + EHPAD + POINT.replace("885321.4", "485321.4")))
    assert kept[0].coordinates_source == "centre de la commune"


def test_wrong_lines_are_refused_one_by_one(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = [
        EHPAD, "structureet;1;2\n", EHPAD.replace(";198;39;", ";198;9Z;"), "autre;chose\n",
        EHPAD.replace("390000123", "12"), POINT.replace("885321.4", "abc"), EHPAD.replace('"EHPAD', 'EHPAD "'),
    ]  # fmt: skip
    kept, refused = read(gazetteer, written(tmp_path / "f.csv", HEAD + "".join(lines)))
    assert [r.source_id for r in kept] == ["390000123", "390000123"]
    assert sorted((r.line, r.field) for r in refused) == [
        (3, "ligne"), (4, "commune"), (5, "ligne"), (6, "nofinesset"), (7, "coordxet"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"nom;adresse\nx;y\n", b"\xff\xfef\0i\0n\0", b"s" * 300_000, gzip.compress(HEAD.encode() * 9000)[:-50], b"[]"],
)
def test_another_file_is_refused(tmp_path: Path, gazetteer: Gazetteer, content: bytes) -> None:
    url = f"sqlite:///{tmp_path / 'd.sqlite'}"
    with pytest.raises(Refused):
        import_file(url, written(tmp_path / "f.csv", content), "finess")
    assert not (tmp_path / "d.sqlite").exists()


def site(finess_number: str, ege: str, category: str = "500", state: Any = "A") -> dict[str, Any]:
    return {
        "informationsGeneralesEGE": {"egeId": ege, "numFinessEge": finess_number, "nomEgeLong": "MAISON DU REPIT"},
        "etatObjet": state,
        "categorieentiteGeographiqueExercice": category,
        "dateDerniereMaj": "2026-03-01T10:00:00+01:00",
        "adresse": [
            {"usageAdresse": "04", "cogCommune": "21231"},
            {"usageAdresse": "03", "numeroVoie": "1", "typeVoie": "R", "libelleVoie": "DU PONT", "cogCommune": "39198",
             "codePostal": "39100", "ligneAcheminement": "39100 DOLE",
             "coordonneesGeographique": {"coordonneeX": "885321.4", "coordonneeY": "6668152.8"}},
        ],
        "contact": [{"typeContact": {}, "telecom": {"telephone": "0384000000", "courriel": "jean.dupont@x.fr"}}],
    }  # fmt: skip


STRUCTURES = {
    "schemaVersion": "v1.0.0",
    "pmej": [
        {
            "informationsGeneralesPMEJ": {"numFinessPm": "390000999", "denominationLonguePmSmsse": "ASSOCIATION X"},
            "ege": [site("390000001", "E1"), site("390000002", "E2", state={"code": "I"}),
                    site("390000003", "E3", "462")],
        }
    ],
    "gco": [{"pmSmsseId": "x"}],
}  # fmt: skip


def activities(spec_key: str, code: str = "963", state: str = "A") -> dict[str, Any]:
    """As the real files are: one `nature`, the zone beside it, at the level of the legal body."""
    activity = {
        "caracteristiquesGeneriques": {"etatObjet": state, "egeId": "E1"},
        "nature": {"codeNature": "AMSR", "caracteristiquesSpecifiques": {spec_key: {"activiteSocialeRegulee": code}}},
        "zoneIntervention": {"libelleZI": None, "communeZI": [{"commune": "39198"}, {"commune": "21231"}]},
    }
    return {"pmej": [{"numFiness": "390000999", "activitesAutorisees": [activity], "ege": []}]}


def by_schema() -> dict[str, Any]:
    """As the published schema is: a key for each nature, at the level of the site."""
    nature = {
        "caracteristiquesGeneriques": {"etatObjet": "A", "egeId": "E1"},
        "caracteristiquesSpecifiquesASMR": {"typeActiviteASMR": {"activiteSocialeRegulee": "963"}},
        "zoneIntervention": {"communeZI": ["39198", "21231"]},
    }
    site_activities = {"egeId": "E1", "numFinessEge": "390000001", "activitesExercees": [{"natureASMR": nature}]}
    return {"pmej": [{"numeroFiness": "390000999", "activitesAutorisees": [], "ege": [site_activities]}]}


def plus(tmp_path: Path, gazetteer: Gazetteer, activity: dict[str, Any]) -> list[Record | Rejection]:
    one = written(tmp_path / "a.json.gz", gzip.compress(json.dumps(activity).encode()))
    two = written(tmp_path / "s.json.gz", gzip.compress(json.dumps(STRUCTURES).encode()))
    return list(finess_plus.read([one, two], gazetteer.get, {"39": "Jura", "21": "Côte-d'Or"}))


@pytest.mark.parametrize("activity", [activities("typeActiviteAMSR"), activities("typeActiviteASMR"), by_schema()])
def test_platforms_and_their_communes(tmp_path: Path, gazetteer: Gazetteer, activity: dict[str, Any]) -> None:
    platform, ehpad, closed, home = plus(tmp_path, gazetteer, activity)
    assert isinstance(platform, Record) and isinstance(ehpad, Record)
    assert platform.source_id == "390000001-963" and platform.needs[0] == "respite"
    assert platform.areas == (("commune", "39198"), ("commune", "21231"))
    assert platform.territory == "2 communes : Jura (39), Côte-d'Or (21)"
    assert ehpad.source_id == "390000001" and ehpad.insee == "39198" and ehpad.email == ""
    assert ehpad.organization == "Association X" and ehpad.address == "1 rue du Pont" and ehpad.city == "Dole"
    assert ehpad.latitude == pytest.approx(47.09, abs=0.05)
    assert [r.field for r in (closed, home) if isinstance(r, Rejection)] == ["etatObjet", "categetab"]


@pytest.mark.parametrize("activity", [activities("typeActiviteAMSR", state="I"), activities("typeActiviteAMSR", "964")])
def test_other_activities_make_no_platform(tmp_path: Path, gazetteer: Gazetteer, activity: dict[str, Any]) -> None:
    assert [i.source_id for i in plus(tmp_path, gazetteer, activity) if isinstance(i, Record)] == ["390000001"]


def test_finess_plus_truncated_alone_or_wrong(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'd.sqlite'}"
    packed = gzip.compress(json.dumps(STRUCTURES).encode())
    for content in (packed[:-20], json.dumps(by_schema()), b"{}", b'{"pmej": [{"a": 1}]}', b'{"pmej": ['):
        with pytest.raises(Refused):
            import_file(url, written(tmp_path / "x.json", content), "finess-plus")
    assert not (tmp_path / "d.sqlite").exists()


def test_an_interrupted_import_leaves_the_directory_as_it_was(tmp_path: Path, gazetteer: Gazetteer) -> None:
    url = f"sqlite:///{tmp_path / 'd.sqlite'}"
    rows = [EHPAD.replace("390000123", f"3900{n:05d}") for n in range(1500)]
    import_file(url, written(tmp_path / "a.csv", HEAD + EHPAD), "finess")
    many = written(tmp_path / "b.csv", HEAD + "".join(rows))

    def stop(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(url, many, "finess", progress=stop)
    assert Directory(url).search(["nursing_home"], gazetteer.get("39198"), limit=5)[0].name.startswith("EHPAD")
    assert len(Directory(url).search(["nursing_home"], gazetteer.get("39198"), limit=5)) == 1
    counts, _ = import_file(url, many, "finess")
    assert (counts.created, counts.unchanged) == (1499, 1)
