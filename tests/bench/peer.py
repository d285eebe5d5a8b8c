"""The bot that ``rasa init`` makes, trained once and kept: what Relais is measured against, in the same run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from bot.model_cache import rasa_environment
from tests.conversations.stack import free_port

PATIENCE = 300.0
WORDS = ("hello", "great", "sad", "no", "are you a bot?", "bye")


def made(folder: Path) -> tuple[Path, float | None]:
    """The folder of the bot, and its training time in seconds when it had to be made now."""
    if any(folder.glob("models/*.tar.gz")):
        return folder, None
    folder.mkdir(parents=True, exist_ok=True)
    log = (folder / "init.log").open("w")
    run = [sys.executable, "-m", "rasa"]
    common = {"cwd": folder, "env": rasa_environment(), "stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
    subprocess.run([*run, "init", "--no-prompt", "--init-dir", "."], check=False, **common)  # type: ignore[call-overload]
    for old in folder.glob("models/*.tar.gz"):
        old.unlink()
    started = time.perf_counter()
    subprocess.run([*run, "train", "--force"], check=True, **common)  # type: ignore[call-overload]
    return folder, time.perf_counter() - started


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, float, int]]:
    """The bot on a free port: its address, seconds from start to a first answer, its process number."""
    port = free_port()
    (folder / "credentials.yml").write_text("rest:\n")
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1", "--quiet"],
        cwd=folder,
        env={**rasa_environment(), "LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL,
        stdout=(folder / "run.log").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _answers(url):
            if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise RuntimeError(f"the peer does not start: {folder}/run.log")
            time.sleep(0.2)
        yield url, time.perf_counter() - started, process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(url: str) -> bool:
    try:
        body = {"sender": "first", "message": "hello"}
        answer = requests.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60)
        return answer.status_code == 200 and len(answer.json()) > 0
    except (requests.RequestException, ValueError):
        return False
