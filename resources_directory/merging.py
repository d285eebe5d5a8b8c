"""Merges two services that are one, or says that they are two. The one that goes leads to the one that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from .duplicates import REASONS
from .index_rows import reindex
from .models import MergeProposal, Phone, Report, Service, VerifiedField, now
from .writer import FIELDS

MERGED = "merged"  # the status of a service that became another
FILLED = tuple(name for name in FIELDS if name not in {"name", "status"})


@dataclass(frozen=True)
class Proposal:
    """Two services that may be one; `reasons` in French. `kept_id`: the one that `accept` keeps by default."""

    id: int
    first_id: str
    first_name: str
    second_id: str
    second_name: str
    reasons: str
    score: int
    kept_id: str


def proposals(session: Session, limit: int = 50) -> list[Proposal]:
    """Pairs that await a decision, the surest first; not those of which one is closed, or has become another."""
    rows = session.scalars(
        _awaiting(select(MergeProposal)).order_by(MergeProposal.score.desc(), MergeProposal.id).limit(limit)
    ).all()
    ids = {i for row in rows for i in (row.first_id, row.second_id)}
    services = {s.id: s for s in session.scalars(select(Service).where(Service.id.in_(ids))).unique()}
    return [_proposal(row, services[row.first_id], services[row.second_id]) for row in rows]


def proposal(session: Session, proposal_id: int) -> Proposal | None:
    """One pair that awaits a decision; None when there is none of this number."""
    row = session.scalars(_awaiting(select(MergeProposal)).where(MergeProposal.id == proposal_id)).first()
    if row is None:
        return None
    return _proposal(row, session.get(Service, row.first_id), session.get(Service, row.second_id))


def count_open(session: Session) -> int:
    """How many pairs await a decision."""
    return int(session.scalar(_awaiting(select(func.count()).select_from(MergeProposal))) or 0)


def _awaiting(query: Any) -> Any:
    first, second = aliased(Service), aliased(Service)
    return (
        query.join(first, first.id == MergeProposal.first_id)
        .join(second, second.id == MergeProposal.second_id)
        .where(MergeProposal.decision == "", first.status == "active", second.status == "active")
    )


def _proposal(row: MergeProposal, first: Service, second: Service) -> Proposal:
    reasons = ", ".join(REASONS[r] for r in row.reasons.split(","))
    kept = max((first, second), key=_worth)
    return Proposal(row.id, first.id, first.name, second.id, second.name, reasons, row.score, kept.id)


def _worth(service: Service) -> tuple[bool, date, int]:
    """What somebody verified is worth most, then what is recent, then what says more."""
    told = sum(bool(getattr(service, name)) for name in FILLED) + bool(service.phones)
    return bool(service.verified_by), service.verified_at or service.source_date or date.min, told


def accept(session: Session, proposal_id: int, by: str, kept_id: str | None = None) -> str | None:
    """Merges: the kept service takes what it lacks from the other. Its identifier, or None for no open proposal.

    What it takes is protected from imports, as what a coordinator verified. The reports follow; the other one leaves
    the search, and its identifier leads to the kept one. Raises ValueError when `kept_id` is neither.
    """
    row = _open(session, proposal_id)
    if row is None:
        return None
    both = select(Service).where(Service.id.in_([row.first_id, row.second_id]))
    pair = {service.id: service for service in session.scalars(both).unique()}
    if any(service.status != "active" for service in pair.values()):
        return None
    chosen = kept_id or max(pair.values(), key=_worth).id
    if chosen not in pair:
        raise ValueError(f"Ce service n'est pas dans la proposition : {chosen}.")
    kept = pair.pop(chosen)
    (gone,) = pair.values()
    for name in _fill(kept, gone):
        mark = session.scalar(
            select(VerifiedField).where(VerifiedField.service_id == kept.id, VerifiedField.field == name)
        )
        if mark is None:
            session.add(VerifiedField(service_id=kept.id, field=name, verified_at=date.today(), verified_by=by))
    gone.status = MERGED
    session.execute(update(Report).where(Report.service_id == gone.id).values(service_id=kept.id))
    # Other proposals that speak of the one that went have no object any more.
    session.execute(
        update(MergeProposal)
        .where(
            MergeProposal.decision == "",
            (MergeProposal.first_id == gone.id) | (MergeProposal.second_id == gone.id),
        )
        .values(decision="refused", decided_at=now(), decided_by=by)
    )
    row.decision, row.kept_id, row.decided_at, row.decided_by = "accepted", kept.id, now(), by
    session.flush()
    for service in (kept, gone):
        reindex(session, service)
    return str(kept.id)


def _fill(kept: Service, gone: Service) -> list[str]:
    """Gives to a service what it lacks; the names of what changed."""
    changed = []
    for name in FILLED:
        if not getattr(kept, name) and getattr(gone, name):
            setattr(kept, name, getattr(gone, name))
            changed.append(name)
    needs = list(dict.fromkeys([*kept.needs.split(","), *gone.needs.split(",")]))
    if ",".join(needs) != kept.needs:
        kept.needs = ",".join(needs)
        changed.append("needs")
    if not kept.phones and gone.phones:
        origin = {n: getattr(gone, n) for n in ("source", "source_id", "licence", "source_url", "source_date")}
        kept.phones = [Phone(number=phone.number, label=phone.label, **origin) for phone in gone.phones]
        changed.append("phone")
    return changed


def refuse(session: Session, proposal_id: int, by: str) -> bool:
    """Says that these are two services: never proposed again. False for no open proposal."""
    row = _open(session, proposal_id)
    if row is None:
        return False
    row.decision, row.decided_at, row.decided_by = "refused", now(), by
    return True


def _open(session: Session, proposal_id: int) -> MergeProposal | None:
    row: MergeProposal | None = session.get(MergeProposal, proposal_id)
    return row if row is not None and row.decision == "" else None


def successor(session: Session, service_id: str) -> str:
    """The service that this one became, through all merges; itself when it is still there."""
    seen = set()
    while service_id not in seen:
        seen.add(service_id)
        kept = session.scalar(
            select(MergeProposal.kept_id).where(
                MergeProposal.decision == "accepted",
                (MergeProposal.first_id == service_id) | (MergeProposal.second_id == service_id),
                MergeProposal.kept_id != service_id,
            )
        )
        service_id = kept or service_id
    return service_id
