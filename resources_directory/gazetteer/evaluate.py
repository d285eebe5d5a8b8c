"""Measures the gazetteer: `python -m resources_directory.gazetteer.evaluate FILE`.

A line of FILE holds a text, the code expected first (« - » for no place) and 1 when several places must be
proposed, among which the expected one; the fields are separated by tabs.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NamedTuple

from .gazetteer import Gazetteer


class Case(NamedTuple):
    """A sentence and what is expected of it."""

    text: str
    expected: str
    ambiguous: bool


class Measure(NamedTuple):
    """`right` of `total`, the cases that failed with what came instead, and the times, sorted.

    Times are milliseconds of this processor.
    """

    right: int
    total: int
    failures: list[tuple[Case, list[str]]]
    times: list[float]

    @property
    def p95(self) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * 0.95))]


def read(path: Path) -> list[Case]:
    """The cases of a file. Raises ValueError, with the line's number, when a line lacks a field."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) < 2:
            raise ValueError(f"{path}, ligne {number} : il faut un texte et un code, séparés par une tabulation.")
        cases.append(Case(fields[0], fields[1], len(fields) > 2 and fields[2] == "1"))
    return cases


def measure(gazetteer: Gazetteer, cases: list[Case]) -> Measure:
    """Runs all cases."""
    failures, times = [], []
    for case in cases:
        start = time.process_time()  # neighbours on the machine do not count
        answer = gazetteer.resolve(case.text)
        times.append((time.process_time() - start) * 1000)
        codes = [p.code for p in answer.candidates]
        if case.expected == "-":
            good = not codes
        elif case.ambiguous:
            good = answer.ambiguous and case.expected in codes
        else:
            good = bool(codes) and codes[0] == case.expected
        if not good:
            failures.append((case, codes))
    return Measure(len(cases) - len(failures), len(cases), failures, sorted(times))


def main(arguments: list[str]) -> int:
    """Print the share of right answers and the time; the exit code."""
    if len(arguments) != 1:
        print("Usage : python -m resources_directory.gazetteer.evaluate FICHIER", file=sys.stderr)
        return 2
    try:
        cases = read(Path(arguments[0]))
    except (OSError, ValueError) as error:
        print(f"Fichier illisible : {error}", file=sys.stderr)
        return 2
    if not cases:
        print("Le fichier ne contient aucune phrase.", file=sys.stderr)
        return 2
    result = measure(Gazetteer.load(), cases)
    for case, codes in result.failures:
        print(f"attendu {case.expected}{' (à demander)' if case.ambiguous else ''}, trouvé {codes} : {case.text}")
    print(f"{result.right} / {result.total} = {100 * result.right / result.total:.1f} %, p95 {result.p95:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
