"""The trained models, cached by the hash of all that they are made from."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_INPUTS = (
    "config.yml",
    "domain.yml",
    "uv.lock",
    "data/nlu/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "bot/rasa/intent_classifier.py",
    "bot/rasa/facts_extractor.py",
    "bot/short_forms.py",
    "bot/understanding/*.py",
    "bot/understanding/data/*",
)


class TrainingFailed(Exception):
    """The message names the log file, in French."""


def inputs() -> list[Path]:
    """Every file that the dialogue model depends on, in a fixed order."""
    return sorted(path for pattern in _INPUTS for path in ROOT.glob(pattern) if path.is_file())


def digest(paths: Iterable[Path]) -> str:
    """Hex hash over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def model_path(models: Path) -> Path:
    """Where the model of the present inputs stands, or would stand."""
    return models / f"relais-{digest(inputs())}.tar.gz"


def ensure(models: Path) -> Path:
    """Return the model of the present inputs, training it when it is not there.

    :raises TrainingFailed: Rasa could not train; its output is in a log file.
    """
    wanted = model_path(models)
    checksum = wanted.with_suffix(".sha256")
    if not (wanted.exists() and checksum.exists()):
        models.mkdir(parents=True, exist_ok=True)
        with _alone(wanted.with_suffix(".lock")):
            if not wanted.exists():
                _train(wanted)
            if not checksum.exists():
                checksum.write_text(_sha256(wanted))
    if checksum.read_text().strip() != _sha256(wanted):
        raise TrainingFailed(f"Le modèle {wanted.name} a été modifié. Supprimez-le, puis relancez « make train ».")
    return wanted


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of two that want the same model at once, one trains and the other waits for it."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    path.unlink(missing_ok=True)


def _train(wanted: Path) -> None:
    log = wanted.with_suffix(".log")
    print("Apprentissage du dialogue (une à deux minutes, cette fois seulement)…", file=sys.stderr, flush=True)
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--config",
        "config.yml",
        "--domain",
        "domain.yml",
        "--data",
        "data/nlu",
        "data/rules",
        "data/stories",
        "--out",
        str(wanted.parent),
        "--fixed-model-name",
        wanted.name.removesuffix(".tar.gz"),
        "--force",
    ]
    with log.open("w") as output:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=rasa_environment(),
            check=False,
        )
    if done.returncode or not wanted.exists():
        raise TrainingFailed(f"L'entraînement a échoué. Lisez {log}.")


def rasa_environment() -> dict[str, str]:
    """The environment in which Rasa runs quietly, on few threads, sending nothing outside."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_INTRA_OP_PARALLELISM_THREADS": "1",
        "TF_INTER_OP_PARALLELISM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
        "PYTHONWARNINGS": "ignore",
    }


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            total.update(block)
    return total.hexdigest()
