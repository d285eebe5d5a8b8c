"""The forms of files that can be imported, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..gazetteer import Gazetteer
from ..record import Record
from ..tabular import Refused, Rejection
from ..tabular import read as read_own_csv
from . import data_inclusion, dila, finess, finess_plus, mediation_numerique

Items = Iterator[Record | Rejection]
MAX_WHOLE = 200_000_000  # bytes; the own CSV and the files of the DILA are read whole


def _departements() -> dict[str, str]:
    return {code: name for code, (name, _, _) in Gazetteer.load().store.departements.items()}


def _own_csv(paths: Sequence[Path]) -> Items:
    for path in paths:
        yield from read_own_csv(_small(path))


def _dila(paths: Sequence[Path]) -> Items:
    names = _departements()
    for path in paths:
        yield from dila.read(_small(path), names)


def _small(path: Path) -> Path:
    if path.is_file() and path.stat().st_size > MAX_WHOLE:
        raise Refused(f"Le fichier {path} est trop grand : {MAX_WHOLE // 1_000_000} Mo au plus.")
    return path


READERS: dict[str, Callable[[Sequence[Path]], Items]] = {
    "csv": _own_csv,
    "dila": _dila,
    "finess": lambda paths: finess.read(paths, Gazetteer.load().get, _departements()),
    "finess-plus": lambda paths: finess_plus.read(paths, Gazetteer.load().get, _departements()),
    "data-inclusion": lambda paths: data_inclusion.read(paths, _departements()),
    "mediation-numerique": mediation_numerique.read,
}
