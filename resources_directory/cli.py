"""The command line: `python -m resources_directory place | search | load | check | merge | import | export | …`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from . import place_command, review_commands
from .database import database_url
from .directory import Directory
from .found import Found
from .french_parser import Parser
from .gazetteer import Gazetteer, Place
from .loading import ensure, load_embedded
from .named import find_named, kinds, named_in
from .tabular import Refused
from .transfer_commands import add_options, run_export, run_import, run_template
from .wording import NEEDS, kilometres

COMMANDS = ("place", "search", "load", "check", "merge", "conflicts", "import", "export", "template")


def parser() -> Parser:
    """The commands and their options."""
    main = Parser(prog="python -m resources_directory", description="Le répertoire local des services.")
    commands = main.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS), parser_class=Parser)
    place_command.add_options(commands.add_parser("place", help="comprend le lieu d'un texte"))
    search = commands.add_parser("search", help="cherche des services")
    search.add_argument(
        "--need", action="append", default=[], metavar="BESOIN", help="code du besoin ; peut se répéter"
    )
    search.add_argument("--named", metavar="NOM", help="un service par son nom : HAD, CCAS, CLIC, DAC…")
    search.add_argument("--place", metavar="LIEU", help="code (21054, 39, BE-4000) ou nom")
    for option, text in (("audience", "carer, patient…"), ("illness", "maladie"), ("mode", "mode d'accueil")):
        search.add_argument(f"--{option}", help=text)
    search.add_argument("--age", type=int, help="âge")
    search.add_argument("--limit", type=int, default=3, help="nombre de services")
    search.add_argument("--offset", type=int, default=0, help="à partir du rang")
    search.add_argument("--json", action="store_true", help="une ligne JSON par service")
    commands.add_parser("load", help="charge les données embarquées")
    review_commands.add_options(
        commands.add_parser("check", help="liste ce qui est à vérifier"),
        commands.add_parser("merge", help="trouve les doublons, les fusionne ou les sépare"),
        commands.add_parser("conflicts", help="tranche entre un registre et une valeur vérifiée"),
    )
    imported = commands.add_parser("import", help="importe un registre ou un tableau")
    exported = commands.add_parser("export", help="écrit tout le répertoire")
    add_options(imported, exported)
    commands.add_parser("template", help="écrit le modèle de tableau à remplir")
    return main


def main(arguments: Sequence[str] | None = None, stdin: TextIO | None = None) -> int:
    """Runs a command; 0 when done, 1 when nothing could be done, 2 for a wrong use."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "place":
            return place_command.run(options, stdin or sys.stdin)
        commands = {
            "search": _search,
            "load": _load,
            "check": review_commands.run_check,
            "merge": review_commands.run_merge,
            "conflicts": review_commands.run_conflicts,
            "import": run_import,
            "export": run_export,
            "template": run_template,
        }
        return commands[options.command](options)
    except Refused as error:
        return _fail(str(error))
    except (ArgumentError, NoSuchModuleError):
        return _fail("L'adresse de la base de données n'est pas valable. Vérifiez DIRECTORY_DATABASE_URL.")
    except BrokenPipeError:  # « … | head »: who reads has enough
        return 0
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        return _fail(f"La base du répertoire ne répond pas : {reason}", 1)


def _fail(message: str, code: int = 2) -> int:
    print(f"Erreur : {message}", file=sys.stderr)
    return code


def _find_place(text: str) -> Place | None:
    gazetteer = Gazetteer.load()
    known = gazetteer.get(text)
    return known or gazetteer.resolve(text).best


def _search(options: argparse.Namespace) -> int:
    unknown = [n for n in options.need if n not in NEEDS]
    if unknown:
        return _fail(f"besoin inconnu : {', '.join(unknown)}. Besoins possibles : {', '.join(NEEDS)}.")
    kind = named_in(options.named) if options.named else None
    if options.named and kind is None:
        return _fail(f"nom inconnu : {options.named}. Noms possibles : {', '.join(k.code for k in kinds())}.")
    if kind is None and not options.need:
        return _fail("dites un besoin (--need) ou un nom (--named).")
    if options.limit < 1 or options.offset < 0:
        return _fail("--limit doit être au moins 1, et --offset au moins 0.")
    place = _find_place(options.place) if options.place else None
    if options.place and place is None:
        return _fail(f"lieu inconnu : {options.place}.")
    url = database_url()
    ensure(url)
    directory = Directory(url)
    narrower = {name: getattr(options, name) for name in ("audience", "illness", "age", "mode", "limit", "offset")}
    found = (
        find_named(directory, kind, place, options.need, **narrower)
        if kind
        else directory.search(options.need, place, **narrower)
    )
    for service in found:
        print(json.dumps(asdict(service), ensure_ascii=False, default=str) if options.json else _sheet(service))
    if not found and not options.json:
        lacking = f"Le répertoire n'a pas ici {kind.what}. {kind.reach}" if kind else ""
        print(lacking or "Aucun service ne répond à cette recherche.")
    return 0


def _sheet(service: Found) -> str:
    lines = [service.name, service.why]
    lines += [f"Téléphone : {service.phone}"] if service.phone else []
    lines += [f"Site : {service.website}"] if service.website else []
    lines += [f"Adresse : {service.address}"] if service.address else []
    lines += [f"Distance : {kilometres(service.distance_km)}"] if service.distance_km is not None else []
    lines += [f"Horaires : {service.hours}"] if service.hours else []
    lines.append(f"Source : {service.source}{' (à vérifier)' if service.to_verify else ''}")
    return "\n".join(lines) + "\n"


def _load(_options: argparse.Namespace) -> int:
    counts = load_embedded(database_url())
    print(
        f"{counts.created} services ajoutés, {counts.updated} modifiés, {counts.unchanged} inchangés, "
        f"{counts.conflicts} conflits à examiner."
    )
    return 0
