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


def test_a_keeper_whose_starter_is_killed_stops_what_it_keeps(tmp_path: Path) -> None:
    said, names = tmp_path / "said", tmp_path / "names"
    starter = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-m', 'bot.keeper', 'dialogue']); "
        "open(sys.argv[1], 'w').write(f'{p.pid} '); time.sleep(600)"
    )
    kept = {**os.environ, COMMAND: shlex.join([sys.executable, "-c", _ALIVE, str(said)])}
    process = subprocess.Popen([sys.executable, "-c", starter, str(names)], env=kept, start_new_session=True)
    child = int(_lines(said, 1)[0])
    process.kill()
    process.wait()
    assert _gone(int(_lines(names, 1)[0])) and _gone(child)


_MANAGER = """
import shlex, sys
from pathlib import Path
from bot import crisis_model, model_cache, preflight, run
from bot.privacy.keys import Secrets
for check in ("check_home", "check_questionnaires", "check_ports", "prepare_databases"):
    setattr(preflight, check, lambda *_: None)
run.load_secrets = lambda home: Secrets("k", "t", ("k",))
crisis_model.ensure = model_cache.ensure = lambda models: Path("model")
run.commands = lambda settings, model: {name: [sys.executable, "-c", sys.argv[1], sys.argv[2]] for name in "abc"}
from bot.settings import load_settings
sys.exit(run.run(load_settings({})))
"""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_the_manager_ends_nothing_is_left_behind(tmp_path: Path, number: int) -> None:
    said = tmp_path / "said"
    command = [sys.executable, "-c", _MANAGER, _ALIVE, str(said)]
    manager = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    kept = [int(line) for line in _lines(said, 3)]
    keepers = [int(subprocess.check_output(["ps", "-o", "ppid=", "-p", str(pid)])) for pid in kept]
    manager.send_signal(number)
    manager.wait(timeout=PATIENCE)
    assert all(_gone(pid) for pid in (*kept, *keepers))
