"""Reads our YAML files, by the C reader where there is one: ten times faster, at every start and every command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The data of a file that we ship.

    :raises OSError: :raises yaml.YAMLError:
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)


def read_mapping(path: Path, refused: type[Exception], name: str = "") -> dict[str, Any]:
    """The mapping of a file that an operator may have written; empty for an empty file.

    :param refused: raised when the file cannot be read or is no mapping, with a French sentence.
    :param name: of the file in that sentence; its own when nothing is given.
    """
    name = name or path.name
    try:
        return dict(read_yaml(path) or {})
    except OSError as error:
        raise refused(f"{name} : fichier illisible ({error.strerror}).") from error
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise refused(f"{name} : ce fichier n'est pas du YAML correct. {error}") from error
