"""XLSX for spreadsheets: text is text, whatever it begins with; numbers stay numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from bot.console.csv_export import neutral

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def write(sheets: Iterable[Sheet]) -> bytes:
    """The file; each sheet is (title, header, rows). Written row by row, so that a long one holds little memory."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    for title, header, rows in sheets:
        name = _name(title, names)
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number in range(len(header)):
            sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = 44 if number == 0 else 24
        sheet.append([_cell(sheet, cell, bold=True) for cell in header])
        for row in rows:
            sheet.append([_cell(sheet, cell) for cell in row])
    if not names:
        book.create_sheet("vide")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _CONTROL.sub(" ", neutral(value)))
    cell.data_type = "s"  # never a formula, even where a reader forgets the apostrophe
    if bold:
        cell.font = Font(bold=True)
    return cell


def _name(title: str, taken: set[str]) -> str:
    base = _FORBIDDEN.sub(" ", title)[:28] or "feuille"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base} {number}"
    taken.add(name.lower())
    return name
