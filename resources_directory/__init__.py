"""The local directory: services, the places they serve, and how to find them. It stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .directory import Directory
    from .found import Found

__all__ = ["Directory", "Found"]


def __getattr__(name: str) -> Any:
    """Imports what is asked for only then: whoever wants the gazetteer does not wait for the database's libraries."""
    if name == "Directory":
        from .directory import Directory

        return Directory
    if name == "Found":
        from .found import Found

        return Found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
