"""`python -m bot workshops PACK FICHIER.csv`: take the association's list of workshops, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.clock import now
from bot.packs import Packs
from bot.packs.workshops import WorkshopsError, file_of, parse, template
from bot.settings import Settings
from resources_directory.french_parser import Parser
from resources_directory.gazetteer import Gazetteer


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Check the file and keep it; ``--template`` prints the form. 1 when a line cannot be read: nothing changed."""
    parser = Parser(prog="python -m bot workshops")
    parser.add_argument("pack", nargs="?", help="le pack qui montre ces ateliers")
    parser.add_argument("file", nargs="?", type=Path, help="le tableau, CSV en UTF-8")
    parser.add_argument("--template", action="store_true", help="affiche le modèle à remplir")
    given = parser.parse_args(list(arguments))
    if given.template:
        sys.stdout.write(template())
        return 0
    if not given.pack or not given.file:
        parser.error("donnez un pack et un fichier, ou --template")
    packs = Packs.load(settings.packs, own=settings.home / "packs")
    if given.pack not in packs:
        print(f"Pack inconnu : « {given.pack} ». Il y a : {', '.join(packs)}.", file=sys.stderr)
        return 1
    try:
        text = given.file.read_text(encoding="utf-8-sig")
        found = parse(text, Gazetteer.load().sure)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{given.file} : fichier illisible ({type(error).__name__}).", file=sys.stderr)
        return 1
    except WorkshopsError as error:
        print(f"{given.file}, {error} Rien n'est changé.", file=sys.stderr)
        return 1
    kept = file_of(settings.home, given.pack)
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, kept)
    to_come = sum(one.start.date() >= now().date() for one in found)
    print(f"{len(found)} atelier(s) pris, {to_come} à venir. Relais les montre dès maintenant.")
    return 0
