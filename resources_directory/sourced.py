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
    """Merges the services that were loaded from memory into those that the records now source; how many."""
    moved = {replace(record, source=FROM_MEMORY).id: record.id for record in records if record.source != FROM_MEMORY}
    old = session.scalars(select(Service.id).where(Service.id.in_(moved), Service.status == "active")).all()
    for former in old:
        first, second = sorted((former, moved[former]))
        proposal = MergeProposal(first_id=first, second_id=second, reasons="name", score=3)
        session.add(proposal)
        session.flush()
        accept(session, proposal.id, BY)
    return len(old)
