"""What a coordinator reads for the codes of a referral."""

from __future__ import annotations

import pytest

from bot.console.level_reasons import level_reasons
from tests.orientation.conftest import PERSONAS


@pytest.mark.parametrize("name", sorted(PERSONAS))
def test_every_code_of_a_referral_has_a_sentence(persona, name):
    codes = persona(name).codes()
    said = level_reasons(" ".join(codes), "carer")
    assert said and not set(said) & set(codes)
    assert all(sentence.endswith(".") and "vous" not in sentence.lower() for sentence in said)


def test_a_code_of_former_rules_is_shown_as_it_is():
    assert level_reasons("gone_since", "carer") == ["gone since"]
