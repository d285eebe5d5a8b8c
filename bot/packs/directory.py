"""The services that packs bring: their ``services.csv`` go into the directory by its own import, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.packs.model import PackError
from resources_directory.importing import import_file
from resources_directory.tabular import Refused


def load_services(url: str, files: Iterable[Path]) -> int:
    """Import the files; the number of services read. Doing it again changes nothing.

    :raises PackError: a file, or one of its lines, is refused.
    """
    total = 0
    for path in files:
        try:
            counts, rejected = import_file(url, path, "csv")
        except Refused as error:
            raise PackError(f"{path.parent.name}/{path.name} : {error}") from error
        if rejected:
            first = rejected[0]
            raise PackError(f"{path.parent.name}/{path.name}, ligne {first.line}, {first.field} : {first.reason}")
        total += counts.created + counts.updated + counts.unchanged
    return total
