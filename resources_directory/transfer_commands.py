"""The commands `import`, `export` and `template`: what comes in and what goes out."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy.orm import Session

from .database import database_url
from .directory import Directory
from .exporters import data_inclusion, hsds
from .exporters.records import records
from .importing import READERS, export_csv, import_file, write_rejections
from .loading import ensure
from .tabular import COLUMNS, Refused, Rejection

SHOWN = 20  # rejections shown when no report is asked for
EXPORTS = ("csv", "data-inclusion", "hsds")


def add_options(imported: argparse.ArgumentParser, exported: argparse.ArgumentParser) -> None:
    """The options of `import` and of `export`."""
    imported.add_argument("file", type=Path, nargs="+", help="le fichier, ou les fichiers qui vont ensemble")
    imported.add_argument("--format", choices=sorted(READERS), default="csv", help="forme du fichier ; csv : le modèle")
    imported.add_argument("--dry-run", action="store_true", help="essaie sans rien changer")
    imported.add_argument("--rejections", type=Path, help="fichier CSV où écrire ce qui est refusé")
    exported.add_argument("--format", choices=EXPORTS, default="csv", help="csv, data-inclusion ou hsds")
    exported.add_argument("--output", type=Path, help="fichier à écrire ; un dossier pour data-inclusion")
    exported.add_argument("--plain", action="store_true", help="data-inclusion et hsds sans la clé « relais »")


def run_import(options: argparse.Namespace) -> int:
    """Imports; says how many were read, added, changed, refused and why."""
    if options.rejections:  # before the import: it must not be done and then not told
        with _writing(options.rejections):
            options.rejections.open("a", encoding="utf-8").close()
    progress = _progress if sys.stderr.isatty() else None
    try:
        counts, rejections = import_file(database_url(), options.file, options.format, options.dry_run, progress)
    except KeyboardInterrupt:
        print("\nImport interrompu : rien n'a changé.", file=sys.stderr)
        return 130
    if progress:
        print(file=sys.stderr)
    if options.rejections:
        with options.rejections.open("w", encoding="utf-8-sig", newline="") as stream:
            write_rejections(rejections, stream)
    else:
        _show(rejections)
    kept = counts.created + counts.updated + counts.unchanged
    print(
        f"{'Essai, rien n’a changé. ' if options.dry_run else ''}{kept + len(rejections)} lus, "
        f"{counts.created} ajoutés, {counts.updated} modifiés, {counts.unchanged} inchangés, "
        f"{len(rejections)} refusés, {counts.conflicts} conflits à examiner."
    )
    for reason, count in Counter(r.reason for r in rejections).most_common(10):
        print(f"  {count} refusés : {reason}")
    return 0


def _progress(count: int) -> None:
    print(f"\r{count} lignes lues…", end="", file=sys.stderr, flush=True)


def _show(rejections: list[Rejection]) -> None:
    for r in rejections[:SHOWN]:
        print(f"Ligne {r.line}, {r.field} « {r.value} » : {r.reason}", file=sys.stderr)
    if len(rejections) > SHOWN:
        print(f"… et {len(rejections) - SHOWN} autres. L'option --rejections les écrit toutes.", file=sys.stderr)


def run_export(options: argparse.Namespace) -> int:
    """Writes the directory on the standard output or in a file; a file is replaced only when all went well."""
    if options.format == "data-inclusion" and options.output is None:
        raise Refused("Indiquez un dossier avec --output : il recevra structures.json et services.json.")
    url = database_url()
    ensure(url)
    with Directory(url).session() as session:
        if options.format == "data-inclusion":
            with _writing(options.output):
                structures, services = data_inclusion.export(records(session), options.output, not options.plain)
            print(f"{structures} structures et {services} services écrits dans {options.output}.")
        elif options.output is None:
            _write(options, session, sys.stdout)
        else:
            new = options.output.with_name(f".{options.output.name}.new")
            with _writing(options.output):
                with new.open("w", encoding="utf-8", newline="") as stream:
                    _write(options, session, stream)
                new.replace(options.output)
            print(f"Répertoire écrit dans {options.output}.")
    return 0


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Says in French that a file cannot be written. Raises Refused for any OSError."""
    try:
        yield
    except OSError as error:
        raise Refused(f"Impossible d'écrire dans {path} : {error.strerror}.") from error


def _write(options: argparse.Namespace, session: Session, stream: TextIO) -> None:
    if options.format == "hsds":
        hsds.export(records(session), stream, not options.plain)
    else:
        export_csv(session, stream)


def run_template(_options: argparse.Namespace) -> int:
    """The columns of the spreadsheet to fill in."""
    print(";".join(COLUMNS))
    return 0
