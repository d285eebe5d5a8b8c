"""What the tests of the whole tree share: its modules, and their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "actions", "resources_directory")


@dataclass(frozen=True)
class Module:
    """One source file; ``name`` is dotted, ``path`` is relative to the root of the tree."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    def imports(self) -> Iterator[str]:
        """Every module imported anywhere in the file, the late imports of functions too, by its full name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    parent = ".".join(self.package.split(".")[: len(self.package.split(".")) - node.level + 1])
                    base = f"{parent}.{base}".rstrip(".")
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """Every module of the product, migrations apart (Alembic runs them, nobody imports them)."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if "versions" in relative.parts:
                continue
            parts = relative.with_suffix("").parts
            found.append(Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), relative))
    return tuple(found)


def under(name: str, *packages: str) -> bool:
    """True when ``name`` is one of ``packages`` or inside one."""
    return any(name == package or name.startswith(package + ".") for package in packages)
