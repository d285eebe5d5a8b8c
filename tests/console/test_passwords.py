"""What makes a password acceptable."""

from __future__ import annotations

import pytest

from bot.console import passwords
from bot.console.passwords import WeakPassword, check_strength


@pytest.mark.parametrize(
    "password",
    [
        "trop court",
        "azertyuiopqsdfghjklm",
        "MotDePasse MotDePasse",
        "motdepassemotdepasse2026",
        "Mot-de-passe-oublié!!!!",
        "aaaaaaaaaaaaaaaaaaaa",
        "121212121212121212",
        "claire.martin.claire",
        "Claire Martin 2026",
        "x" * 201,
        "correct horse battery staple",
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(password, "claire.martin", "Claire Martin")


@pytest.mark.parametrize("password", ["girafe orange sous le pont", "Épi-Lune-Vélo-Crêpe", "vK9#qLm2!rTz8&wPd"])
def test_accepted(password: str) -> None:
    check_strength(password, "claire.martin", "Claire Martin")


def test_generated_ones_are_accepted_and_differ() -> None:
    drawn = {passwords.generate() for _ in range(50)}
    assert len(drawn) == 50
    for password in drawn:
        check_strength(password)


def test_kept_as_argon2id_and_compared() -> None:
    stored = passwords.hash_password("girafe orange sous le pont")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "girafe orange sous le pont")
    assert not passwords.matches(stored, "girafe orange sous le pond")
    assert not passwords.matches(None, "girafe orange sous le pont")
    assert not passwords.matches("not a hash", "girafe orange sous le pont")
