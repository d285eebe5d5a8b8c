"""Starts Rasa with what Relais puts in place before anything of Rasa is used."""

from __future__ import annotations


def main() -> None:
    """Rasa's own command line."""
    from rasa.__main__ import main as rasa_main

    rasa_main()


if __name__ == "__main__":
    main()
