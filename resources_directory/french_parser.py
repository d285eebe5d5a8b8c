"""Options of a command line whose errors are said in French."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn


def quiet() -> None:
    """Nobody reads the output any more: what is still to be written at exit goes nowhere, without a word."""
    with suppress(OSError, ValueError):  # no real output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Parser(argparse.ArgumentParser):
    """Says its help and its errors in French."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        self._positionals.title, self._optionals.title = "à donner", "options"
        self.add_argument("-h", "--help", action="help", help="montre cette aide et s'arrête")

    def format_usage(self) -> str:
        """How it is called, in one line."""
        return super().format_usage().replace("usage:", "emploi :", 1)

    def format_help(self) -> str:
        """The help, whose first word argparse says in English."""
        return super().format_help().replace("usage:", "emploi :", 1)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        for english, french in (
            ("the following arguments are required", "il manque"),
            ("unrecognized arguments", "option inconnue"),
            ("invalid choice", "choix impossible"),
            ("expected one argument", "une valeur est attendue"),
            ("invalid int value", "il faut un nombre entier"),
            ("one of the arguments", "une de ces options manque :"),
            (" is required", ""),
            ("not allowed with argument", "ne va pas avec"),
            ("invalid float value", "il faut un nombre"),
            ("expected at least one argument", "une valeur est attendue"),
            ("ambiguous option", "option à préciser"),
            (" could match ", " peut être "),
            ("ignored explicit argument", "aucune valeur n'est attendue, et non"),
            ("argument", "option"),
            ("choose from", "choisissez parmi"),
        ):
            message = message.replace(english, french)
        self.exit(2, f"Erreur : {message}\n")
