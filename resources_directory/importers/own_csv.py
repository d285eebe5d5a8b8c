"""The directory's own CSV, from a file: UTF-8 or Windows-1252, plain or gzip, read line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..gazetteer import Gazetteer, Place
from ..record import Record
from ..tabular import Rejection, parse
from .lines import text_lines


def read(path: Path) -> Iterator[Record | Rejection]:
    """The records of a file and the lines refused. Raises Refused when the file is not of this form."""

    def place_of(code: str) -> Place | None:
        return Gazetteer.load().get(code) if code else None

    yield from parse((f"{line}\n" for line in text_lines(path)), place_of)
