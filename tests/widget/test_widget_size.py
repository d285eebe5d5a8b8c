"""What a person downloads."""

from __future__ import annotations

import gzip

from bot.gateway.widget_script import bundle

from .fake_api import WIDGET


def test_the_component_is_at_most_20_kilobytes() -> None:
    assert len(gzip.compress(bundle().encode(), compresslevel=6)) <= 20_000


def test_the_files_are_there() -> None:
    assert {path.name for path in WIDGET.iterdir()} >= {
        "index.html",
        "assistant.html",
        "page.css",
        "favicon.svg",
    }
