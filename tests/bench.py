"""`make bench`: what a turn costs through the gateway, with everything on (SQLite, one process of each kind).

Prints a table; measures nothing against a limit. Figures quoted in docs/measurements.md come from it.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer
from tests.conversations.stack import Person, Stack

ROUNDS = 60


def main() -> None:
    """Start a stack, measure, stop it."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        started = time.perf_counter()
        stack.start()
        try:
            stack.wait_ready()
            _row("démarrage à froid jusqu'à la première conversation", f"{time.perf_counter() - started:.1f} s")
            Person(stack.url).say("bonjour")
            for title, act in _acts().items():
                for users in (1, 8):
                    _row(f"{title}, {users} utilisateur(s)", _spread(_run(stack, act, users)))
            _long(stack)
            for name, process in stack.processes.items():
                _row(f"mémoire, {name}", f"{_memory(process.pid):.0f} Mo")
            _directory(stack)
        finally:
            stack.stop()


def _acts() -> dict[str, Callable[[Person], object]]:
    return {
        "tour simple": lambda person: person.say("merci beaucoup"),
        "recherche de services": lambda person: person.say("aide à domicile à Dijon pour ma mère"),
        "danger": lambda person: person.say("je veux mourir"),
    }


def _run(stack: Stack, act: Callable[[Person], object], users: int) -> list[float]:
    times: list[float] = []

    def one() -> None:
        person = Person(stack.url)
        for _ in range(ROUNDS // users if users > 1 else ROUNDS):
            started = time.perf_counter()
            act(person)
            times.append(time.perf_counter() - started)

    threads = [threading.Thread(target=one) for _ in range(users)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _row(f"   débit à {users} utilisateur(s)", f"{len(times) / (time.perf_counter() - started):.0f} tours/s")
    return times


def _long(stack: Stack) -> None:
    person = Person(stack.url)
    times = []
    for _ in range(200):
        started = time.perf_counter()
        person.say("merci beaucoup")
        times.append(time.perf_counter() - started)
    _row("tours 6 à 15 d'une conversation", _spread(times[5:15]))
    _row("tours 191 à 200 de la même", _spread(times[-10:]))


def _directory(stack: Stack) -> None:
    gazetteer, directory = Gazetteer.load(), Directory(stack.settings.directory_url)
    place = gazetteer.get("21054")
    _row("recherche dans l'annuaire (sans réseau)", _spread(_times(lambda: directory.search(["home_help"], place))))
    _row("lieu dans une phrase", _spread(_times(lambda: gazetteer.resolve("on habite pres de beaune"))))


def _times(act: Callable[[], object]) -> list[float]:
    act()
    times = []
    for _ in range(200):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return times


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"p50 {statistics.median(ordered) * 1000:.1f} ms, p95 {ordered[int(len(ordered) * 0.95)] * 1000:.1f} ms"


def _memory(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def _row(title: str, value: str) -> None:
    print(f"| {title} | {value} |", flush=True)


if __name__ == "__main__":
    main()
