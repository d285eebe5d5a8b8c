"""A card of the directory corrected by hand: only what was changed is written, and only over what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.console.directory_fields import FIELDS
from resources_directory import review
from resources_directory.models import Service, VerifiedField


@dataclass(frozen=True)
class Clash:
    """Somebody changed the card since it was read: nothing was written.

    ``fields`` are those that are no longer what was seen, ``by`` the login that corrected one of them last, "" for an
    import.
    """

    fields: tuple[str, ...]
    by: str


def plain(values: Mapping[str, str]) -> dict[str, str]:
    """The fields as a form gives them back: the same line ends, no space around, no longer than the form takes."""
    return {
        name: values.get(name, "").replace("\r\n", "\n").strip()[:longest]
        for name, (_, _, longest, _) in FIELDS.items()
    }


def read(session: Session, service_id: str) -> dict[str, str] | None:
    """What may be corrected, as text, with its ``status``; None when there is no such service."""
    service = session.get(Service, service_id)
    if service is None:
        return None
    values = {name: str(getattr(service, name) or "") for name in FIELDS if hasattr(Service, name)}
    where = service.location
    values |= {name: str(getattr(where, name) or "") if where else "" for name in review.PLACE}
    values["phone"] = ", ".join(phone.number for phone in service.phones)
    return {**plain(values), "status": str(service.status)}


def correct(
    session: Session, service_id: str, by: str, seen: Mapping[str, str], typed: Mapping[str, str]
) -> Clash | None:
    """Write the fields that differ from what was ``seen``, dated today; None when done.

    The row is locked first, so that of two corrections at once the second sees what the first one wrote.
    """
    session.execute(select(Service.id).where(Service.id == service_id).with_for_update())
    now = read(session, service_id) or {}
    moved = tuple(name for name in FIELDS if now.get(name, "") != seen[name])
    if moved:
        return Clash(moved, _last_hand(session, service_id, moved))
    review.verify(session, service_id, by, changed(seen, typed))
    return None


def changed(seen: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that the person changed, as typed."""
    return {name: value for name, value in typed.items() if value != seen[name]}


def _last_hand(session: Session, service_id: str, fields: tuple[str, ...]) -> str:
    """Who verified the card last, when one of these fields was corrected by hand."""
    by_hand = select(VerifiedField.id).where(VerifiedField.service_id == service_id, VerifiedField.field.in_(fields))
    service = session.get(Service, service_id)
    return str(service.verified_by or "") if service and session.scalars(by_hand).first() is not None else ""
