"""Options of a command line whose errors are said in French."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """Says its help and its errors in French."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False})
        self._positionals.title, self._optionals.title = "à donner", "options"
        self.add_argument("-h", "--help", action="help", help="montre cette aide et s'arrête")

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
            ("argument", "option"),
            ("choose from", "choisissez parmi"),
            ("expected at least one argument", "une valeur est attendue"),
        ):
            message = message.replace(english, french)
        self.exit(2, f"Erreur : {message}\n")
