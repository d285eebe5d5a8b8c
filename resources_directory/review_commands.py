"""The commands `check`, `merge` and `conflicts`: the work that keeps the directory true."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from . import review
from .conflicts import KEPT, TAKEN, OpenConflict, open_conflicts, settle
from .database import database_url
from .directory import Directory
from .loading import ensure
from .tabular import Refused


def add_options(
    check: argparse.ArgumentParser, merge: argparse.ArgumentParser, conflicts: argparse.ArgumentParser
) -> None:
    """The options of these commands."""
    for command in (check, merge, conflicts):
        command.add_argument("--limit", type=int, default=50, help="nombre de lignes")
        command.add_argument("--json", action="store_true", help="une ligne JSON par élément")
    one = merge.add_mutually_exclusive_group()
    one.add_argument("--find", action="store_true", help="cherche les doublons dans tout le répertoire")
    one.add_argument("--accept", type=int, metavar="N", help="fusionne la proposition N")
    one.add_argument("--refuse", type=int, metavar="N", help="ce sont bien deux services")
    merge.add_argument("--keep", metavar="SERVICE", help="le service à garder ; sinon le plus sûr")
    for command in (merge, conflicts):
        command.add_argument("--by", default="", metavar="NOM", help="qui décide")
    one = conflicts.add_mutually_exclusive_group()
    one.add_argument("--take", type=int, metavar="N", help="prend la valeur du registre")
    one.add_argument("--keep", type=int, metavar="N", help="garde la valeur vérifiée")


def _directory() -> Directory:
    url = database_url()
    ensure(url)
    return Directory(url)


def _show(items: Sequence[Any], as_json: bool, line: Any, nothing: str) -> int:
    for item in items:
        print(json.dumps(asdict(item), ensure_ascii=False, default=str) if as_json else line(item))
    if not items and not as_json:
        print(nothing)
    return 0


def run_check(options: argparse.Namespace) -> int:
    """What is to be verified, the most urgent first."""
    with _directory().session() as session:
        items = review.to_check(session, options.limit)
    return _show(items, options.json, _check_line, "Tout est vérifié.")


def _check_line(item: review.ToCheck) -> str:
    day = f"{item.last:%d/%m/%Y}" if item.last else "jamais"
    marks = "  courriel d'une personne" if item.personal_email else ""
    return (
        f"{item.service_id}  vérifié : {day}  signalements : {item.reports}  conflits : {item.conflicts}"
        f"{marks}  {item.name}"
    )


def run_merge(options: argparse.Namespace) -> int:
    """Looks for duplicates, lists them, merges or sets apart."""
    with _directory().session() as session:
        if options.find:
            print(f"{review.propose(session)} nouvelles propositions.")
            return 0
        if options.accept is not None:
            try:
                kept = review.accept(session, options.accept, options.by, options.keep)
            except ValueError as error:
                raise Refused(str(error)) from error
            if kept is None:
                raise Refused(f"Il n'y a pas de proposition {options.accept} à décider.")
            print(f"Fusionnés. Le service gardé est {kept}.")
            return 0
        if options.refuse is not None:
            if not review.refuse(session, options.refuse, options.by):
                raise Refused(f"Il n'y a pas de proposition {options.refuse} à décider.")
            print("Noté : ce sont deux services.")
            return 0
        items = review.proposals(session, options.limit)
    return _show(items, options.json, _merge_line, "Aucun doublon à examiner. L'option --find les cherche.")


def _merge_line(item: review.Proposal) -> str:
    pair = ((item.first_id, item.first_name), (item.second_id, item.second_name))
    return "\n    ".join([f"{item.id}  {item.reasons}", *(f"{key}  {name}" for key, name in pair)])


def run_conflicts(options: argparse.Namespace) -> int:
    """Lists the conflicts of imports with verified fields, or settles one."""
    with _directory().session() as session:
        chosen = options.take if options.take is not None else options.keep
        if chosen is not None:
            if not settle(session, chosen, TAKEN if options.take is not None else KEPT, options.by):
                raise Refused(f"Il n'y a pas de conflit {chosen} à décider.")
            print("Noté.")
            return 0
        items = open_conflicts(session, limit=options.limit)
    return _show(items, options.json, _conflict_line, "Aucun conflit.")


def _conflict_line(item: OpenConflict) -> str:
    return (
        f"{item.id}  {item.name}, {item.field}\n    vérifié : « {item.current} »\n"
        f"    {item.source} : « {item.proposed} »"
    )
