"""Labelled sentences: ``label<TAB>sentence`` a line, ``#`` comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence, its label, the name of its file without ending, and the last comment above it."""

    label: str
    text: str
    source: str
    section: str


def read(path: Path) -> list[Example]:
    """Examples of one file; a line without a tab raises ``ValueError`` with its number."""
    found, section = [], ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        if line.startswith("#"):
            section = line[1:].strip()
            continue
        label, tab, text = line.partition("\t")
        if not tab:
            raise ValueError(f"{path.name}, ligne {number} : une tabulation est attendue entre l'étiquette et la phrase.")
        found.append(Example(label.strip(), text.split("\t")[0], path.stem, section))
    return found
