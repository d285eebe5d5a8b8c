"""`make run`: the three processes under one manager, after the checks. What dies is started again; Ctrl-C, the closing
of the terminal and the death of the manager stop all."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from honcho.manager import Manager
from honcho.printer import Printer
from honcho.process import Process

from bot import crisis_model, model_cache, preflight
from bot.keeper import COMMAND, when_orphaned
from bot.privacy.keys import Secrets, load_secrets
from bot.settings import Settings

_PATIENCE = 180.0


def run(settings: Settings) -> int:
    """Check, prepare, train when needed, then run until stopped; the exit code of the first process that ended.

    :raises preflight.CannotStart, SecretsError, TrainingFailed: said to the operator by the command line.
    """
    preflight.check_home(settings.home)
    preflight.check_questionnaires(settings)
    preflight.check_ports(settings)
    secrets = load_secrets(settings.home)
    preflight.prepare_databases(settings)
    if sentence := preflight.redis_down(settings.redis_url):
        print(sentence, flush=True)
    crisis_model.ensure(settings.models)
    model = model_cache.ensure(settings.models)
    manager = Manager(Printer(sys.stdout, prefix=True))
    manager._process_ctor = _Listener
    environment = child_environment(settings, secrets)
    for name, arguments in commands(settings, model).items():
        # « exec »: no shell in between, so that the keeper sees its listener die.
        keeper = "exec " + shlex.join([sys.executable, "-m", "bot.keeper", name])
        kept = {**environment, COMMAND: shlex.join(arguments)}
        manager.add_process(name, keeper, env=kept, cwd=str(model_cache.ROOT), quiet=False)
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # « nohup » asks to go on
        signal.signal(signal.SIGHUP, _hang_up)
    manager.loop()
    return int(manager.returncode or 0)


class _Listener(Process):
    """Honcho's process between the manager and a keeper: it hands on what the keeper prints, and dies with the manager.

    Its keeper then stops too (:func:`bot.keeper.when_orphaned`).
    """

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        when_orphaned(lambda: os._exit(1))
        super().run(events, ignore_signals)


def _hang_up(_signum: int, _frame: FrameType | None) -> None:
    """The terminal was closed: as if stopping had been asked."""
    os.kill(os.getpid(), signal.SIGTERM)


def become(settings: Settings, name: str, listen: str = "") -> None:
    """Replace this process by one of the private ones: what a container or a service manager starts.

    :param name: « rasa » or « actions ». :param listen: the address to bind, when it is not that of the settings.
    """
    preflight.check_home(settings.home)
    preflight.check_questionnaires(settings)
    secrets = load_secrets(settings.home)
    command = commands(settings, model_cache.ensure(settings.models))[name]
    environment = child_environment(settings, secrets)
    if listen and name == "rasa":
        command[command.index("--interface") + 1] = listen
    elif listen:
        environment["RELAIS_ACTIONS_LISTEN"] = listen
    os.chdir(model_cache.ROOT)
    os.execve(command[0], command, environment)


def commands(settings: Settings, model: Path) -> dict[str, list[str]]:
    """The command line of each process."""
    rasa = urlsplit(settings.rasa_url)
    python = sys.executable
    return {
        "actions": [python, "-m", "actions.server"],
        "rasa": [
            python,
            "-m",
            "bot.rasa.server",
            "run",
            "--model",
            str(model),
            "--endpoints",
            "endpoints.yml",
            "--credentials",
            "credentials.yml",
            "--interface",
            rasa.hostname or "127.0.0.1",
            "--port",
            str(rasa.port or 5005),
            "--quiet",
        ],
        "gateway": [python, "-m", "bot", "gateway"],
    }


def child_environment(settings: Settings, secrets: Secrets) -> dict[str, str]:
    """What the children are told: where the data is, and the shared secret."""
    return {
        **model_cache.rasa_environment(),
        "RELAIS_HOME": str(settings.home),
        "RELAIS_MODELS": str(settings.models),
        "RELAIS_ACTIONS_WEBHOOK": f"{settings.actions_url}/webhook",
        "RELAIS_INTERNAL_TOKEN": secrets.internal_token,
        "LOG_LEVEL": "ERROR",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "PYTHONUNBUFFERED": "1",
        **_database(settings),
    }


def _database(settings: Settings) -> dict[str, str]:
    return {"DATABASE_URL": settings.database_url, "DIRECTORY_DATABASE_URL": settings.directory_url}


def _announce(settings: Settings) -> None:
    """Say when a first conversation works."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    address = f"http://{host}:{settings.port}"
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=10) as answer:
                if answer.status == 200:
                    print(
                        f"\nRelais est prêt : {address}   (console : {address}/console)\nCtrl-C pour arrêter.\n",
                        flush=True,
                    )
                    return
        except OSError:
            pass
        time.sleep(0.5)
    print(f"Relais ne répond toujours pas. Ouvrez {address}/health/ready pour savoir ce qui manque.", flush=True)
