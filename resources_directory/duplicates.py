"""Services that may be one and the same: found by SIRET, FINESS number, telephone, or name and place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from .gazetteer.normalise import fold
from .models import Identifier, Location, MergeProposal, Phone, Service

# How much each sign says. One establishment may run several services under one SIRET, or behind one switchboard.
WEIGHTS = {"finess": 4, "name": 3, "siret": 2, "phone": 1}
REASONS = {"finess": "même numéro FINESS", "name": "même nom au même endroit", "siret": "même SIRET",
           "phone": "même téléphone"}  # fmt: skip
MAX_GROUP = 6  # more services than this behind one number: a head office, not duplicates
CHUNK = 400  # identifiers in one query: under SQLite's limit of variables
Groups = Iterable[list[str]]
Pair = tuple[str, str]


def propose(session: Session) -> int:
    """Looks for duplicates everywhere; how many new pairs were proposed. What was decided is never asked again."""
    signs: dict[Pair, set[str]] = defaultdict(set)
    for reason, groups in (
        ("finess", _by_identifier(session, "finess")),
        ("siret", _by_identifier(session, "siret")),
        ("phone", _by_phone(session)),
        ("name", _by_name(session)),
    ):
        for group in groups:
            if len(group) <= MAX_GROUP:
                for pair in combinations(sorted(group), 2):
                    signs[pair].add(reason)
    known = {(p.first_id, p.second_id): p for p in session.scalars(select(MergeProposal))}
    needs = _needs(session, {i for pair in signs for i in pair})
    new = []
    for pair, reasons in signs.items():
        # Two services of one establishment meet different needs; the same FINESS number or name is one service.
        if not reasons & {"finess", "name"} and not (needs[pair[0]] & needs[pair[1]]):
            continue
        values = {"reasons": ",".join(r for r in WEIGHTS if r in reasons), "score": sum(WEIGHTS[r] for r in reasons)}
        if pair not in known:
            new.append({"first_id": pair[0], "second_id": pair[1], "decision": "", "kept_id": "", "decided_by": "",
                        **values})  # fmt: skip
        elif not known[pair].decision and known[pair].reasons != values["reasons"]:
            session.execute(update(MergeProposal).where(MergeProposal.id == known[pair].id).values(values))
    if new:
        session.execute(insert(MergeProposal), new)
    return len(new)


def _by_identifier(session: Session, scheme: str) -> Iterator[list[str]]:
    """Active services that share a number of a register."""
    shared = (
        select(Identifier.value).where(Identifier.scheme == scheme).group_by(Identifier.value).having(func.count() > 1)
    )
    rows = session.execute(
        select(Identifier.value, Identifier.service_id)
        .join(Service, Service.id == Identifier.service_id)
        .where(Identifier.scheme == scheme, Identifier.value.in_(shared), Service.status == "active")
    )
    yield from _groups(rows)


def _by_phone(session: Session) -> Iterator[list[str]]:
    """Active services that answer at one number; services of the whole country share lines on purpose."""
    rows = session.execute(
        select(Phone.number, Phone.service_id)
        .join(Service, Service.id == Phone.service_id)
        .where(Service.status == "active", Service.reach != "national")
    )
    yield from _groups((re.sub(r"\D", "", number), service) for number, service in rows)


def _by_name(session: Session) -> Iterator[list[str]]:
    """Active services of one name in one commune, or of one name and one territory."""
    rows = session.execute(
        select(Service.id, Service.name, Service.territory, Location.insee)
        .outerjoin(Location, Location.id == Service.location_id)
        .where(Service.status == "active", Service.reach != "national")
    )
    yield from _groups((f"{fold(name)}\x1f{insee or fold(territory)}", key) for key, name, territory, insee in rows)


def _groups(rows: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for value, service in rows:
        if value:
            found[value].add(service)
    yield from (list(group) for group in found.values() if len(group) > 1)


def _needs(session: Session, ids: set[str]) -> dict[str, set[str]]:
    ordered, needs = sorted(ids), {}
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        for key, text in session.execute(select(Service.id, Service.needs).where(Service.id.in_(chunk))):
            needs[key] = set(text.split(","))
    return needs
