"""A service noted from memory that a document now tells stays one service: its old identifier leads to the new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from .merging import accept
from .models import MergeProposal, Service
from .record import Record

FROM_MEMORY = "Relevé du projet, à vérifier"  # the source of what the project noted without a document
BY = "relais"


def follow(session: Session, records: Iterable[Record]) -> int:
    """Merges the services that were loaded from memory into those that the records now source; how many.

    A pair that was proposed already is taken as it is; one that a person decided upon stays as decided.
    """
    moved = {replace(record, source=FROM_MEMORY).id: record.id for record in records if record.source != FROM_MEMORY}
    old = session.scalars(select(Service.id).where(Service.id.in_(moved), Service.status == "active")).all()
    return sum(accept(session, _proposed(session, former, moved[former]), BY) is not None for former in old)


def _proposed(session: Session, former: str, latter: str) -> int:
    """The number of the proposal of this pair, made when there is none; `accept` leaves a decided one alone."""
    first, second = sorted((former, latter))
    pair = (MergeProposal.first_id == first, MergeProposal.second_id == second)
    row = session.scalars(select(MergeProposal).where(*pair)).first()
    if row is None:
        row = MergeProposal(first_id=first, second_id=second, reasons="name", score=3)
        session.add(row)
        session.flush()
    return int(row.id)
