"""A process that dies is started again, one that cannot start is given up, and stopping stops it for good."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.keeper import COMMAND

PATIENCE = 30.0
_ALIVE = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"
_DEAD = "import sys; open(sys.argv[1], 'a').write('x\\n'); sys.exit(3)"


def _kept(said: Path, code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot.keeper", "dialogue"]
    kept = {**os.environ, COMMAND: shlex.join([sys.executable, "-c", code, str(said)])}
    return subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, text=True, start_new_session=True)


def _lines(said: Path, number: int) -> list[str]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        lines = said.read_text().split() if said.exists() else []
        if len(lines) >= number:
            return lines
        time.sleep(0.05)
    raise AssertionError(f"not started {number} times")


def _gone(pid: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_what_is_killed_is_started_again_and_stopping_is_for_good(tmp_path: Path) -> None:
    keeper = _kept(said := tmp_path / "said", _ALIVE)
    first = int(_lines(said, 1)[0])
    os.kill(first, signal.SIGKILL)
    second = int(_lines(said, 2)[1])
    assert second != first
    keeper.terminate()
    told, _ = keeper.communicate(timeout=PATIENCE)
    assert keeper.returncode == 0 and _gone(second)
    assert told == "dialogue s'est arrêté (code -9) : je le relance.\n"


def test_what_cannot_start_is_given_up_with_its_code(tmp_path: Path) -> None:
    keeper = _kept(said := tmp_path / "said", _DEAD)
    told, _ = keeper.communicate(timeout=PATIENCE)
    assert keeper.returncode == 3 and len(_lines(said, 3)) == 3
    assert told.endswith("dialogue s'arrête dès son démarrage (code 3) : je ne le relance plus.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="the signal of a parent's death is Linux's")
def test_nothing_is_left_behind_by_a_keeper_that_is_killed(tmp_path: Path) -> None:
    keeper = _kept(said := tmp_path / "said", _ALIVE)
    child = int(_lines(said, 1)[0])
    keeper.kill()
    keeper.communicate(timeout=PATIENCE)
    assert _gone(child)
