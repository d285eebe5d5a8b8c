"""Loads the data that come with the product, and makes sure that a directory exists."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from .database import make_engine, upgrade
from .importers.own_csv import read
from .index_rows import refresh
from .models import Load, now
from .record import Record
from .sourced import follow
from .tabular import Refused, Rejection
from .writer import Counts, write

EMBEDDED = Path(__file__).parent / "data" / "embedded"
EMBEDDED_SOURCE = "embedded"


def embedded_records(folder: Path = EMBEDDED) -> list[Record]:
    """All embedded records. Raises Refused, with file and line, when a line is wrong: these files are ours."""
    records: list[Record] = []
    for path in sorted(folder.glob("*.csv")):
        for item in read(path):
            if isinstance(item, Rejection):
                raise Refused(f"{path.name}, ligne {item.line}, {item.field} « {item.value} » : {item.reason}")
            records.append(item)
    return records


def embedded_hash(folder: Path = EMBEDDED) -> str:
    """Changes when any embedded file changes."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load_embedded(url: str, folder: Path = EMBEDDED, engine: Engine | None = None) -> Counts:
    """Creates the tables when needed and loads the embedded data; does nothing when they were loaded as they are.

    Rows that the files no longer hold stay as they are. All in one transaction.
    """
    engine = engine or make_engine(url)
    upgrade(url, engine)
    mark = embedded_hash(folder)
    with Session(engine, future=True) as session, session.begin():
        refresh(session)
        load = session.get(Load, EMBEDDED_SOURCE)
        if load is not None and load.content_hash == mark:
            return Counts()
        records = embedded_records(folder)
        counts = write(session, records)
        follow(session, records)
        session.merge(Load(source=EMBEDDED_SOURCE, content_hash=mark, loaded_at=now()))
        return counts


def ensure(url: str) -> None:
    """Creates the directory when it does not exist yet, brings its tables to the last version, and loads the data of
    the project when they never were: an import may have come first."""
    engine = make_engine(url)
    loaded = False
    if inspect(engine).has_table("service"):
        upgrade(url, engine)
        with Session(engine, future=True) as session, session.begin():
            refresh(session)
            loaded = session.get(Load, EMBEDDED_SOURCE) is not None
    if not loaded:
        load_embedded(url, engine=engine)
    engine.dispose()
