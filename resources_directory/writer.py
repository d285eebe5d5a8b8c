"""Writes records to the tables, by batches: inserts, updates, respects verified fields, keeps the search in step."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from .index_rows import index_rows
from .models import (
    Conflict,
    Identifier,
    Location,
    NeedArea,
    NeedPoint,
    Organization,
    Phone,
    Service,
    ServiceArea,
    VerifiedField,
    now,
)
from .record import Record

BATCH = 400  # records in memory at once; under SQLite's limit of variables
FIELDS = (
    "name",
    "type",
    "description",
    "fees",
    "access_conditions",
    "hours",
    "email",
    "website",
    "territory",
    "status",
)
LISTS = ("needs", "audience", "illnesses", "modes")
PLAIN = ("age_min", "age_max", "reach", "country", "entry_point", "to_verify")
ADDRESS = (
    "address",
    "postcode",
    "city",
    "insee",
    "departement",
    "latitude",
    "longitude",
    "coordinates_source",
)
CHILDREN = (Phone, ServiceArea, Identifier, NeedArea, NeedPoint)


@dataclass
class Counts:
    """What a load did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: int = 0


def write(session: Session, records: Iterable[Record]) -> Counts:
    """Upserts records by (source, source_id) in the caller's transaction. Memory stays constant."""
    counts = Counts()
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        _write_batch(session, list({r.id: r for r in batch}.values()), counts)
    return counts


def _write_batch(session: Session, records: Sequence[Record], counts: Counts) -> None:
    ids = [r.id for r in records]
    known = {row.id: row for row in session.execute(select(Service.__table__).where(Service.id.in_(ids)))}
    changed = [r for r in records if r.id not in known or known[r.id].content_hash != r.content_hash]
    counts.unchanged += len(records) - len(changed)
    old = [r.id for r in changed if r.id in known]
    verified: dict[str, set[str]] = defaultdict(set)
    for mark in session.execute(
        select(VerifiedField.service_id, VerifiedField.field).where(VerifiedField.service_id.in_(old))
    ):
        verified[mark.service_id].add(mark.field)
    phones: dict[str, list[str]] = defaultdict(list)
    for row in session.execute(
        select(Phone.service_id, Phone.number).where(Phone.service_id.in_(old)).order_by(Phone.id)
    ):
        phones[row.service_id].append(row.number)
    _upsert_organizations(session, changed)
    _upsert_locations(session, [r for r in changed if not verified[r.id] & {"address", "postcode", "city"}])
    if old:
        for child in CHILDREN:
            session.execute(delete(child).where(child.service_id.in_(old)))
    rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for record in changed:
        values = _service_values(record)
        numbers = list(record.phones)
        if record.id in known:
            counts.updated += 1
            numbers = _keep_verified(
                session, record, known[record.id], values, phones[record.id], verified[record.id], counts
            )
            rows["update"].append(values)
        else:
            counts.created += 1
            rows[Service].append(values)
        origin = _provenance(record)
        rows[Phone] += [{"service_id": record.id, "number": n[:40], "label": "", **origin} for n in numbers]
        rows[ServiceArea] += [
            {"service_id": record.id, "kind": k, "code": c, **origin} for k, c in dict.fromkeys(record.areas)
        ]
        rows[Identifier] += [
            {"service_id": record.id, "scheme": s, "value": v, **origin} for s, v in record.identifiers.items() if v
        ]
        areas, points = index_rows(values, record.areas, record.latitude, record.longitude, record.departement)
        rows[NeedArea] += areas
        rows[NeedPoint] += points
    for values in rows.pop("update", []):
        session.execute(
            update(Service)
            .where(Service.id == values["id"])
            .values(values)
            .execution_options(synchronize_session=False)
        )
    for table in (Service, Phone, ServiceArea, Identifier, NeedArea, NeedPoint):
        if rows[table]:
            session.execute(insert(table.__table__), rows[table])
    session.expire_all()


def _service_values(record: Record) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in FIELDS + PLAIN}
    values |= {name: ",".join(getattr(record, name)) for name in LISTS}
    return (
        values
        | _provenance(record)
        | {
            "id": record.id,
            "content_hash": record.content_hash,
            "organization_id": organization_id(record),
            "location_id": record.id if _has_place(record) else None,
        }
    )


def _has_place(record: Record) -> bool:
    return bool(record.address or record.city or record.insee or record.latitude is not None)


def _keep_verified(
    session: Session,
    record: Record,
    known: Any,
    values: dict[str, Any],
    phones: list[str],
    verified: set[str],
    counts: Counts,
) -> list[str]:
    """Puts back what a coordinator verified, raising a conflict where the source says otherwise; gives the phones."""
    for name in sorted(verified & values.keys()):
        counts.conflicts += _conflict(session, record, name, getattr(known, name), values[name])
        values[name] = getattr(known, name)
    if known.verified_by and not record.verified_by:
        values["verified_at"], values["verified_by"] = known.verified_at, known.verified_by
        values["to_verify"] = known.to_verify
    if known.status == "merged":  # it became another service: an import does not bring it back
        values["status"] = known.status
    if "phone" not in verified:
        return list(record.phones)
    counts.conflicts += _conflict(session, record, "phone", ", ".join(phones), ", ".join(record.phones))
    return phones


def _conflict(session: Session, record: Record, name: str, current: object, proposed: object) -> int:
    """Raises a conflict once for each new proposal; 1 when raised. A register that says nothing contradicts nothing."""
    if not proposed or str(current or "") == str(proposed):
        return 0
    mark = hashlib.sha256(f"{record.source}\x1f{proposed}".encode()).hexdigest()
    known = select(Conflict.id).where(
        Conflict.service_id == record.id, Conflict.field == name, Conflict.proposed_hash == mark
    )
    if session.scalar(known) is not None:
        return 0
    session.execute(
        insert(Conflict).values(
            service_id=record.id,
            field=name,
            current=str(current or ""),
            proposed=str(proposed or ""),
            proposed_hash=mark,
            source=record.source,
        )
    )
    return 1


def _provenance(record: Record) -> dict[str, Any]:
    return {
        "source": record.source,
        "source_id": record.source_id,
        "licence": record.licence,
        "source_url": record.source_url,
        "source_date": record.source_date,
        "imported_at": now(),
        "verified_at": record.verified_at,
        "verified_by": record.verified_by or None,
    }


def organization_id(record: Record) -> str:
    """One organisation for each name in each source."""
    return hashlib.sha256(f"{record.source}\x1f{record.organization or record.name}".encode()).hexdigest()[:16]


def _upsert_organizations(session: Session, records: Sequence[Record]) -> None:
    wanted = {organization_id(r): r for r in records}
    known = set(session.scalars(select(Organization.id).where(Organization.id.in_(list(wanted)))))
    new = [
        _provenance(r)
        | {
            "id": i,
            "source_id": (r.organization or r.name)[:200],
            "name": (r.organization or r.name)[:300],
            "website": r.website,
        }
        for i, r in wanted.items()
        if i not in known
    ]
    if new:
        session.execute(insert(Organization.__table__), new)


def _upsert_locations(session: Session, records: Sequence[Record]) -> None:
    placed = [r for r in records if _has_place(r)]
    known = set(session.scalars(select(Location.id).where(Location.id.in_([r.id for r in placed]))))
    new = []
    for record in placed:
        values = _provenance(record) | {name: getattr(record, name) for name in ADDRESS} | {"id": record.id}
        if record.id in known:
            session.execute(
                update(Location)
                .where(Location.id == record.id)
                .values(values)
                .execution_options(synchronize_session=False)
            )
        else:
            new.append(values)
    if new:
        session.execute(insert(Location.__table__), new)
