"""A number without prefix is read in the country of the person: « 0470 12 34 56 » is a mobile of Belgium."""

from __future__ import annotations

import pytest

from bot.interview.engine import Engine
from bot.interview.loader import Library

ENGINE = Engine(Library.load())


@pytest.mark.parametrize(
    ("mode", "said", "number"),
    [
        ("patient+belgian", "0470 12 34 56", "+32470123456"),
        ("patient+belgian", "04 223 45 67", "+3242234567"),
        ("patient+belgian", "06 12 34 56 78", "+33612345678"),
        ("patient", "04 70 12 34 56", "+33470123456"),
    ],
)
def test_the_country_of_the_person_reads_the_number(mode: str, said: str, number: str) -> None:
    question = ENGINE.library.question("callback.contact")
    assert question is not None
    state = ENGINE.start(["callback"], {"first_name": "Marcel"}, mode)
    assert ENGINE.understand(state, question, said).value == number
    assert ENGINE.answer(state, text=said).state["answers"]["callback.contact"]["value"] == number
