"""The FINESS stock files `etalab-cs1100502` and `cs1100507` (with geolocation): 32 fields, `;`, no header."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..record import Record
from ..tabular import Refused, Rejection
from .finess_row import PlaceOf, record_of
from .lines import text_lines
from .projections import projection_of, to_degrees

POINT, ROW = "geolocalisation;", "structureet;"
WRONG = "Ce fichier n'est pas le fichier FINESS « etalab-cs1100502 » ou « cs1100507 »."


class Points:
    """Points by FINESS number, in little memory: about 100 bytes each."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._values = array("d")

    def add(self, finess: str, point: tuple[float, float]) -> None:
        """Keep the coordinates of an establishment."""
        self._at[finess] = len(self._values)
        self._values.extend(point)

    def get(self, finess: str) -> tuple[float, float] | None:
        """The coordinates of an establishment, or None."""
        start = self._at.get(finess)
        return None if start is None else (self._values[start], self._values[start + 1])


def read(paths: Sequence[Path], place_of: PlaceOf, names: dict[str, str]) -> Iterator[Record | Rejection]:
    """Records of these files; the points of each serve all. Two passes, because points may come after the rows.

    `place_of`: the commune of an INSEE code. `names`: names of départements. Raises Refused for another file.
    """
    points = Points()
    wrong_points: list[Rejection] = []
    dates: list[str] = []
    for path in paths:
        dates.append(_header(path))
        for number, line in enumerate(text_lines(path), 1):
            if line.startswith(POINT):
                _point(number, line, points, wrong_points)
    yield from wrong_points
    for path, file_date in zip(paths, dates, strict=True):
        for number, line in enumerate(text_lines(path), 1):
            if line.startswith(ROW):
                row = _split(line)
                yield record_of(number, row, points.get(row[1]), place_of, names, file_date)
            elif number > 1 and line.strip() and not line.startswith(POINT):
                start = line.partition(";")[0][:40]
                reason = "Une ligne commence par « structureet » ou « geolocalisation »."
                yield Rejection(number, "ligne", start, reason)


def _header(path: Path) -> str:
    """The date of line 1, « finess;etalab;111;2026-05-12 », which some copies do not have."""
    first = next(text_lines(path), "")
    if first.startswith("finess;etalab;"):
        return first.split(";")[3] if first.count(";") >= 3 else ""
    if first.startswith((ROW, POINT)):
        return ""
    raise Refused(WRONG)


def _split(line: str) -> list[str]:
    """Fields of one line. Line by line, so that a lost quotation mark spoils its own line only."""
    return line.split(";") if '"' not in line else next(csv.reader([line], delimiter=";"))


def _point(number: int, line: str, points: Points, wrong: list[Rejection]) -> None:
    fields = _split(line)
    try:
        x, y = float(fields[2]), float(fields[3])
    except (ValueError, IndexError):
        if any(fields[2:4]):
            wrong.append(Rejection(number, "coordxet", ";".join(fields[2:4])[:40], "Ces coordonnées sont illisibles."))
        return
    point = to_degrees(x, y, projection_of(fields[4] if len(fields) > 4 else ""))
    if point:
        points.add(fields[1], point)
    else:
        wrong.append(Rejection(number, "coordxet", f"{x};{y}", "Ces coordonnées sont hors de leur projection."))
