"""No key is written twice in a mapping of our YAML files: the second would silently win."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.sources import ROOT

FILES = sorted(path for room in ("bot", "data", "resources_directory") for path in (ROOT / room).rglob("*.y*ml"))


def _doubled(node: yaml.Node | None) -> Iterator[str]:
    """The keys that come twice, each with its line."""
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _doubled(part)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen and key.value != "<<":
                yield f"{key.value}, line {key.start_mark.line + 1}"
            seen.add(str(key.value))
            yield from _doubled(value)


def _read(text: str) -> list[str]:
    return list(_doubled(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))))


def test_a_doubled_key_is_seen_at_any_depth() -> None:
    assert _read("a:\n  - b: 1\n    c: 2\n    b: 3\nd: 1\na: 2\n") == ["b, line 4", "a, line 6"]
    assert len(FILES) > 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_key_is_written_twice(path: Path) -> None:
    assert _read(path.read_text("utf-8")) == []
