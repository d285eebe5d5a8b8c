"""The table: what, the goal of the design, Relais, the peer."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import model_cache
from bot.crisis import detect, warm
from resources_directory import Directory
from resources_directory.gazetteer import Gazetteer
from tests.bench import peer
from tests.bench.load import Open, Seen, relais, run
from tests.bench.load import peer as peer_bot
from tests.conversations.stack import Person, Stack, free_port

PLAIN = ("merci beaucoup", "vous êtes un robot ?", "qui voit mes réponses ?", "bonjour", "à quoi vous servez ?")
SEARCH = (
    "je cherche une aide à domicile à Dijon pour ma mère",
    "un accueil de jour près de Beaune pour mon mari",
    "qui peut me relayer à Dole ?",
    "portage de repas à Nevers",
)
DANGER = ("je veux mourir",)
TURNS = 320


def row(what: str, goal: str, seen: str, other: str = "") -> None:
    """One line of the table, printed as soon as it is known."""
    print(f"| {what} | {goal} | {seen} | {other} |", flush=True)


def main() -> int:
    """Peer first (made once), then Relais alone on the machine, then two workers on Redis."""
    quick = "--quick" in sys.argv
    print("| quoi | but | Relais | bot « rasa init » |\n| --- | --- | --- | --- |", flush=True)
    other: dict[str, str] = {} if quick else _peer()
    with _stack() as stack:
        _relais(stack, other)
    if not quick:
        _training()
        if shutil.which("redis-server"):
            _two_workers()
    return 0


def _peer() -> dict[str, str]:
    folder, seconds = peer.made(Path("models").resolve() / "rasa-init")
    seen = {"training": f"{seconds:.0f} s" if seconds else "déjà fait"}
    with peer.running(folder) as (url, start, pid):
        seen["start"] = f"{start:.1f} s"
        seen["turn"] = run(peer_bot(url), peer.WORDS, 1, TURNS // 4).spread()
        for users in (8, 16):
            seen[f"rate {users}"] = run(peer_bot(url), peer.WORDS, users, TURNS).rate()
        seen["long"] = _long(peer_bot(url), peer.WORDS)
        seen["memory"] = f"{_memory(pid):.0f} Mo"
    return seen


@contextmanager
def _stack(**extra: str) -> Iterator[Stack]:
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder), extra=extra)
        try:
            yield stack
        finally:
            stack.stop()


def _relais(stack: Stack, other: dict[str, str]) -> None:
    started = time.perf_counter()
    stack.start()
    stack.wait_ready()
    row("démarrage à froid", "15 s", f"{time.perf_counter() - started:.1f} s", other.get("start", ""))
    person = Person(stack.url)
    started = time.perf_counter()
    person.say("bonjour")
    row("premier message ensuite", "50 ms", f"{(time.perf_counter() - started) * 1000:.0f} ms", "")
    talk = relais(stack.url)
    row("tour simple, 1 personne, p50 / p95", "12 / 20 ms", run(talk, PLAIN, 1, TURNS).spread(), other.get("turn", ""))
    row("tour avec recherche, 1 personne", "20 / 35 ms", run(talk, SEARCH, 1, TURNS).spread())
    row("question d'un questionnaire", "20 / 35 ms", _questions(stack).spread())
    for users, goal in ((8, ""), (16, "80 tours/s")):
        seen = run(talk, PLAIN, users, TURNS * 2)
        row(f"débit à {users} personnes, tours simples", goal, seen.rate(), other.get(f"rate {users}", ""))
        row(f"tour simple, {users} personnes", "", seen.spread())
        row(f"tour avec recherche, {users} personnes", "", run(talk, SEARCH, users, TURNS).spread())
    row("tour 10, puis tour 200, d'une conversation", "×1,5 et +15 ms", _long(talk, PLAIN), other.get("long", ""))
    row("réponse de danger", "p95 10 ms", run(talk, DANGER, 1, TURNS).spread())
    before = sum(_memory(process.pid) for process in stack.processes.values())
    run(talk, PLAIN, 16, 3200)
    after = {name: _memory(process.pid) for name, process in stack.processes.items()}
    row("mémoire des trois processus", "1,3 Go", f"{sum(after.values()):.0f} Mo", other.get("memory", ""))
    row("   par processus", "", ", ".join(f"{name} {size:.0f}" for name, size in after.items()))
    row("   après 3 200 tours de plus", "+5 %", f"{100 * (sum(after.values()) / before - 1):+.1f} %")
    stack.kill("rasa")
    row("réponse de danger, Rasa arrêté", "p95 10 ms", run(talk, DANGER, 1, TURNS).spread())
    _without_network(stack)


def _questions(stack: Stack) -> Seen:
    """The consent and the five essential questions, answered by « je ne sais pas », over and over."""
    times: list[float] = []
    began = time.perf_counter()
    while len(times) < 60:
        person = Person(stack.url)
        person.say("je voudrais faire le point")
        person.press("Oui")
        while "question" in person.kinds and len(times) < 400:
            started = time.perf_counter()
            person.say("je ne sais pas")
            times.append(time.perf_counter() - started)
    return Seen(times, time.perf_counter() - began)


def _long(talk: Open, words: tuple[str, ...]) -> str:
    times = run(talk, words, 1, 205).times
    early, late = statistics.median(times[5:15]), statistics.median(times[195:205])
    return f"{early * 1000:.1f} puis {late * 1000:.1f} ms (×{late / early:.1f})"


def _without_network(stack: Stack) -> None:
    gazetteer, directory = Gazetteer.load(), Directory(stack.settings.directory_url)
    place = gazetteer.get("21054")
    warm()
    acts: dict[str, tuple[str, Callable[[], object]]] = {
        "recherche dans l'annuaire livré": ("p95 3 ms à 10 000", lambda: directory.search(["home_help"], place)),
        "lieu dans une phrase": ("p95 5 ms", lambda: gazetteer.resolve("on habite pres de beaune avec mon mari")),
        "danger dans un message de 40 mots": (
            "p95 5 ms",
            lambda: detect("je suis fatiguée, ma mère ne dort pas, " * 5),
        ),
    }
    for what, (goal, act) in acts.items():
        act()
        times = []
        for _ in range(300):
            started = time.perf_counter()
            act()
            times.append(time.perf_counter() - started)
        row(what, goal, Seen(times, 1).spread())


def _training() -> None:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        model_cache.ensure(Path(folder))
        row("entraînement du modèle de dialogue", "180 s", f"{time.perf_counter() - started:.0f} s")


def _two_workers() -> None:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with _stack(REDIS_URL=f"redis://127.0.0.1:{port}", SANIC_WORKERS="2") as stack:
            stack.start()
            stack.wait_ready()
            seen = run(relais(stack.url), PLAIN, 16, TURNS * 2)
            row("débit à 16 personnes, deux processus Rasa et Redis", "120 tours/s", seen.rate())
    finally:
        server.terminate()
        server.wait()


def _memory(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return pages * 4096 / 1e6 + sum(_memory(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(main())
