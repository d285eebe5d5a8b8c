"""Two cards that may be one: what they say side by side, and the decision, for the pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content import Content
from resources_directory import duplicates, merging
from resources_directory.models import Service

# What the comparison shows: field → label. ``needs``, ``phone`` and ``city`` are put in words below.
_SHOWN: dict[str, str] = {
    "name": "Nom",
    "organization": "Organisme",
    "needs": "Besoins",
    "phone": "Téléphone",
    "email": "Courriel",
    "website": "Site internet",
    "address": "Adresse",
    "city": "Commune",
    "territory": "Territoire desservi",
    "hours": "Horaires",
    "fees": "Tarifs",
    "access_conditions": "Conditions",
    "description": "Présentation",
}


@dataclass(frozen=True)
class Card:
    """One of the two. ``verified``: who checked it and when, in words; ``source``: where it comes from."""

    id: str
    name: str
    source: str
    verified: str
    suggested: bool  # the one that says more, or that somebody checked


@dataclass(frozen=True)
class Line:
    """One field, as each card gives it; "" when it says nothing."""

    label: str
    first: str
    second: str

    @property
    def same(self) -> bool:
        """True when both say the same, but for case and spaces."""
        return self.first.split() == self.second.split() or self.first.casefold() == self.second.casefold()


@dataclass(frozen=True)
class Comparison:
    """A pair that awaits a decision."""

    id: int
    reasons: str
    cards: tuple[Card, Card]
    lines: tuple[Line, ...]


def compare(session: Session, proposal_id: int, content: Content, country: str) -> Comparison | None:
    """The pair of this number; None when it has been decided, or when one of the two is closed."""
    pair = merging.proposal(session, proposal_id)
    if pair is None:
        return None
    first, second = session.get(Service, pair.first_id), session.get(Service, pair.second_id)
    told = [_values(service, content, country) for service in (first, second)]
    lines = tuple(
        Line(label, told[0][name], told[1][name]) for name, label in _SHOWN.items() if told[0][name] or told[1][name]
    )
    cards = tuple(_card(service, pair.kept_id) for service in (first, second))
    return Comparison(pair.id, pair.reasons, (cards[0], cards[1]), lines)


def count(session: Session) -> int:
    """How many pairs await a decision."""
    return merging.count_open(session)


def pairs(session: Session) -> list[merging.Proposal]:
    """The pairs that await a decision, the surest first."""
    return merging.proposals(session)


def look(session: Session) -> int:
    """Look for duplicates everywhere; how many new pairs."""
    return duplicates.propose(session)


def merge(session: Session, proposal_id: int, by: str, kept_id: str) -> bool:
    """Keep this one, which takes what it lacks from the other; False when it was decided, or is no member."""
    try:
        return bool(kept_id) and merging.accept(session, proposal_id, by, kept_id) is not None
    except ValueError:
        return False


def set_apart(session: Session, proposal_id: int, by: str) -> bool:
    """They are two; never proposed again. False when it was decided."""
    return merging.refuse(session, proposal_id, by)


def names(session: Session, ids: set[str]) -> dict[str, str]:
    """Identifier → commune or territory, to tell two cards of one name apart."""
    rows = session.scalars(select(Service).where(Service.id.in_(ids))).unique()
    return {str(row.id): _city(row) or str(row.territory or "") for row in rows}


def _card(service: Service, kept_id: str) -> Card:
    by, at = service.verified_by, service.verified_at
    verified = f"vérifiée le {at:%d/%m/%Y} par {by}" if by and at else "jamais vérifiée ici"
    dated = f", du {service.source_date:%d/%m/%Y}" if service.source_date else ""
    return Card(str(service.id), str(service.name), f"{service.source}{dated}", verified, service.id == kept_id)


def _values(service: Service, content: Content, country: str) -> dict[str, str]:
    plain = {name: str(getattr(service, name, "") or "") for name in _SHOWN}
    needs = [content.card(need, country).title for need in service.needs.split(",") if need in content.topics]
    return {
        **plain,
        "organization": str(service.organization.name) if service.organization else "",
        "needs": ", ".join(needs),
        "phone": ", ".join(phone.number for phone in service.phones),
        "address": str(service.location.address or "") if service.location else "",
        "city": _city(service),
    }


def _city(service: Service) -> str:
    where = service.location
    return " ".join(part for part in (where.postcode, where.city) if part) if where else ""
