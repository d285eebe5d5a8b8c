"""Reads YAML and remembers the line of every value, so that a mistake can be shown where it is.

Numbers stay exact (int or Decimal) and only « true » and « false » are truth values: a plain `no` is a word.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from bot.yaml_files import LOADER

Path = tuple[str | int, ...]
MAX_DEPTH = 20
Lines = dict[Path, int]


class YamlProblem(ValueError):
    """The file is not YAML, or a key is written twice. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.tag.endswith(":int"):
        try:
            return int(text)
        except ValueError:
            return text
    if node.tag.endswith(":float"):
        try:
            number = Decimal(text)
        except ArithmeticError:
            return text
        return number if number.is_finite() else text
    if node.tag.endswith(":bool") and text in ("true", "false"):
        return text == "true"
    if node.tag.endswith(":null"):
        return None
    return text


def _build(node: yaml.Node, path: Path, lines: Lines) -> Any:
    if len(path) > MAX_DEPTH:
        raise YamlProblem(node.start_mark.line + 1, "trop de niveaux imbriqués")
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                raise YamlProblem(key_node.start_mark.line + 1, f"« {key} » est écrit deux fois")
            result[key] = _build(value_node, (*path, key), lines)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, index), lines) for index, item in enumerate(node.value)]
    return _scalar(node) if isinstance(node, yaml.ScalarNode) else None


def read(text: str) -> tuple[Any, Lines]:
    """The data of a YAML text, and the line (from 1) of each path in it. Raises YamlProblem."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise YamlProblem(mark.line + 1 if mark else 1, f"YAML mal formé ({error.problem})") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlProblem(1, "YAML mal formé") from error
    if node is None:
        raise YamlProblem(1, "le fichier est vide")
    lines: Lines = {}
    return _build(node, (), lines), lines
