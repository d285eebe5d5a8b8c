"""`python -m bot report PACK --from JOUR --to JOUR [--out FICHIER]`: a pack's counts, as CSV or XLSX."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from bot.clock import now
from bot.console import csv_export
from bot.console.suppression import HIDDEN, suppress
from bot.database import Database
from bot.interview.loader import default_library
from bot.packs import Packs
from bot.packs.report import counted, tables
from bot.settings import Settings
from resources_directory.french_parser import Parser

HEADER = ("tableau", "ligne", "action", "nombre")
NOTE = "Comptes sans personne : ni nom, ni phrase, ni conversation. Les nombres de 1 à 4 sont masqués."


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Print the CSV, or write the file; 1 when the pack is unknown."""
    parser = Parser(prog="python -m bot report")
    parser.add_argument("pack")
    parser.add_argument("--from", dest="start", type=date.fromisoformat, default=date(now().year, 1, 1))
    parser.add_argument("--to", dest="end", type=date.fromisoformat, default=now().date())
    parser.add_argument("--out", type=Path, help="fichier .csv ou .xlsx ; sans lui, le CSV s'affiche")
    given = parser.parse_args(list(arguments))
    packs = Packs.load(settings.packs, own=settings.home / "packs")
    if given.pack not in packs:
        print(f"Pack inconnu : « {given.pack} ». Il y a : {', '.join(packs)}.", file=sys.stderr)
        return 1
    with Database(settings.database_url).session() as session:
        found = tables(counted(session, given.pack, given.start, given.end), packs[given.pack], default_library())
    lines = [
        ("période", f"du {given.start.isoformat()} au {given.end.isoformat()}", packs[given.pack].title, NOTE),
        *_rows(found),
    ]
    if given.out is None:
        sys.stdout.write(csv_export.write(HEADER, lines).decode("utf-8-sig"))
    elif given.out.suffix == ".xlsx":
        _workbook(lines).save(given.out)
    else:
        given.out.write_bytes(csv_export.write(HEADER, lines))
    return 0


def _rows(found: dict[str, dict[tuple[str, str], int]]) -> Iterator[tuple[str, str, str, int | str]]:
    for table, cells in found.items():
        for (line, action), number in sorted(suppress(cells).items()):
            yield table, line, action, HIDDEN if number is None else number


def _workbook(lines: Sequence[Sequence[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Bilan")
    sheet.append(list(HEADER))
    for line in lines:
        sheet.append([cell if isinstance(cell, int) else csv_export.neutral(cell) for cell in line])
    for column, width in zip("ABCD", (14, 28, 60, 14), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    return book
