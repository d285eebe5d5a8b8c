"""Small numbers: nothing under five is published, nor what would let one find it by subtraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

FEWEST = 5
HIDDEN = "masqué"  # not « moins de 5 »: some are hidden only to protect another
Cell = tuple[str, str]


def suppress(cells: Mapping[Cell, int]) -> dict[Cell, int | None]:
    """Hide the cells of a table (row, column) → number: None stands for « hidden ».

    Zero is published. Totals of rows and columns are published beside the table, so in a row or a column whose hidden
    cells could be worked out (a single one, or fewer than five people in all), the next smallest is hidden too.
    """
    shown: dict[Cell, int | None] = {cell: None if 0 < n < FEWEST else n for cell, n in cells.items()}
    lines: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    for cell, number in cells.items():
        if number > 0:
            lines[0, cell[0]].append(cell)
            lines[1, cell[1]].append(cell)
    waiting = list(lines)
    while waiting:
        line_cells = lines[waiting.pop()]
        hidden = [cell for cell in line_cells if shown[cell] is None]
        if not hidden or (len(hidden) > 1 and sum(cells[c] for c in hidden) >= FEWEST):
            continue
        others = [cell for cell in line_cells if shown[cell] is not None]
        if others:
            next_one = min(others, key=lambda c: (cells[c], c))
            shown[next_one] = None
            waiting += [(0, next_one[0]), (1, next_one[1])]  # hiding it may expose another line
    return shown


def totals(cells: Mapping[Cell, int], axis: int) -> dict[str, int | None]:
    """Totals of the rows (axis 0) or columns (axis 1), hidden like :func:`suppress` does for one line of numbers."""
    return line(sums(cells, axis))


def sums(cells: Mapping[Cell, int], axis: int) -> dict[str, int]:
    """Totals of the rows (axis 0) or columns (axis 1), nothing hidden."""
    found: dict[str, int] = defaultdict(int)
    for cell, number in cells.items():
        found[cell[axis]] += number
    return dict(found)


def line(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """Suppress a single list of numbers whose total is published."""
    return {name: value for (_, name), value in suppress({("", key): n for key, n in numbers.items()}).items()}


def shown(number: int | None) -> int | str:
    """A single number for a page or a file: one to four are hidden."""
    return HIDDEN if number is None or 0 < number < FEWEST else number
