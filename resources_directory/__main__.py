"""Runs the command line."""

import sys

from . import place_command
from .french_parser import quiet


def run() -> int:
    """One command; « … | head » and Ctrl-C end it without a trace."""
    try:
        if sys.argv[1:2] == ["place"]:
            code = place_command.main(sys.argv[1:])
        else:
            from .cli import main  # the database's libraries take a third of a second to import

            code = main()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        quiet()
        return 0
    except KeyboardInterrupt:
        return 130


sys.exit(run())
