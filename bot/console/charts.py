"""Charts as plain numbers for inline SVG: bars, and a map of départements as squares placed roughly as France is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.console.territories import departements

STEPS = 5  # shades of the map


@dataclass(frozen=True)
class Bar:
    """One line of a chart: ``number`` None is hidden; ``width`` goes from 0 to 100."""

    name: str
    number: int | None
    width: int


@dataclass(frozen=True)
class Tile:
    """One département of the map. ``shade``: 0 (nothing) to 5; ``number`` None is hidden, and drawn hatched."""

    code: str
    name: str
    x: int
    y: int
    number: int | None
    shade: int


def bars(numbers: Mapping[str, int | None], name: Callable[[str], str], *, ranked: bool = True) -> list[Bar]:
    """One bar for each number, the greatest first unless they have an order of their own."""
    most = max((number or 0 for number in numbers.values()), default=0) or 1
    found = [Bar(name(code), number, round(100 * (number or 0) / most)) for code, number in numbers.items()]
    return sorted(found, key=lambda bar: (-(bar.number or 0), bar.name)) if ranked else found


def tiles(numbers: Mapping[str, int | None]) -> list[Tile]:
    """The map: every département, those without a number at zero."""
    most = max((number or 0 for number in numbers.values()), default=0) or 1
    names = departements()
    return [
        Tile(code, names.get(code, code), x, y, number := numbers.get(code, 0), _shade(number or 0, most))
        for code, (x, y) in _grid().items()
    ]


def size() -> tuple[int, int]:
    """Columns and rows of the map."""
    spots = _grid().values()
    return max(x for x, _ in spots) + 1, max(y for _, y in spots) + 1


def _shade(number: int, most: int) -> int:
    return 0 if number == 0 else max(1, -(-STEPS * number // most))


@lru_cache(maxsize=1)
def _grid() -> dict[str, tuple[int, int]]:
    lines = (Path(__file__).parent / "departements_grid.tsv").read_text(encoding="utf-8").splitlines()
    return {code: (int(x), int(y)) for code, x, y in (line.split("\t") for line in lines)}
