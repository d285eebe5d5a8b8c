"""The three real processes, on free ports and in a folder of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from bot import crisis_model, model_cache, preflight
from bot.privacy.keys import load_secrets
from bot.run import child_environment, commands
from bot.settings import Settings, load_settings

PATIENCE = 180.0


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """Starts, stops, kills and restarts each process."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ports = [free_port() for _ in range(3)]
        environment = {
            "RELAIS_HOME": str(self.home),
            "RELAIS_PORT": str(ports[0]),
            "RELAIS_RASA_URL": f"http://127.0.0.1:{ports[1]}",
            "RELAIS_ACTIONS_URL": f"http://127.0.0.1:{ports[2]}",
            "RELAIS_REQUESTS_PER_MINUTE": "100000",
            "RELAIS_MESSAGES_PER_MINUTE": "10000",
            "RELAIS_PHONE": "03 80 00 00 00",
            "RELAIS_ORGANISATION": "la plateforme d'essai",
            **self.extra,
        }
        self.settings: Settings = load_settings({**os.environ, **environment})
        self.url = f"http://127.0.0.1:{ports[0]}"
        preflight.check_home(self.home)
        self._secrets = load_secrets(self.home)
        preflight.prepare_databases(self.settings)
        crisis_model.ensure(self.settings.models)
        model = model_cache.ensure(self.settings.models)
        self._commands = commands(self.settings, model)
        self.environment = {**child_environment(self.settings, self._secrets), **environment}

    def start(self, *names: str) -> None:
        """Start these processes, or all."""
        for name in names or tuple(self._commands):
            log = (self.home / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                self._commands[name],
                cwd=model_cache.ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """`kill -9`, as a machine does."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Stop all."""
        for name in list(self.processes):
            self.kill(name)

    def wait_ready(self) -> None:
        """Wait until a conversation works; all is stopped when it does not."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.url}/health/ready", timeout=15).status_code == 200:
                    return
            except requests.ConnectionError:
                pass
            if any(process.poll() is not None for process in self.processes.values()):
                break
            time.sleep(0.3)
        self.stop()
        raise AssertionError(
            "Relais is not ready:\n"
            + "\n".join(
                f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}" for path in self.home.glob("*.log")
            )
        )


class Person:
    """Somebody who writes to Relais: types, presses what is offered, reads."""

    def __init__(self, url: str, **headers: str) -> None:
        self.url, self._headers = url, headers
        opened = requests.post(f"{url}/api/chat/sessions", headers=headers, timeout=30)
        assert opened.status_code == 201, opened.text
        self.token: str = opened.json()["token"]
        self.messages: list[dict[str, Any]] = opened.json()["messages"]
        self.buttons: dict[str, str] = {}
        self.status = 201
        self._collect()

    def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Type words."""
        return self._send({"text": text, **more})

    def press(self, *labels: str) -> list[dict[str, Any]]:
        """Press the button (or check several options) whose label begins so."""
        identifiers = []
        for label in labels:
            fitting = [i for text, i in self.buttons.items() if text.lower().startswith(label.lower())]
            assert fitting, f"no button « {label} » among {list(self.buttons)}"
            identifiers.append(fitting[0])
        return self._send({"button": identifiers[0]} if len(identifiers) == 1 else {"buttons": identifiers})

    def erase(self) -> requests.Response:
        """DELETE the session."""
        return requests.delete(f"{self.url}/api/chat/session", headers=self._authorised(), timeout=30)

    def history(self) -> list[dict[str, Any]]:
        """GET what is shown."""
        answer = requests.get(f"{self.url}/api/chat/messages", headers=self._authorised(), timeout=30)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    @property
    def text(self) -> str:
        """All that was just said, services, options and links included."""
        parts: list[str] = []
        for message in self.messages:
            parts.append(message.get("text", ""))
            for service in message.get("services", []):
                parts += [str(value) for key, value in service.items() if key != "id"]
            parts += [o["label"] for o in message.get("question", {}).get("options", [])]
            parts += [f"{link['label']} {link['href']}" for link in message.get("links", [])]
        return "\n".join(parts)

    @property
    def kinds(self) -> list[str]:
        """The kinds of the messages just received."""
        return [message["kind"] for message in self.messages]

    def _authorised(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **self._headers}

    def _send(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        answer = requests.post(f"{self.url}/api/chat/messages", json=body, headers=self._authorised(), timeout=30)
        self.status = answer.status_code
        assert answer.headers["Content-Type"].startswith("application/json"), answer.text
        self.messages = answer.json().get("messages", [])
        assert self.messages or self.status >= 400, "a silence"
        self._collect()
        return self.messages

    def _collect(self) -> None:
        offered = [
            button
            for message in self.messages
            for button in [*message.get("question", {}).get("options", []), *message.get("buttons", [])]
        ]
        if offered:
            self.buttons = {button["label"]: button["id"] for button in offered}


@contextmanager
def started(home: Path, variables: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """A stack in this folder, ready; stopped at the end."""
    running = Stack(home, dict(variables or {}))
    running.start()
    try:
        running.wait_ready()
        yield running
    finally:
        running.stop()


def to_the_recap(person: Person, message: str = "") -> None:
    """Ask to be called back, up to « je transmets ? »; ``message``: what to say when calling."""
    person.say("je veux être rappelée par quelqu'un")
    person.press("Être rappelé")
    person.press("Oui")
    person.say("Marguerite")
    person.say("06 98 76 54 32")
    person.press("Le matin")
    if message:
        person.say(message)
    else:
        person.press("Passer")
    assert "Marguerite" in person.text
