"""The secrets of an installation: made once, read again, for their owner only."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.privacy.keys import SecretsError, load_secrets
from bot.privacy.vault import new_key

NAMES = ("signing_key", "internal_token", "encryption_keys")


def test_the_first_start_makes_three_secrets_for_the_owner_only(tmp_path: Path) -> None:
    made = load_secrets(tmp_path, {})
    folder = tmp_path / "secrets"
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE((folder / name).stat().st_mode) == 0o600 for name in NAMES)
    assert len({made.signing_key, made.internal_token, *made.encryption_keys}) == 3
    assert min(map(len, (made.signing_key, made.internal_token, *made.encryption_keys))) >= 43


def test_later_starts_read_the_same(tmp_path: Path) -> None:
    assert load_secrets(tmp_path, {}) == load_secrets(tmp_path, {})


def test_two_installations_share_nothing(tmp_path: Path) -> None:
    one, two = load_secrets(tmp_path / "a", {}), load_secrets(tmp_path / "b", {})
    assert one.signing_key != two.signing_key and one.encryption_keys != two.encryption_keys


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: load_secrets(tmp_path, {}), range(16)))
    assert len(set(read)) == 1 and read[0].signing_key
    assert sorted(path.name for path in (tmp_path / "secrets").iterdir()) == sorted(NAMES), "nothing half-made is left"


def test_the_environment_wins_and_writes_nothing(tmp_path: Path) -> None:
    new, old = new_key(), new_key()
    given = {"RELAIS_SIGNING_KEY": "s", "RELAIS_INTERNAL_TOKEN": "t", "RELAIS_ENCRYPTION_KEYS": f"{new}, {old}"}
    made = load_secrets(tmp_path, given)
    assert (made.signing_key, made.internal_token, made.encryption_keys) == ("s", "t", (new, old))
    assert not (tmp_path / "secrets").exists()


def test_a_rotated_key_file_holds_one_key_a_line(tmp_path: Path) -> None:
    first = load_secrets(tmp_path, {}).encryption_keys[0]
    fresh = new_key()
    (tmp_path / "secrets" / "encryption_keys").write_text(f"{fresh}\n{first}\n")
    assert load_secrets(tmp_path, {}).encryption_keys == (fresh, first)


def test_a_wrong_encryption_key_is_said_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(SecretsError, match=r"RELAIS_ENCRYPTION_KEYS.*32 octets"):
        load_secrets(tmp_path, {"RELAIS_ENCRYPTION_KEYS": "AAAA"})


def test_an_empty_secret_file_is_refused(tmp_path: Path) -> None:
    load_secrets(tmp_path, {})
    (tmp_path / "secrets" / "signing_key").write_text("\n")
    with pytest.raises(SecretsError, match="signing_key est vide"):
        load_secrets(tmp_path, {})


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(SecretsError, match=r"ne peut pas être écrit.*RELAIS_HOME"):
        load_secrets(tmp_path / "var", {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(SecretsError, match="Donnez-lui les droits"):
            load_secrets(tmp_path, {})
    finally:
        tmp_path.chmod(0o700)


def test_secrets_do_not_show_in_what_is_logged(tmp_path: Path) -> None:
    made = load_secrets(tmp_path, {})
    with pytest.raises(SecretsError) as refused:
        load_secrets(tmp_path, {"RELAIS_ENCRYPTION_KEYS": made.signing_key[:20]})
    assert made.signing_key[:20] not in str(refused.value)
