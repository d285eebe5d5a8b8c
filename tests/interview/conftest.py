"""Shared by the tests of the interview: all questionnaires, a small gazetteer, an engine with a fixed day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.interview import Engine, Library
from bot.interview.loader import load_file

HERE = Path(__file__).resolve().parent
TODAY = date(2026, 6, 15)
PLACES = {
    "beaune": [("21054", "Beaune")],
    "21200": [("21054", "Beaune")],
    "dijon": [("21231", "Dijon")],
    "saint-martin": [("71445", "Saint-Martin-en-Bresse"), ("89353", "Saint-Martin-sur-Armançon")],
}


def resolve(text: str) -> list[tuple[str, str]]:
    """A gazetteer of three places."""
    return PLACES.get(text.lower().strip(), [])


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load(include_all=True)


@pytest.fixture(scope="session")
def tried() -> Library:
    return Library([load_file(HERE / "try.yml")])


@pytest.fixture()
def engine(library: Library) -> Engine:
    return Engine(library, resolve_place=resolve, today=lambda: TODAY)
