"""The sentences: those that teach (``data/nlu``) and those that measure (``tests/evaluation``), never mixed."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.understanding.text import fold
from bot.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "data" / "nlu"
EVALUATION = ROOT / "tests" / "evaluation"
TWINS = 92  # likeness (0-100) from which two sentences are the same one
ROWS = 512  # texts compared at once


@dataclass(frozen=True)
class Judged:
    """A sentence of the evaluation: its label, and the other labels that are fair too."""

    text: str
    label: str
    fair: frozenset[str]


@dataclass(frozen=True)
class Told:
    """Messages of one conversation, the facts that they tell together, and who wrote them."""

    messages: list[str]
    facts: dict[str, Any]
    hand: str


def training(folder: Path = TRAINING) -> tuple[list[str], list[str]]:
    """Sentences and labels of the NLU files, in the order of the files' names."""
    texts: list[str] = []
    labels: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            texts += lines
            labels += [block["intent"]] * len(lines)
    return texts, labels


def evaluation(path: Path = EVALUATION / "intents.tsv") -> list[Judged]:
    """Lines « label, fair alternatives (with commas), sentence », separated by tabs."""
    found = []
    for line in _lines(path):
        label, fair, text = line.split("\t", 2)
        found.append(Judged(text, label, frozenset([label, *filter(None, (f.strip() for f in fair.split(",")))])))
    return found


def facts_told(path: Path = EVALUATION / "facts.tsv") -> list[Told]:
    """Lines « messages, JSON of the facts told », separated by a tab; a line « ## … » says who wrote what follows."""
    found, hand = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            hand = line[3:]
        elif line.strip() and not line.startswith("#"):
            messages, facts = line.split("\t", 1)
            found.append(Told(messages.split(" // "), json.loads(facts), hand))
    return found


def twins(left: Sequence[str], right: Sequence[str], likeness: int = TWINS) -> list[tuple[int, int]]:
    """Pairs (index in ``left``, index in ``right``) of the same sentence once folded; ``i < j`` in one list."""
    same = left is right
    ours, theirs = _by_length(left), _by_length(right)
    lengths = [len(text) for text, _ in theirs]
    # A ratio above the likeness is out of reach of two texts whose lengths are too far apart: they are not compared.
    least = likeness / (200 - likeness)
    found = []
    for start in range(0, len(ours), ROWS):
        rows = ours[start : start + ROWS]
        first = bisect_left(lengths, len(rows[0][0]) * least)
        last = bisect_right(lengths, len(rows[-1][0]) / least)
        near = theirs[first:last]
        scores = process.cdist(
            [text for text, _ in rows], [text for text, _ in near],
            scorer=fuzz.ratio, score_cutoff=likeness, dtype=np.uint8, workers=-1,
        )  # fmt: skip
        found += [(rows[i][1], near[j][1]) for i, j in zip(*np.nonzero(scores > likeness), strict=True)]
    return sorted((i, j) for i, j in found if not same or i < j)


def _by_length(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Each text folded, with where it stood; the shortest first."""
    return sorted(((fold(text), at) for at, text in enumerate(texts)), key=lambda item: len(item[0]))


def groups(texts: Sequence[str], likeness: int = 80) -> np.ndarray:
    """A number for each text, the same for texts that resemble each other: they are held out together."""
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, j in twins(texts, texts, likeness):
        parent[root(i)] = root(j)
    return np.array([root(i) for i in range(len(texts))])


def _lines(path: Path) -> list[str]:
    rows = path.read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row.strip() and not row.startswith("#") and "\t" in row]
