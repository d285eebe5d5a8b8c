"""Runs the command line."""

import sys

from . import place_command

if sys.argv[1:2] == ["place"]:
    code = place_command.main(sys.argv[1:])
else:
    from .cli import main  # the database's libraries take a third of a second to import

    code = main()
sys.exit(code)
