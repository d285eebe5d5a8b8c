"""Reads files as streams, never whole: lines of text, plain or gzip, with bounds and French refusals."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..tabular import MAX_LINE, Refused

GZIP = b"\x1f\x8b"
TRUNCATED = "Le fichier compressé est incomplet ou abîmé. Téléchargez-le de nouveau."


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, decompressed when it is gzip. Raises Refused when it is absent, empty or damaged."""
    try:
        with path.open("rb") as raw:
            head = raw.read(2)
            raw.seek(0)
            if not head:
                raise Refused("Le fichier est vide.")
            if head != GZIP:
                yield raw
                return
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield unpacked  # type: ignore[misc]
    except FileNotFoundError:
        raise Refused(f"Le fichier {path} n'existe pas.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(TRUNCATED) from error
    except OSError as error:
        raise Refused(f"Le fichier {path} ne peut pas être lu : {error.strerror}.") from error


def text_lines(path: Path) -> Iterator[str]:
    """Lines without their end, UTF-8 or (line by line) Windows-1252. Raises Refused for what is not such a text."""
    with opened(path) as stream:
        first = True
        while line := stream.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                raise Refused("Une ligne est beaucoup trop longue : ce n'est pas un tableau.")
            if first:
                line = line.removeprefix(b"\xef\xbb\xbf")
                first = False
            if b"\0" in line:
                raise Refused("Ce fichier n'est pas un texte lisible. Enregistrez-le en UTF-8.")
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                text = line.decode("cp1252", errors="replace")
            yield text.rstrip("\r\n")
