"""The gazetteer's data in memory: one pass over a small file, indexes by name, postcode and code."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .normalise import key, without_article
from .place import Place

DATA = Path(__file__).parent / "data"
TWO_LETTERS_POPULATION = 3000  # « Is » for Is-sur-Tille, a town
SHORT_POPULATION = 5000  # a short form (« chalon ») is known to all only for a town
EXACT, NO_ARTICLE, SKELETON, OLD, SHORT = range(5)


class Entry(NamedTuple):
    """One row of places.tsv.gz that has a name in France or Belgium."""

    code: str
    name: str
    key: str
    departement: str
    region: str
    epci: str
    population: int
    lat: str
    lon: str
    origin: str
    postcodes: str
    common: bool
    commune: str  # the commune's code for an arrondissement, its name for a Belgian section
    country: str


class Match(NamedTuple):
    """How a name leads to an entry: `form` is EXACT, NO_ARTICLE, SKELETON, OLD or SHORT; `old` the former name."""

    entry: int
    form: int
    old: str


class Store:
    """Everything the gazetteer knows. Loading takes some tenths of a second and some tens of megabytes."""

    def __init__(self, lines: Iterable[str], words: frozenset[str]) -> None:
        self.words = words
        self.entries: list[Entry] = []
        self.names: dict[str, list[Match]] = defaultdict(list)
        self.by_code: dict[str, int] = {}
        self.by_postcode: dict[str, list[int]] = defaultdict(list)
        self.departements: dict[str, tuple[str, str, str]] = {}  # code -> name, region, chief town
        self.regions: dict[str, tuple[str, str]] = {}
        self.epcis: dict[str, str] = {}
        self.short_towns: list[tuple[str, Match]] = []  # short forms that may be corrected
        self.sounds: list[tuple[int, str]] = []  # the entries whose name may be corrected, and how it sounds
        self._cache: dict[int, Place] = {}
        readers = {kind: getattr(self, f"_row_{kind.lower()}") for kind in "RDECAOB"}
        for line in lines:
            row = line.split("\t")
            readers[row[0]](row)

    @classmethod
    def load(cls, folder: Path = DATA) -> Store:
        """Reads the shipped files. Raises OSError when they are missing."""
        words = gzip.decompress((folder / "words.txt.gz").read_bytes()).decode().split("\n")
        places = gzip.decompress((folder / "places.tsv.gz").read_bytes()).decode().split("\n")
        store = cls(places, frozenset(words))
        for line in (folder / "aliases.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                name, code = line.split("\t")
                store._name(store.by_code[code], key(name), OLD, name)
        return store

    def _add(self, entry: Entry) -> int:
        number = len(self.entries)
        self.entries.append(entry)
        self.by_code.setdefault(entry.code, number)
        return number

    def _name(self, number: int, name: str, form: int = EXACT, old: str = "") -> None:
        self.names[name].append(Match(number, form, old))
        plain = without_article(name)
        if plain != name:
            self.names[plain].append(Match(number, max(form, NO_ARTICLE), old))

    def _row_c(self, row: list[str]) -> None:
        (
            _,
            code,
            name,
            folded,
            dep,
            region,
            epci,
            population,
            lat,
            lon,
            origin,
            postcodes,
            common,
            bones,
            short,
            sounds,
        ) = row
        number = self._add(
            Entry(
                code,
                name,
                folded,
                dep,
                region,
                epci,
                int(population),
                lat,
                lon,
                origin,
                postcodes,
                common == "1",
                "",
                "FR",
            )
        )
        names = self.names
        names[folded].append(Match(number, EXACT, ""))
        plain = without_article(folded)
        if plain != folded:
            names[plain].append(Match(number, NO_ARTICLE, ""))
        if len(bones) > 2 and bones != plain:
            names[bones].append(Match(number, SKELETON, ""))
        for form in {*short.split(","), *map(without_article, short.split(","))} if short else ():
            if form == plain or len(form) < 2 or (len(form) == 2 and int(population) < TWO_LETTERS_POPULATION):
                continue
            names[form].append(Match(number, SHORT, ""))
            if int(population) >= SHORT_POPULATION and form not in self.words:
                self.short_towns.append((form, Match(number, SHORT, "")))
        if sounds:
            self.sounds.append((number, sounds))
        for postcode in postcodes.split(",") if postcodes else ():
            self.by_postcode[postcode].append(number)

    def _row_a(self, row: list[str]) -> None:
        _, code, name, commune, population, postcode = row
        parent = self.entries[self.by_code[commune]]
        number = self._add(
            parent._replace(
                code=code,
                name=name,
                key=key(name),
                population=int(population),
                postcodes=postcode,
                common=False,
                commune=commune,
                origin="commune",
            )
        )
        for each in postcode.split(","):
            self.by_postcode[each] = [number]

    def _row_o(self, row: list[str]) -> None:
        _, _, name, folded, chief, _ = row
        self._name(self.by_code[chief], folded, OLD, name)

    def _row_b(self, row: list[str]) -> None:
        _, postcode, name, folded, _, commune, others, population, lat, lon, common = row
        code = f"BE-{postcode}"
        number = self._add(
            Entry(
                code,
                name,
                folded,
                "",
                "BE",
                "",
                int(population),
                lat,
                lon,
                "own",
                postcode,
                common == "1",
                commune,
                "BE",
            )
        )
        self.by_postcode[postcode].append(number)
        self._name(number, folded)
        for other in filter(None, others.split(";")):
            self.names[key(other)].append(Match(number, EXACT, ""))

    def _row_d(self, row: list[str]) -> None:
        self.departements[row[1]] = (row[2], row[3], row[4])

    def _row_r(self, row: list[str]) -> None:
        self.regions[row[1]] = (row[2], row[3])

    def _row_e(self, row: list[str]) -> None:
        self.epcis[row[1]] = row[2]

    def place(self, number: int, old: str = "") -> Place:
        """The place of an entry, with the former name in its label when it was found by it."""
        if number not in self._cache:
            self._cache[number] = self._place(self.entries[number])
        place = self._cache[number]
        if not old:
            return place
        return replace(place, label=f"{old} ({place.name}, {place.departement})")

    def _place(self, e: Entry) -> Place:
        if e.country == "BE":
            where = f"{e.commune}, Belgique" if e.commune else "Belgique"
            kind, label = "postcode_be", f"{e.name} ({e.postcodes}, {where})"
        else:
            kind, label = "commune", f"{e.name} ({e.departement})"
        return Place(
            e.code,
            kind,
            e.name,
            label,
            e.departement,
            float(e.lat) if e.lat else None,
            float(e.lon) if e.lon else None,
            e.population,
            e.epci,
            e.region,
            tuple(e.postcodes.split(",")) if e.postcodes else (),
            e.origin,
            e.commune,
        )

    def departement(self, code: str) -> Place:
        """A département as a place; its coordinates are those of its chief town."""
        name, region, chief = self.departements[code]
        town = self.entries[self.by_code[chief]] if chief in self.by_code else None
        return Place(
            code,
            "departement",
            name,
            f"{name} ({code})",
            code,
            float(town.lat) if town and town.lat else None,
            float(town.lon) if town and town.lon else None,
            0,
            "",
            region,
            (),
            "chief town",
        )

    def region(self, code: str) -> Place:
        """A region as a place, with the coordinates of its chief town."""
        name, chief = self.regions[code]
        town = self.entries[self.by_code[chief]] if chief in self.by_code else None
        return Place(
            f"R{code}",
            "region",
            name,
            name,
            "",
            float(town.lat) if town and town.lat else None,
            float(town.lon) if town and town.lon else None,
            0,
            "",
            code,
            (),
            "chief town",
        )
