"""The forms of files that can be imported, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..gazetteer import Gazetteer
from ..record import Record
from ..tabular import Rejection
from . import data_inclusion, dila, finess, finess_plus, hsds, mediation_numerique, own_csv

Items = Iterator[Record | Rejection]


def _departements() -> dict[str, str]:
    return {code: name for code, (name, _, _) in Gazetteer.load().store.departements.items()}


def _own_csv(paths: Sequence[Path]) -> Items:
    for path in paths:
        yield from own_csv.read(path)


def _dila(paths: Sequence[Path]) -> Items:
    names = _departements()
    for path in paths:
        yield from dila.read(path, names)


READERS: dict[str, Callable[[Sequence[Path]], Items]] = {
    "csv": _own_csv,
    "dila": _dila,
    "finess": lambda paths: finess.read(paths, Gazetteer.load().get, _departements()),
    "finess-plus": lambda paths: finess_plus.read(paths, Gazetteer.load().get, _departements()),
    "data-inclusion": lambda paths: data_inclusion.read(paths, _departements()),
    "hsds": lambda paths: hsds.read(paths, _departements()),
    "mediation-numerique": mediation_numerique.read,
}
