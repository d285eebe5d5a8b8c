"""Starts Rasa with what Relais puts in place before anything of Rasa is used."""

from __future__ import annotations

import warnings


def main() -> None:
    """Rasa's own command line."""
    # Rasa and its libraries ask for their warnings whatever the filters say: they are no news for an operator.
    warnings.showwarning = lambda *_, **__: None
    from rasa.__main__ import main as rasa_main

    rasa_main()


if __name__ == "__main__":
    main()
