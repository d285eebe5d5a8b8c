"""The danger model, trained when it is not there; without it the rules stand alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def ensure(models: Path) -> Path:
    """Return the danger model of the present corpus in ``models``, training it (under a minute) when missing."""
    os.environ["RELAIS_MODELS"] = str(models)
    from bot.crisis import train
    from bot.crisis.classifier import model_path

    if not model_path(models).exists():
        notice = "Apprentissage de ce qui est un danger (moins d'une minute, cette fois seulement)…"
        print(notice, file=sys.stderr, flush=True)
    return train.ensure(models)
