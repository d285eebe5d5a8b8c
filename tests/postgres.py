"""A private PostgreSQL for tests, from Debian's packages, in a temporary folder and behind a socket of its own.

In a `conftest.py`: `from tests.postgres import postgres_server  # noqa: F401`, then `postgres_server.new_url()` gives an
empty database. Without PostgreSQL the test is skipped, with the reason; where CI is set it fails.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

DEBIAN = Path("/usr/lib/postgresql")
ABSENT = "PostgreSQL n'est pas installé : « apt-get install postgresql » permet ces tests."
# Nothing here must survive a crash: four times as fast.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


class Absent(RuntimeError):
    """PostgreSQL cannot be started here; the message is French."""


class PostgresServer:
    """One server, any number of databases. `stop()` removes all of it."""

    def __init__(self) -> None:
        self.programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="relais-pg-"))  # short: a socket's path has 107 bytes at most
        self.user = _owner()
        self._numbers = count(1)
        if self.user:
            shutil.chown(self.folder, self.user)
        self.folder.chmod(0o755)
        try:
            self._run("initdb", "-D", "data", "-U", "relais", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
            options = " ".join(f"-c {setting}" for setting in SETTINGS)
            self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", f"{options} -k {self.folder}", "start")
        except subprocess.CalledProcessError as error:
            self.stop()
            raise Absent(f"PostgreSQL ne démarre pas : {error.stderr.strip().splitlines()[-1:]}") from error

    def new_url(self, template: str = "template1") -> str:
        """The address of a new database, a copy of another one of this server (`name_of(url)`) or empty."""
        name = f"relais_{next(self._numbers)}"
        self._run("createdb", "-h", str(self.folder), "-U", "relais", "-T", template, name)
        return f"postgresql+psycopg2://relais@/{name}?host={self.folder}"

    @staticmethod
    def name_of(url: str) -> str:
        """The name of the database of an address."""
        return url.partition("@/")[2].partition("?")[0]

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL, which refuses to be root."""
        before = [str(shutil.which("runuser")), "-u", self.user, "--"] if self.user else []
        # Its output goes to files: the server keeps what `pg_ctl` gives it, and would keep a pipe open.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                [*before, str(self.programs / program), *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                timeout=120,
                check=False,
            )
            if done.returncode:
                said.seek(0)
                raise subprocess.CalledProcessError(done.returncode, program, stderr=said.read() or program)


def _programs() -> Path:
    """The folder of the newest PostgreSQL. Raises Absent when there is none."""
    found = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise Absent(ABSENT)
    return Path(elsewhere).parent


def _owner() -> str:
    """The user who runs the server: « postgres » when we are root, else ourselves (empty)."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    if "postgres" not in names or shutil.which("runuser") is None:
        raise Absent("PostgreSQL refuse d'être lancé par root, et l'utilisateur « postgres » n'existe pas.")
    return "postgres"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server for all the tests of a session."""
    try:
        server = PostgresServer()
    except Absent as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    yield server
    server.stop()
