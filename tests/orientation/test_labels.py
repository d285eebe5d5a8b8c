"""What a coordinator reads for the codes of a referral."""

from __future__ import annotations

import pytest

from bot.orientation.labels import level_name, reason_label
from tests.orientation.conftest import PERSONAS


@pytest.mark.parametrize("name", sorted(PERSONAS))
def test_every_code_of_a_referral_has_a_sentence(persona, name):
    for code in persona(name).codes():
        said = reason_label(code)
        assert said and said.endswith(".") and "vous" not in said.lower(), code


def test_unknown_code():
    assert reason_label("gone_since") is None


def test_levels():
    assert [level_name(level) for level in range(4)] == [
        "prévention",
        "attention légère",
        "attention moyenne",
        "attention élevée",
    ]
