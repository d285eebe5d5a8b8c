"""The command line: JSON lines, French errors, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from resources_directory import Directory
from resources_directory.cli import main
from resources_directory.gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_database(loaded_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", f"sqlite:///{loaded_file}")


def test_places_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "--stdin"], StringIO("on habite pres de beaune\n\nmon mari a alzheimer\n4000 Liège\n")) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["insee"] for line in lines] == [["21054"], [], [], ["BE-4000"]]
    assert set(lines[0]) == {"text", "insee", "ambiguous"}


def test_search_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--need", "respite", "--place", "21054", "--json"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["phone"] == "03 80 70 29 29" and first["verified_on"] == "2017-11-13"


def test_search_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--need", "respite", "--place", "Beaune"]) == 0
    assert "Téléphone : 03 80 70 29 29" in capsys.readouterr().out


def test_the_database_is_made_when_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DIRECTORY_DATABASE_URL")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("RELAIS_HOME", str(tmp_path / "neuf"))
    assert main(["check", "--limit", "2", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert (tmp_path / "neuf" / "directory.sqlite").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "--need", "bonheur"], "besoin inconnu"),
        (["search", "--need", "respite", "--place", "zzzzqq"], "lieu inconnu"),
        (["place"], "--stdin"),
        (["search", "--need", "respite", "--limit", "0"], "--limit"),
    ],
)
def test_wrong_use_is_said(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["danse"], ["search", "--limit", "x"], [], ["search", "--need", "respite", "--age", "vieux"]])
def test_wrong_options_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2 and "Erreur" in capsys.readouterr().err


def test_wrong_database_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", "pas une adresse")
    assert main(["load"]) == 2
    assert "DIRECTORY_DATABASE_URL" in capsys.readouterr().err


def test_the_place_command_starts_without_the_libraries_of_the_database() -> None:
    code = (
        "import sys\nfrom resources_directory.place_command import main\n"
        "assert main(['place', '--stdin']) == 0\nassert not {'sqlalchemy', 'alembic'} & sys.modules.keys()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="à Dole\n\nrien\n", cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 3 and '"39198"' in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--output", "{absent}/a.csv"],
        ["export", "--format", "hsds", "--output", "{absent}/a.json"],
        ["export", "--format", "data-inclusion", "--output", "{file}/dossier"],
        ["import", "{file}", "--rejections", "{absent}/refus.csv"],
        ["import", "{folder}"],
    ],
)
def test_what_cannot_be_read_or_written_is_said_and_nothing_changes(
    own_directory: Directory, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("DIRECTORY_DATABASE_URL", own_directory.url)
    file = tmp_path / "a.csv"
    file.write_text("id;nom;besoins;portee;zones\n1;Neuf;respite;territoire;commune:39198\n", encoding="utf-8")
    names = {"absent": tmp_path / "absent", "file": file, "folder": tmp_path}
    assert main([a.format(**names) for a in arguments]) == 2
    said = capsys.readouterr().err
    assert "Impossible d'écrire" in said or "est un dossier" in said
    dole = Gazetteer.load().get("39198")
    assert "Neuf" not in [f.name for f in own_directory.search(["respite"], dole, limit=20)]
