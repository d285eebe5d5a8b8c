"""An Excel workbook given where a CSV is asked for: its first sheet, as the CSV that the import reads."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from itertools import islice
from typing import Any

import openpyxl

LARGEST = 60_000_000  # bytes once unpacked: a file made to fill the memory is refused before it does
ROWS, COLUMNS = 50_000, 200
SAVE_AS = "enregistrez-le au format CSV (« CSV UTF-8 »), puis choisissez ce fichier"
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NoSheet(ValueError):
    """It cannot be read; the message is a French sentence."""


def as_csv(content: bytes) -> bytes:
    """What is no workbook is given back as it is.

    :raises NoSheet: an old workbook, another kind of archive, a broken or an enormous one.
    """
    if content.startswith(_OLD):
        raise NoSheet(f"C'est un ancien classeur Excel (.xls) : {SAVE_AS}.")
    if not content.startswith(_ZIP):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise NoSheet(f"Ce classeur est trop grand : {SAVE_AS}.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return _written(book.worksheets[0])
    except NoSheet:
        raise
    except Exception as error:  # openpyxl raises a little of everything on what is no workbook
        raise NoSheet(f"Ce fichier est un classeur ou une archive qui ne se lit pas : {SAVE_AS}.") from error


def _written(sheet: Any) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in islice(sheet.iter_rows(values_only=True), ROWS):
        cells = [_text(cell) for cell in row[:COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()  # a sheet that was formatted far to the right
        writer.writerow(cells)
    return out.getvalue().encode()


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
