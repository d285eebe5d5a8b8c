"""`python -m bot.crisis.evaluate FILE…`: outcomes by class on sentences that were never learnt from.

A file of intents (``tests/evaluation/intents.tsv``) does as well: its sentences are what people ordinarily write, and
the truest measure of false alarms.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from bot.crisis.classifier import LOOKALIKE, NONE
from bot.crisis.detection import CARING, DANGERS, GREY, TAKEOVER
from bot.crisis.detector import detect, warm
from bot.crisis.train import read

_LABELS = frozenset({*DANGERS, GREY, NONE, LOOKALIKE})


def main(arguments: list[str]) -> int:
    """Print, for each label, how many messages get a takeover, a caring question, or nothing; and the time it takes."""
    if not arguments or not all(Path(name).is_file() for name in arguments):
        print("Usage : python -m bot.crisis.evaluate FICHIER.tsv…", file=sys.stderr)
        return 2
    warm()
    outcomes: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    right: Counter[str] = Counter()
    times: list[float] = []
    for line, name in zip(*read(map(Path, arguments)), strict=True):
        text = line.rpartition("\t")[2]
        label = name if name in _LABELS else "ordinary"
        started = time.thread_time()  # what a core spends, whatever else the machine does
        found = detect(text)
        times.append(time.thread_time() - started)
        outcomes[label][found.outcome] += 1
        right[label] += found.outcome == TAKEOVER and found.klass == label
    for label in DANGERS:
        if label in outcomes:
            outcomes["(tous les dangers)"].update(outcomes[label])
    print(f"{'classe':<20}{'phrases':>8}{'prise en main':>16}{'question':>10}{'rien':>8}{'classe juste':>14}")
    for label, counts in outcomes.items():
        total = sum(counts.values())
        shares = [counts[key] / total for key in (TAKEOVER, CARING, None)]
        named = f"{right[label] / counts[TAKEOVER]:>14.1%}" if label in DANGERS and counts[TAKEOVER] else ""
        print(f"{label:<20}{total:>8}{shares[0]:>16.1%}{shares[1]:>10.1%}{shares[2]:>8.1%}{named}")
    times.sort()
    middle, late = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
    print(f"temps d'un cœur : médiane {middle:.2f} ms, p95 {late:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
