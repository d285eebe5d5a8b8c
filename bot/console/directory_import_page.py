"""Import a spreadsheet: look first at what it would do and at the lines refused, then confirm."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

from bot.console import csv_export, workbook
from bot.console.context import Answer, Context, Download, Page, Redirect, Refused
from bot.console.directory_page import port
from bot.console.roles import EDITORS
from bot.console.routes import Routes
from resources_directory.importing import import_file
from resources_directory.tabular import COLUMNS, REQUIRED, Rejection
from resources_directory.tabular import Refused as Unreadable
from resources_directory.writer import Counts

routes = Routes()
LARGEST = 4_000_000  # bytes: about ten thousand services
KEPT_SECONDS = 3600
MOST_SHOWN = 200
_EXAMPLE = {
    "id": "mon-service-1",
    "nom": "Accueil de jour Les Tilleuls (exemple à remplacer)",
    "structure": "Association exemple",
    "besoins": "day_care,respite",
    "portee": "territoire",
    "zones": "departement:21",
    "telephone": "03 80 00 00 00",
    "source": "Fichier de l'association",
    "a_verifier": "oui",
}


@routes.get("/directory/import", EDITORS)
def choose(context: Context) -> Answer:
    """The form."""
    port(context)
    _sweep(_folder(context))
    return _page({})


@routes.get("/directory/import/model.csv", EDITORS)
def model(_context: Context) -> Answer:
    """An empty spreadsheet with its columns and one example."""
    row = [_EXAMPLE.get(column, "") for column in COLUMNS]
    return Download("relais-annuaire-modele.csv", csv_export.TYPE, csv_export.write(COLUMNS, [row]))


@routes.post("/directory/import", EDITORS, largest=LARGEST)
def preview(context: Context) -> Answer:
    """What the file would do; nothing is written in the directory."""
    content = context.files.get("file", b"")
    if not content:
        return _page({"problem": "Choisissez un fichier CSV ou Excel (.xlsx) sur votre ordinateur."}, 422)
    try:
        content = workbook.as_csv(content)
    except workbook.NoSheet as error:
        return _page({"problem": str(error)}, 422)
    path = _keep(context, content)
    context.log("directory.import-preview")
    try:
        counts, rejections = _import(context, path, dry_run=True)
    except Unreadable as error:
        path.unlink(missing_ok=True)
        return _page({"problem": str(error)}, 422)
    return _page({"counts": counts, "rejections": rejections, "token": path.stem})


@routes.post("/directory/import/confirm", EDITORS)
def confirm(context: Context) -> Answer:
    """Write what was looked at; the file is then thrown away."""
    path = _folder(context) / f"{_token(context)}.csv"
    if not path.is_file():
        return _page({"problem": "Ce fichier n'est plus là. Choisissez-le de nouveau."}, 422)
    counts, rejections = _import(context, path, dry_run=False)
    path.unlink(missing_ok=True)
    context.log("directory.import", path.stem[:16])
    return _page({"counts": counts, "rejections": rejections, "written": True})


@routes.post("/directory/import/rejected.csv", EDITORS)
def rejected(context: Context) -> Answer:
    """The lines refused, for a spreadsheet."""
    path = _folder(context) / f"{_token(context)}.csv"
    if not path.is_file():
        return Redirect("/directory/import")
    _, rejections = _import(context, path, dry_run=True)
    rows = [(r.line, r.field, r.value, r.reason) for r in rejections]
    body = csv_export.write(("ligne", "colonne", "valeur", "raison"), rows)
    return Download("relais-lignes-refusees.csv", csv_export.TYPE, body)


def _import(context: Context, path: Path, *, dry_run: bool) -> tuple[Counts, list[Rejection]]:
    return import_file(port(context).url, path, "csv", dry_run=dry_run)


def _page(shown: dict[str, object], status: int = 200) -> Page:
    empty: dict[str, object] = {"problem": None, "counts": None, "rejections": [], "token": "", "written": False}
    return Page(
        "import.html",
        {**empty, **shown, "most": MOST_SHOWN, "required": REQUIRED, "largest": LARGEST // 1_000_000},
        status,
    )


def _token(context: Context) -> str:
    token = context.text("token", 64)
    if not re.fullmatch(r"[0-9a-f]{64}", token):
        raise Refused(404)
    return token


def _keep(context: Context, content: bytes) -> Path:
    """Keep the file between the look and the confirmation."""
    folder = _folder(context)
    _sweep(folder)
    path = folder / f"{hashlib.sha256(content).hexdigest()}.csv"
    path.write_bytes(content)
    return path


def _sweep(folder: Path) -> None:
    """What nobody confirmed goes after an hour."""
    for old in folder.glob("*.csv"):
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)


def _folder(context: Context) -> Path:
    folder = context.services.settings.home / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
