"""Imports files into the directory and exports it, each in one transaction."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from .database import make_engine, upgrade
from .gazetteer import Gazetteer
from .importers import dila
from .models import Identifier, Service
from .record import Record
from .tabular import Refused, Rejection, read
from .tabular_out import dump
from .writer import Counts, write

MAX_FILE = 200_000_000  # bytes; these two forms are read whole


def _dila(path: Path) -> Iterator[Record | Rejection]:
    names = {code: name for code, (name, _, _) in Gazetteer.load().store.departements.items()}
    return dila.read(path, names)


READERS: dict[str, Callable[[Path], Iterator[Record | Rejection]]] = {"csv": read, "dila": _dila}


def import_file(url: str, path: Path, form: str, dry_run: bool = False) -> tuple[Counts, list[Rejection]]:
    """Upserts the records of a file; what is refused is listed, the rest is kept.

    All or nothing: any failure leaves the directory as it was, and so does `dry_run`.
    Raises Refused, with a French sentence, for a file that cannot be read.
    """
    if not path.is_file():
        raise Refused(f"Le fichier {path} n'existe pas.")
    if path.stat().st_size > MAX_FILE:
        raise Refused(f"Le fichier {path} est trop grand : {MAX_FILE // 1_000_000} Mo au plus.")
    if path.stat().st_size == 0:
        raise Refused("Le fichier est vide.")
    rejections: list[Rejection] = []

    def kept() -> Iterator[Record]:
        for item in READERS[form](path):
            if isinstance(item, Rejection):
                rejections.append(item)
            else:
                yield item

    engine = make_engine(url)
    upgrade(url, engine)
    with Session(engine, future=True) as session:
        counts = write(session, kept())
        if dry_run:
            session.rollback()
        else:
            session.commit()
    return counts, rejections


def write_rejections(rejections: list[Rejection], stream: TextIO) -> None:
    """The rejection report: line, field, value, reason."""
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(("ligne", "champ", "valeur", "raison"))
    writer.writerows((r.line, r.field, r.value, r.reason) for r in rejections)


def export_csv(session: Session, stream: TextIO) -> None:
    """All active services, in the form that `import` reads."""
    services = session.scalars(select(Service).where(Service.status == "active").order_by(Service.id)).unique()
    dump((_record(session, s) for s in services), stream)


def _record(session: Session, s: Service) -> Record:
    place = s.location
    identifiers = session.execute(select(Identifier.scheme, Identifier.value).where(Identifier.service_id == s.id))
    split: dict[str, Any] = {
        name: tuple(filter(None, getattr(s, name).split(","))) for name in ("needs", "audience", "illnesses", "modes")
    }
    same = (
        "source",
        "source_id",
        "name",
        "type",
        "description",
        "fees",
        "access_conditions",
        "hours",
        "email",
        "website",
        "territory",
        "age_min",
        "age_max",
        "reach",
        "country",
        "entry_point",
        "to_verify",
        "licence",
        "source_url",
        "source_date",
        "verified_at",
        "status",
    )
    where = ("address", "postcode", "city", "insee", "departement", "latitude", "longitude", "coordinates_source")
    own = s.organization.name
    return Record(
        **{n: getattr(s, n) for n in same},
        **split,
        verified_by=s.verified_by or "",
        **({n: getattr(place, n) for n in where} if place else {}),
        organization="" if own == s.name else own,
        areas=tuple((a.kind, a.code) for a in s.areas),
        phones=tuple(p.number for p in s.phones),
        identifiers={scheme: value for scheme, value in identifiers},
    )
