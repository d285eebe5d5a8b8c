"""Imports files into the directory, all or nothing, and exports it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from .database import make_engine, upgrade
from .exporters.records import records
from .importers.forms import READERS, Items
from .importers.texts import fitted
from .index_rows import refresh
from .record import Record
from .tabular import Refused, Rejection
from .tabular_out import dump
from .writer import Counts, write

Progress = Callable[[int], None]
STEP = 1000  # items between two calls of a progress
__all__ = ["READERS", "export_csv", "import_file", "write_rejections"]


def import_file(
    url: str, path: Path | Sequence[Path], form: str, dry_run: bool = False, progress: Progress | None = None
) -> tuple[Counts, list[Rejection]]:
    """Upserts the records of one or several files that go together; what is refused is listed, the rest is kept.

    All or nothing: any failure or interruption leaves the directory as it was, and so does `dry_run`.
    `progress` is told how many items were read. Raises Refused, with a French sentence, for a file that cannot be read.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    for one in paths:
        if not one.is_file():
            what = f"{one} est un dossier : donnez un fichier." if one.is_dir() else f"Le fichier {one} n'existe pas."
            raise Refused(what)
        if one.stat().st_size == 0:
            raise Refused("Le fichier est vide.")
    rejections: list[Rejection] = []
    items = _sound(READERS[form](paths))
    # The file shows what it is before the database is touched.
    first = next(items, None)
    if first is None:
        raise Refused("Ce fichier ne contient aucun service.")

    def kept() -> Iterator[Record]:
        for number, item in enumerate(chain([first], items), 1):
            if progress and number % STEP == 0:
                progress(number)
            fit = fitted(item, number) if isinstance(item, Record) else item
            if isinstance(fit, Rejection):
                rejections.append(fit)
            else:
                yield fit

    if dry_run and not _exists(url):
        url = "sqlite://"  # nothing is created by an attempt
    engine = make_engine(url)
    try:
        upgrade(url, engine)
        with Session(engine, future=True) as session:
            refresh(session)
            counts = write(session, kept())
            if dry_run:
                session.rollback()
            else:
                session.commit()
    except DataError as error:
        raise Refused("Une valeur du fichier est trop longue pour la base. Rien n'a changé.") from error
    finally:
        engine.dispose()
    return counts, rejections


def _exists(url: str) -> bool:
    """Whether a directory is there already."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).exists():
        return False
    engine = make_engine(url)
    try:
        return bool(inspect(engine).has_table("service"))
    finally:
        engine.dispose()


def _sound(items: Items) -> Items:
    """The items of a reader; a shape that no reader foresaw is a refusal of the file, never a crash."""
    try:
        yield from items
    except Refused:
        raise
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError, csv.Error) as error:
        raise Refused("Ce fichier n'a pas la forme attendue. Vérifiez le fichier et l'option --format.") from error


def write_rejections(rejections: list[Rejection], stream: TextIO) -> None:
    """The rejection report: line, field, value, reason."""
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(("ligne", "champ", "valeur", "raison"))
    writer.writerows((r.line, r.field, r.value, r.reason) for r in rejections)


def export_csv(session: Session, stream: TextIO) -> None:
    """All active services, in the form that `import` reads."""
    dump((record for record, _ in records(session)), stream)
