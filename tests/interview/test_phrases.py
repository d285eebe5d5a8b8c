"""The table of typed answers (phrases.yml): what people write, and what is understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.interview import Library, interpret

TABLE = yaml.safe_load((Path(__file__).parent / "phrases.yml").read_text("utf-8"))
ROWS = [(ref, row) for ref, rows in TABLE.items() for row in rows]
PLACES = {
    "beaune": [("21054", "Beaune")],
    "21200": [("21054", "Beaune")],
    "saint-martin": [("71445", "Saint-Martin-en-Bresse"), ("89353", "Saint-Martin-sur-Armançon")],
}


def test_the_table_is_large() -> None:
    assert len(ROWS) >= 500


@pytest.mark.parametrize(("ref", "row"), ROWS, ids=[f"{ref}:{row['say']}" for ref, row in ROWS])
def test_phrase(ref: str, row: dict[str, Any], library: Library, tried: Library) -> None:
    question = library.question(ref) or tried.question(ref)
    assert question is not None
    said = interpret(
        question,
        row["say"],
        resolve_place=lambda text: PLACES.get(text.lower(), []),
        today=date(2026, 6, 15),
    )
    assert said.kind == row.get("kind", "answer"), said
    if "is" in row:
        assert said.value == row["is"]
        assert 0.5 < said.confidence <= 1
