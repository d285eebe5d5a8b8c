"""Encryption: what comes back, what is refused, and changing keys."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.vault import Vault, VaultError, new_key

KEY = new_key()


@given(st.text(), st.text(max_size=40).filter(lambda t: t.isprintable()))
def test_what_goes_in_comes_out(text: str, context: str) -> None:
    if any("\ud800" <= c <= "\udfff" for c in text):
        return
    assert Vault([KEY]).decrypt(Vault([KEY]).encrypt(text, context), context) == text


@given(st.binary(max_size=200))
def test_bytes_too(body: bytes) -> None:
    assert Vault([KEY]).decrypt_bytes(Vault([KEY]).encrypt(body, "part"), "part") == body


def test_the_same_words_never_look_the_same_twice() -> None:
    vault = Vault([KEY])
    assert len({vault.encrypt("Odile", "name") for _ in range(50)}) == 50


def test_nothing_of_the_words_is_in_the_bytes() -> None:
    assert b"Odile Marchand" not in Vault([KEY]).encrypt("Odile Marchand", "name")


def test_a_value_moved_to_another_field_cannot_be_read() -> None:
    token = Vault([KEY]).encrypt("06 11 22 33 44", "referral.contact")
    with pytest.raises(VaultError, match="illisible"):
        Vault([KEY]).decrypt(token, "referral.first_name")


@pytest.mark.parametrize("position", range(0, 40, 3))
def test_any_altered_byte_is_noticed(position: int) -> None:
    token = bytearray(Vault([KEY]).encrypt("une phrase assez longue", "x"))
    token[position] ^= 1
    with pytest.raises(VaultError):
        Vault([KEY]).decrypt(bytes(token), "x")


@pytest.mark.parametrize("length", [0, 1, 4, 5, 16, 17, 20, 32])
def test_a_truncated_value_is_noticed(length: int) -> None:
    with pytest.raises(VaultError):
        Vault([KEY]).decrypt(Vault([KEY]).encrypt("une phrase", "x")[:length], "x")


def test_another_installation_cannot_read() -> None:
    with pytest.raises(VaultError, match="clé inconnue"):
        Vault([new_key()]).decrypt(Vault([KEY]).encrypt("Odile", "name"), "name")


def test_a_new_key_in_front_still_reads_the_old_and_writes_with_the_new() -> None:
    fresh = new_key()
    old, rotated, alone = Vault([KEY]), Vault([fresh, KEY]), Vault([fresh])
    before = old.encrypt("Odile", "name")
    assert rotated.decrypt(before, "name") == "Odile" and not rotated.is_current(before)
    after = rotated.encrypt("Odile", "name")
    assert rotated.is_current(after) and alone.decrypt(after, "name") == "Odile"
    with pytest.raises(VaultError):
        old.decrypt(after, "name")


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([], "Aucune clé"),
        (["pas une clé"], "base64"),
        ([KEY, "AAAA"], "32 octets"),
        ([base64.urlsafe_b64encode(b"x" * 16).decode()], "32 octets"),
    ],
)
def test_what_is_not_a_key_is_refused_with_a_sentence(keys: list[str], sentence: str) -> None:
    with pytest.raises(VaultError, match=sentence):
        Vault(keys)
