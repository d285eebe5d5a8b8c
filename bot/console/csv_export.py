"""CSV for spreadsheets: semicolons and a mark of UTF-8 for French Excel, and no cell that acts as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

TYPE = "text/csv; charset=utf-8"
# The ASCII signs that start a formula, their full-width forms, and the spaces that hide them.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(value: Any) -> str:
    """A cell as text; one that a spreadsheet would compute is preceded by an apostrophe (OWASP, CSV injection)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = "" if value is None else str(value)
    return "'" + text if text.lstrip(" \u00a0").startswith(_ACTIVE) or text.startswith(_ACTIVE) else text


def write(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The file, every cell neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
