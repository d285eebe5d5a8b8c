"""Options of a command line whose errors are said in French."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Says errors in French."""

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
