"""Reads the objects of a big JSON file one by one: an array, lines of JSON, or an array under a key of an object.

A light incremental reader over `json.JSONDecoder.raw_decode`: memory holds one object and one block, never the file.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ..tabular import Refused
from .lines import opened

BLOCK = 1 << 16  # bytes read at once
MAX_OBJECT = 32_000_000  # characters of one object: beyond, the file is not what it claims to be
SPACE = " \t\r\n"
NOT_JSON = "Ce fichier n'est pas du JSON lisible. Vérifiez que c'est le bon fichier."


def objects(path: Path, key: str = "") -> Iterator[dict[str, Any]]:
    """Objects of a top array, of JSON lines, or of the array `key` of a top object (empty: the first of objects).

    A top object without such an array is itself an object. Raises Refused for what is not such a JSON.
    """
    with opened(path) as stream:
        yield from _Reader(stream).objects(key)


class _Reader:
    """A window on the text: `text[at:]` is not read yet."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.decode = codecs.getincrementaldecoder("utf-8-sig")()
        self.decoder = json.JSONDecoder()
        self.text, self.at, self.ended = "", 0, False

    def objects(self, key: str) -> Iterator[dict[str, Any]]:
        start = self._peek()
        if start == "[":
            self.at += 1
            yield from self._items()
            if self._peek():
                raise Refused(NOT_JSON)
        elif start == "{":
            yield from self._top(key)
        else:
            raise Refused(NOT_JSON)

    def _top(self, key: str) -> Iterator[dict[str, Any]]:
        """A top object: its array, or lines of JSON when no array opens in it."""
        self.at += 1
        alone: dict[str, Any] = {}
        found = False
        while (mark := self._peek()) != "}":
            if mark == ",":
                self.at += 1
                continue
            name = self._value()
            if not isinstance(name, str) or self._peek() != ":":
                raise Refused(NOT_JSON)
            self.at += 1
            if not found and self._opens_objects(key) and key in {"", name}:
                self.at += 1
                found = True
                yield from self._items()
            else:
                value = self._value()
                if not found:
                    alone[name] = value
        self.at += 1
        if not found:
            if key:
                raise Refused(f"Ce fichier ne contient pas la liste « {key} » attendue.")
            yield alone
        while self._peek():
            yield self._object()

    def _opens_objects(self, key: str) -> bool:
        """True before an array of objects (JSON lines hold arrays of words), or an empty one that is awaited."""
        if self._peek() != "[":
            return False
        while not (rest := self.text[self.at + 1 :].lstrip(SPACE)) and self._more(BLOCK):
            pass
        return rest[:1] == "{" or (rest[:1] == "]" and bool(key))

    def _items(self) -> Iterator[dict[str, Any]]:
        while (mark := self._peek()) != "]":
            if mark == ",":
                self.at += 1
                continue
            yield self._object()
        self.at += 1

    def _object(self) -> dict[str, Any]:
        value = self._value()
        if not isinstance(value, dict):
            raise Refused(NOT_JSON)
        return value

    def _peek(self) -> str:
        """The next character that is not a space, or nothing at the end."""
        while True:
            while self.at < len(self.text):
                if self.text[self.at] not in SPACE:
                    return self.text[self.at]
                self.at += 1
            if not self._more(BLOCK):
                return ""

    def _value(self) -> Any:
        if not self._peek():
            raise Refused("Le fichier s'arrête au milieu : il est incomplet.")
        size = BLOCK
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except ValueError as error:
                if len(self.text) - self.at > MAX_OBJECT:
                    raise Refused(NOT_JSON) from error
                if not self._more(size):
                    message = "Le fichier s'arrête au milieu : il est incomplet." if self.ended else NOT_JSON
                    raise Refused(message) from error
                size *= 2  # so that a long object is not read again for each block
                continue
            except RecursionError:
                raise Refused(NOT_JSON) from None
            # A number at the end of the window may go on.
            if end == len(self.text) and not isinstance(value, (dict, list, str)) and self._more(BLOCK):
                continue
            self.at = end
            return value

    def _more(self, size: int) -> bool:
        """Reads on; forgets what is behind. False at the end of the file."""
        if self.ended:
            return False
        raw = self.stream.read(size)
        try:
            new = self.decode.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            raise Refused("Ce fichier n'est pas en UTF-8. Enregistrez-le en UTF-8.") from error
        self.ended = not raw
        self.text, self.at = self.text[self.at :] + new, 0
        return bool(raw)
