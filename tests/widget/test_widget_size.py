"""What a person downloads."""

from __future__ import annotations

import gzip

from .fake_api import WIDGET


def test_the_component_is_at_most_20_kilobytes() -> None:
    assert len(gzip.compress((WIDGET / "relais.js").read_bytes(), compresslevel=6)) <= 20_000


def test_the_files_are_there() -> None:
    assert {path.name for path in WIDGET.iterdir()} >= {
        "relais.js",
        "index.html",
        "assistant.html",
        "page.css",
        "favicon.svg",
    }
