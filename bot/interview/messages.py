"""The French sentence for each `Outcome.message`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.yaml_files import read_yaml

FILE = Path(__file__).resolve().parent / "messages.yml"


@lru_cache(maxsize=1)
def messages() -> Mapping[str, Mapping[str, str]]:
    """All sentences, by key."""
    data: dict[str, dict[str, str]] = read_yaml(FILE)
    return data


def message_text(key: str, *, easy: bool = False, values: Mapping[str, str] | None = None) -> str:
    """The sentence of a key; an unknown key raises KeyError."""
    entry = messages()[key]
    text = entry.get("easy", entry["text"]) if easy else entry["text"]
    return text.format_map(values or {})
