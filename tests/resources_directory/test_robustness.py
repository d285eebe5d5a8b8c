"""What happens when an import goes wrong: killed half-way, fed with a monster; and what real files give."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from resources_directory import Directory
from resources_directory.importers.forms import READERS
from resources_directory.importing import import_file
from resources_directory.loading import load_embedded
from resources_directory.models import Conflict, NeedArea, NeedPoint, Phone, Service
from resources_directory.review import verify

from .generated import write_finess

REAL = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from resources_directory.importing import import_file
url, path = sys.argv[1:]
import_file(url, Path(path), "finess", progress=lambda count: count >= 2000 and os.kill(os.getpid(), signal.SIGKILL))
"""
MEASURED = """
import re, sys
from pathlib import Path
from resources_directory.cli import main
code = main(sys.argv[1:])
# Not ru_maxrss: a child begins with the peak of the process that forked it.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
sys.exit(code)
"""
pytestmark = pytest.mark.slow
MEGABYTES = 500
MEMORY = 300  # megabytes at most


def contents(url: str) -> list[int]:
    with Directory(url).session() as session:
        return [
            int(session.scalar(select(func.count()).select_from(table)) or 0)
            for table in (Service, Phone, NeedArea, NeedPoint)
        ]


def test_an_import_that_is_killed_leaves_the_directory_as_it_was(tmp_path: Path, new_url: Callable[[], str]) -> None:
    url, path = new_url(), tmp_path / "finess.csv"
    load_embedded(url)
    before = contents(url)
    write_finess(path, 3000)
    killed = subprocess.run([sys.executable, "-c", KILLED, url, str(path)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert contents(url) == before
    counts, rejections = import_file(url, path, "finess")
    assert counts.created == 3000 and not rejections
    assert contents(url)[0] == before[0] + 3000


@pytest.fixture(scope="module")
def monsters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """500 MB of one line: as it is, compressed, and a part of it inside what looks like JSON."""
    folder = tmp_path_factory.mktemp("monsters")
    found = {}
    for name, start, size in (("text", b"", MEGABYTES), ("json", b'[{"id": "', MEGABYTES // 4)):
        found[name] = folder / name
        with found[name].open("wb") as stream:
            stream.write(start)
            for _ in range(size):
                stream.write(b"x" * 1_000_000)
    found["gzip"] = folder / "gzip"
    with gzip.open(found["gzip"], "wb", compresslevel=1) as packed:
        for _ in range(MEGABYTES):
            packed.write(b"x" * 1_000_000)
    return found


@pytest.mark.parametrize("monster", ["text", "json", "gzip"])
@pytest.mark.parametrize("form", sorted(READERS))
def test_500_megabytes_of_one_line_are_a_sentence(
    tmp_path: Path, monsters: dict[str, Path], form: str, monster: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "import", str(monsters[monster]), "--format", form],
        cwd=ROOT,
        env={**os.environ, "DIRECTORY_DATABASE_URL": f"sqlite:///{tmp_path / 'd.sqlite'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and done.stderr.startswith("Erreur : ") and done.stderr.count("\n") == 1
    assert int(done.stdout) < MEMORY
    assert not (tmp_path / "d.sqlite").exists()


def test_an_import_of_many_rows_stays_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "finess.csv"
    write_finess(path, 6000)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "import", str(path), "--format", "finess"],
        cwd=ROOT,
        env={**os.environ, "DIRECTORY_DATABASE_URL": f"sqlite:///{tmp_path / 'd.sqlite'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "6000 ajoutés" in done.stdout and int(done.stdout.splitlines()[-1]) < MEMORY


def test_an_import_says_where_it_is(tmp_path: Path, new_url: Callable[[], str]) -> None:
    path, told = tmp_path / "finess.csv", []
    write_finess(path, 2500)
    import_file(new_url(), path, "finess", progress=told.append)
    assert told == [1000, 2000]


def test_a_verified_field_survives_a_whole_new_file(tmp_path: Path, new_url: Callable[[], str]) -> None:
    url, path = new_url(), tmp_path / "finess.csv"
    write_finess(path, 50, seed=1)
    import_file(url, path, "finess")
    directory = Directory(url)
    with directory.session() as session:
        one = session.scalars(select(Service.id).order_by(Service.id)).first()
        assert one and verify(session, one, "Coordinatrice", {"phone": "03 84 00 00 00"})
    path.write_text(path.read_text(encoding="utf-8").replace(";2024-04-22;", ";2025-06-30;"), encoding="utf-8")
    counts, _ = import_file(url, path, "finess")
    assert counts.updated == 50 and counts.conflicts == 1
    assert directory.get(one).phone == "03 84 00 00 00"  # type: ignore[union-attr]
    with directory.session() as session:
        assert session.scalars(select(Conflict.field)).all() == ["phone"]


@pytest.mark.parametrize(
    ("form", "files", "created", "refused"),
    [
        ("dila", "dila/*.json", 3, 0),
        ("finess", "finess/*.csv", 1, 5),
    ],
)
def test_real_files_come_in_without_loss(
    new_url: Callable[[], str], form: str, files: str, created: int, refused: int
) -> None:
    counts, rejections = import_file(new_url(), sorted(REAL.glob(files)), form)
    assert (counts.created, len(rejections)) == (created, refused)
    assert all(rejection.reason for rejection in rejections)


def test_a_wrong_record_among_good_ones_is_refused_alone(tmp_path: Path, new_url: Callable[[], str]) -> None:
    good = (REAL / "dila" / "clic.json").read_text(encoding="utf-8").rstrip()
    assert good.endswith("]\n}")
    path = tmp_path / "clic.json"
    bad = ', {"properties": {"pivotLocal": "clic", "Nom": "Sans identifiant"}}, {"properties": 12, "id": "z"}]}'
    path.write_text(good[: good.rindex("]")] + bad, encoding="utf-8")
    counts, rejections = import_file(new_url(), path, "dila")
    assert counts.created == 1 and [(r.line, r.field) for r in rejections] == [(2, "fiche"), (3, "fiche")]
