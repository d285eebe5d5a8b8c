"""`make bench-directory`: what an import and a search cost, by the size of the directory. Prints a table, asserts nothing.

Files are generated (`generated.py`) and all of their rows are kept: harder than the real ones, where most are refused.
Each size is measured in a process of its own, so that memory is that of this size alone. Beyond 200,000 services, the
rows of a first import are copied, each a few hundred metres away: an import of a million rows takes minutes, and says
no more.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from sqlalchemy import String

from resources_directory import Directory
from resources_directory.database import make_engine
from resources_directory.gazetteer import Gazetteer
from resources_directory.importing import import_file
from resources_directory.loading import load_embedded
from resources_directory.mapping import mapping
from resources_directory.models import Location, NeedArea, NeedPoint, Phone, Service, ServiceArea
from tests.postgres import Absent, PostgresServer

from .generated import communes, write_finess

FILE_ROWS = 100_000  # rows of one file: a bigger directory is made of several
IMPORTED = 200_000  # services that are really imported: beyond, they are copied
SEARCHES = 2000
SQLITE_SIZES, POSTGRES_SIZES = (10_000, 100_000, 150_000, 1_000_000), (150_000,)


def main() -> int:
    """Measure all sizes, or one (`--size`, by the parent process)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="une seule taille, dans la base --url")
    parser.add_argument("--url", help="la base à remplir et à mesurer")
    parser.add_argument("--largest", type=int, default=max(SQLITE_SIZES), help="ne pas aller au-delà")
    options = parser.parse_args()
    if options.size:
        _one(options.size, options.url)
        return 0
    print("| base | services | import : lignes/s | processeur : lignes/s | mémoire, Mo ", end="")
    print("| recherche, ms : p50 | p95 | processeur, ms : p50 | p95 | p99 |\n" + "| --- " * 10 + "|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in (s for s in SQLITE_SIZES if s <= options.largest):
            path = Path(folder) / f"{size}.sqlite"
            _apart(size, f"sqlite:///{path}")
            path.unlink()
    try:
        server = PostgresServer()
    except Absent as reason:
        print(reason)
        return 0
    try:
        for size in POSTGRES_SIZES:
            _apart(min(size, options.largest), server.new_url())
    finally:
        server.stop()
    return 0


def _apart(size: int, url: str) -> None:
    subprocess.run([sys.executable, "-m", __spec__.name, "--size", str(size), "--url", url], check=True)


def _one(size: int, url: str) -> None:
    """One line of the table."""
    load_embedded(url)
    seconds, own_seconds, kept = 0.0, 0.0, 0
    imported = size if size <= IMPORTED else FILE_ROWS
    with tempfile.TemporaryDirectory() as folder:
        for number, start in enumerate(range(0, imported, FILE_ROWS), 1):
            path = Path(folder) / "finess.csv"
            write_finess(path, min(FILE_ROWS, imported - start), seed=number)
            before = time.perf_counter(), time.process_time()
            counts, _ = import_file(url, path, "finess")
            seconds, own_seconds = seconds + time.perf_counter() - before[0], own_seconds + time.process_time() - before[1]
            kept += counts.created
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for copy in range(1, size // imported):
        _copy(url, copy)
    wall, own = _searches(Directory(url))
    at = [_at(wall, 0.5), _at(wall, 0.95), _at(own, 0.5), _at(own, 0.95), _at(own, 0.99)]
    print(
        f"| {url.partition(':')[0].partition('+')[0]} | {size} | {kept / seconds:.0f} "
        f"| {kept / own_seconds:.0f} | {memory:.0f} | "
        + " | ".join(f"{value:.1f}" for value in at)
        + " |",
        flush=True,
    )


def _copy(url: str, number: int) -> None:
    """Copies every service that was imported, under other identifiers and a little farther (SQLite)."""
    moved = {name: f"{name} + (abs(random()) % 2000 - 1000) / 100000.0" for name in ("latitude", "longitude")}
    renamed = {name: f"{name} || '-{number}'" for name in ("location_id", "service_id", "source_id")}
    with make_engine(url).begin() as connection:
        for model in (Location, Service, Phone, ServiceArea, NeedArea, NeedPoint):
            table = model.__table__
            new_id = {"id": f"id || '-{number}'"} if isinstance(table.c.id.type, String) else {}
            names = [c.name for c in table.c if c.name != "id" or new_id]
            values = [(new_id | moved | renamed).get(name, name) for name in names]
            original = f"{'service_id' if 'service_id' in names else 'id'} NOT LIKE '%-%'"
            connection.exec_driver_sql(
                f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table.name}"
                f" WHERE {original}"
            )


def _at(seconds: list[float], share: float) -> float:
    """A quantile, in milliseconds."""
    return sorted(seconds)[int(len(seconds) * share)] * 1000


def _searches(directory: Directory) -> tuple[list[float], list[float]]:
    """Seconds of searches as the conversation makes them: a need, a commune drawn by its people, a carer.

    Two lists: by the clock, and of this processor alone, which neighbours on a shared machine do not lengthen (with
    SQLite it is the whole of the work, with PostgreSQL only our side).
    """
    draw = random.Random(7)
    gazetteer = Gazetteer.load()
    places = communes()
    weights = list(accumulate(p.population + 1 for p in places))
    needs = sorted({need for kind in mapping().categories.values() for need in kind.needs})
    wall, own = [], []
    for number in range(SEARCHES + 50):
        place = gazetteer.get(draw.choices(places, cum_weights=weights)[0].code)
        need = draw.choice(needs)
        before = time.perf_counter(), time.process_time()
        directory.search([need], place, audience="carer")
        if number >= 50:  # the first ones fill caches
            wall.append(time.perf_counter() - before[0])
            own.append(time.process_time() - before[1])
    return wall, own


if __name__ == "__main__":
    sys.exit(main())
