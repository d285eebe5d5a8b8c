"""`python -m bot.keeper NAME`: what dies under `make run` is started again. Its command is in ``KEPT_COMMAND``, so that
who looks for the process by its command line, to kill it, does not find its keeper.

The process manager stops everything as soon as one process ends: a dialogue killed for want of memory would take the
door with it, and the door is what answers a danger when all else is down. A keeper outlives nobody: when who started it
is gone, however that was, it stops what it keeps.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

COMMAND = "KEPT_COMMAND"
QUICK = 30.0  # seconds: what ends sooner has not really started
MOST = 3  # quick ends in a row, after which starting again is no help
PAUSE = 1.0
LAST_WORDS = 10.0  # seconds that a process has to end once it is asked
_LOOK = 0.5
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def keep(name: str, command: list[str], *, pause: float = PAUSE) -> int:
    """Run until asked to stop (SIGTERM, SIGINT), or until it has ended :data:`MOST` times as soon as it was started.

    :return: the exit code to hand on.
    """
    asked: list[int] = []
    running: list[subprocess.Popen[bytes]] = []

    def stop(signum: int, _frame: FrameType | None) -> None:
        asked.append(signum)
        for process in running:
            process.terminate()
            reaper = threading.Timer(LAST_WORDS, process.kill)
            reaper.daemon = True
            reaper.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    quick = 0
    while True:
        started = time.monotonic()
        running[:] = [subprocess.Popen(command, preexec_fn=_die_with_parent)]
        if asked:  # between two runs
            running[0].terminate()
        code = running[0].wait()
        if asked:
            return 0
        quick = quick + 1 if time.monotonic() - started < QUICK else 0
        if quick >= MOST:
            print(f"{name} s'arrête dès son démarrage (code {code}) : je ne le relance plus.", flush=True)
            return code or 1
        print(f"{name} s'est arrêté (code {code}) : je le relance.", flush=True)
        time.sleep(pause)


def when_orphaned(then: Callable[[], object]) -> None:
    """Call ``then`` in a thread of its own once the parent of this process has died, even by ``kill -9``."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        then()

    threading.Thread(target=watch, daemon=True).start()


def _die_with_parent() -> None:
    # A keeper that is killed must not leave its port to a process that nobody watches.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


if __name__ == "__main__":
    when_orphaned(lambda: os.kill(os.getpid(), signal.SIGTERM))
    sys.exit(keep(sys.argv[1], shlex.split(os.environ.pop(COMMAND))))
