"""The local directory: services, the places they serve, and how to find them. It stands alone."""

from .directory import Directory
from .found import Found

__all__ = ["Directory", "Found"]
