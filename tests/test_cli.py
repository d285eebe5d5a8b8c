"""The command line: known commands, clear refusals, sentences instead of stack traces."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import cli
from bot.commands.data import named
from bot.console import journal
from bot.console.models import AccessLog
from bot.database import Database
from bot.preflight import CannotStart
from bot.privacy import consent
from bot.privacy.keys import load_secrets
from bot.privacy.vault import Vault
from bot.referrals.log import Request, record
from bot.referrals.reference import new_reference
from bot.settings import load_settings
from tests.stores import STORE, empty_store

# « understand » without Rasa, which takes seconds to start: what ends it is the command line's.
_UNDERSTOOD = """
import sys
from bot import cli
from bot.commands import understand
async def parse(text): return {}
async def load(settings): return parse
understand._load = load
sys.exit(cli.main(["understand", "--stdin"]))
"""
WANTED = {"run", "train", "gateway", "understand", "chat", "check", "export", "erase", "user"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, with its tables."""
    for name in ("DATABASE_URL", "DIRECTORY_DATABASE_URL", "REDIS_URL", "RELAIS_ENCRYPTION_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path))
    empty_store(tmp_path / STORE)
    return tmp_path


def _said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    out, err = _said(capsys)
    assert err == "" and set(cli.COMMANDS) >= WANTED
    assert all(f"  {name}" in out and meaning in out for name, (_, meaning) in cli.COMMANDS.items())


def test_no_command_is_wrong_use_but_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "Usage : python -m bot" in _said(capsys)[0]


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lancer"]) == 2
    out, err = _said(capsys)
    assert out == "" and "Commande inconnue : « lancer »" in err


def test_a_wrong_setting_is_a_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_PORT", "huit")
    assert cli.main(["check"]) == 2
    assert "RELAIS_PORT vaut « huit »" in _said(capsys)[1]


def test_a_failure_that_has_its_sentence_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise CannotStart("Le port 8080 est déjà pris.")

    monkeypatch.setitem(cli.COMMANDS, "run", (fail, ""))
    assert cli.main(["run"]) == 1
    assert _said(capsys) == ("", "Le port 8080 est déjà pris.\n")


def test_a_failure_that_nobody_foresaw_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(cli.COMMANDS, "run", (fail, ""))
    with pytest.raises(ZeroDivisionError):
        cli.main(["run"])


def test_ctrl_c_ends_as_programs_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "run", (stop, ""))
    assert cli.main(["run"]) == 130


@pytest.mark.parametrize("name", ["run", "train", "migrate", "gateway"])
def test_commands_without_arguments_refuse_them(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([name, "surplus"])
    assert stopped.value.code == 2 and "surplus" in _said(capsys)[1]


def _recorded(home: Path) -> str:
    settings = load_settings()
    vault = Vault(load_secrets(home).encryption_keys)
    database = Database(settings.database_url)
    with database.session() as session:
        agreed = consent.grant(session, "seance-1", "referral", "texte", "1").id
    return record(
        database,
        vault,
        Request(
            "seance-1", "run-1", "respite", int(agreed), "Odile", "06 11 22 33 44", service_name="Plateforme de répit"
        ),
        new_reference().code,
    )


def test_export_prints_what_is_held_in_clear(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _recorded(home)
    assert cli.main(["export", "seance-1"]) == 0
    held = json.loads(_said(capsys)[0])
    assert held["demandes"][0]["first_name"] == "Odile" and held["accords"][0]["pour"] == "referral"
    assert _journal() == [(journal.command_line(), "data.export", named("seance-1"))]


def test_export_of_nobody_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "personne"]) == 1
    assert _said(capsys) == ("", "Rien n'est gardé sous ce nom.\n")


def test_erase_by_code_then_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = _recorded(home)
    assert cli.main(["erase", code.lower()]) == 0
    receipt = json.loads(_said(capsys)[0])
    assert receipt["lignes"]["referrals"] == 1 and receipt["lignes"]["consents"] == 1
    assert cli.main(["erase", "seance-1"]) == 0
    again = json.loads(_said(capsys)[0])
    assert set(again["lignes"].values()) == {0} and again["reçu"] != receipt["reçu"]
    assert cli.main(["export", "seance-1"]) == 1
    assert [action for _, action, _ in _journal()] == ["data.erase", "data.erase", "data.export"]


def _journal() -> list[tuple[str, str, str]]:
    with Database(load_settings().database_url).session() as session:
        rows = session.scalars(select(AccessLog).order_by(AccessLog.id))
        return [(str(row.actor), str(row.action), str(row.object_id)) for row in rows]


def test_check_finds_the_delivered_files_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0, _said(capsys)[1]


def test_chat_says_when_nobody_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["chat", "--url", "http://127.0.0.1:9"]) == 1
    assert "make run" in _said(capsys)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["user", "add"], "il manque: login"),
        (["user", "add", "bob", "--role", "roi"], "choix impossible"),
        (["run", "surplus"], "option inconnue: surplus"),
        (["rotate-keys", "--new", "--drop-old"], "ne va pas avec"),
        (["report"], "il manque"),
        (["understand"], "il manque: --stdin"),
    ],
)
def test_a_wrong_use_is_said_in_french(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    error = _said(capsys)[1]
    assert stopped.value.code == 2 and said in error and error.startswith("emploi :")
    assert not any(word in error for word in ("required", "unrecognized", "argument", "usage"))


@pytest.mark.parametrize("url", ["xyz", "ftp://x", "http://"])
def test_a_chat_with_no_address_says_so(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["chat", "--url", url]) == 2
    assert _said(capsys)[1] == f"« {url} » n'est pas une adresse. Écrivez par exemple http://127.0.0.1:8080.\n"


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "-m", "resources_directory", "place", "--stdin"],
        [sys.executable, "-c", _UNDERSTOOD],
    ],
)
def test_a_reader_who_has_enough_ends_the_command_without_a_trace(command: list[str]) -> None:
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(b"dole\n")
    process.stdin.flush()
    assert process.stdout.readline()
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(b"dole\n" * 50)
        process.stdin.close()
    assert process.wait(60) == 0 and process.stderr.read() == b""


def test_control_c_ends_a_command_without_a_trace() -> None:
    command = [sys.executable, "-m", "resources_directory", "place", "--stdin"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(b"dole\n")
    process.stdin.flush()
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130 and process.stderr.read() == b""
