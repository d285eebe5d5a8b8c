"""The command `place`. It needs no database: it is apart so that its process starts at once."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable

from .french_parser import Parser
from .gazetteer import Gazetteer


def add_options(place: argparse.ArgumentParser) -> None:
    """The options of this command."""
    place.add_argument("text", nargs="?", help="le texte ; sinon --stdin")
    place.add_argument("--stdin", action="store_true", help="lit un texte par ligne")


def main(arguments: list[str]) -> int:
    """This command alone, its name first among the arguments; 2 for a wrong use."""
    parser = Parser(prog="python -m resources_directory place", description="Comprend le lieu d'un texte.")
    add_options(parser)
    return run(parser.parse_args(arguments[1:]), sys.stdin)


def run(options: argparse.Namespace, stdin: Iterable[str]) -> int:
    """One line of JSON for each text."""
    if options.stdin == (options.text is not None):
        print("Erreur : donnez un texte, ou bien --stdin.", file=sys.stderr)
        return 2
    gazetteer = Gazetteer.load()
    for line in stdin if options.stdin else [options.text]:
        text = line.rstrip("\r\n")
        answer = gazetteer.resolve(text)
        print(
            json.dumps(
                {"text": text, "insee": [p.code for p in answer.candidates], "ambiguous": answer.ambiguous},
                ensure_ascii=False,
            ),
            flush=True,
        )
    return 0
