"""Small numbers: nothing under five is published, nor what would let one find it by subtraction."""

from __future__ import annotations

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
    changed = True
    while changed:
        changed = False
        for axis in (0, 1):
            for name in {cell[axis] for cell in cells}:
                line = [cell for cell in cells if cell[axis] == name and cells[cell] > 0]
                hidden = [cell for cell in line if shown[cell] is None]
                if not hidden or (len(hidden) > 1 and sum(cells[c] for c in hidden) >= FEWEST):
                    continue
                others = sorted((cell for cell in line if shown[cell] is not None), key=lambda c: (cells[c], c))
                if others:
                    shown[others[0]] = None
                    changed = True
    return shown


def totals(cells: Mapping[Cell, int], axis: int) -> dict[str, int | None]:
    """Totals of the rows (axis 0) or columns (axis 1), hidden like :func:`suppress` does for one line of numbers."""
    sums: dict[str, int] = {}
    for cell, number in cells.items():
        sums[cell[axis]] = sums.get(cell[axis], 0) + number
    return line(sums)


def line(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """Suppress a single list of numbers whose total is published."""
    return {name: value for (_, name), value in suppress({("", key): n for key, n in numbers.items()}).items()}
