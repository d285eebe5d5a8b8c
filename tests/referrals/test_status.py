"""What became of a request, for whoever holds its whole code, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.database import Database
from bot.referrals.lifecycle import STATES
from bot.referrals.reference import Reference, find_reference
from bot.referrals.status import status
from tests.referrals.conftest import referral_of


def test_the_whole_code_tells_the_state_in_words(database: Database, recorded: Callable[..., str]) -> None:
    code = recorded()
    with database.session() as session:
        found = status(session, f"bonjour, où en est {code.lower()} ?")
    assert found is not None and found.reference == code[:6] and found.state == "requested"
    assert found.text == "Votre demande est bien enregistrée. Personne ne l'a encore traitée."
    assert found.service_name == "Plateforme de répit" and found.created_at == found.updated_at


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_sentences(state: str, database: Database, recorded: Callable[..., str]) -> None:
    code = recorded()
    with database.session() as session:
        referral_of(session).state = state
    with database.session() as session:
        found = status(session, code)
    assert found is not None and found.text.endswith(".")
    assert all(len(sentence.split()) <= 15 for sentence in found.text.split("."))


def test_half_a_code_or_another_secret_tells_nothing(database: Database, recorded: Callable[..., str]) -> None:
    code = recorded()
    reference = find_reference(code)
    assert reference is not None
    wrong = Reference(reference.public, "BABABABA" if reference.secret != "BABABABA" else "ZUZUZUZU")
    unknown = Reference("BABABA" if reference.public != "BABABA" else "ZUZUZU", reference.secret)
    with database.session() as session:
        for text in (
            "",
            reference.public,
            reference.secret,
            f"{reference.public}-{code[-1]}",
            wrong.code,
            unknown.code,
            code[:-1] + str((int(code[-1]) + 1) % 10),
        ):
            assert status(session, text) is None, text
