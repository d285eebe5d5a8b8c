"""The queue as queries: the highest level first, then the longest wait; pages by keyset, so that all cost the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.console.models import ConsoleUser
from bot.console.scanning import scanned
from bot.privacy.consent import Consent
from bot.referrals.lifecycle import CLOSED, STATES
from bot.referrals.models import Referral

OPEN_STATES = tuple(state for state in STATES if state not in CLOSED)
PAGE_SIZE = 25
_COLUMNS = (
    Referral.id,
    Referral.public_reference,
    Referral.need,
    Referral.place_label,
    Referral.departement,
    Referral.level,
    Referral.state,
    Referral.service_name,
    Referral.created_at,
    Referral.updated_at,
    Consent.withdrawn_at,
)


@dataclass(frozen=True)
class Filters:
    """What is asked for; "" means all. ``state``: a state, « open » or « all ». ``assigned``: me, nobody, or an id."""

    need: str = ""
    departement: str = ""
    state: str = "open"
    level: str = ""
    assigned: str = ""
    reference: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """Read the address; what makes no sense is left out rather than refused."""
        state = query.get("state", "open")
        level = query.get("level", "")
        assigned = query.get("assigned", "")
        reference = re.sub(r"[^A-Z]", "", query.get("reference", "").upper())[:6]
        return cls(
            need=query.get("need", "")[:40],
            departement=query.get("departement", "")[:4],
            state=state if state in (*STATES, "open", "all") else "open",
            level=level if level in ("0", "1", "2", "3") else "",
            assigned=assigned if assigned in ("me", "nobody") or (assigned.isdecimal() and len(assigned) < 10) else "",
            reference=reference,
        )

    @property
    def narrowed(self) -> bool:
        """True when the person searches, and does not just open the queue."""
        return self != Filters()

    def as_query(self) -> dict[str, str]:
        """The filters for the address of the next page."""
        return {name: value for name, value in vars(self).items() if value and (name, value) != ("state", "open")}


def page(session: Session, mine: Any, filters: Filters, user_id: int, after: str = "") -> list[Any]:
    """One page and one row more, which tells whether there is a next page.

    :param mine: the condition of territory. :param after: the cursor of the last row seen.
    """
    start = _read_cursor(after)
    wanted = [int(filters.level)] if filters.level else [3, 2, 1, 0]
    rows: list[Any] = []
    for level in wanted:
        if start is not None and level > start[0]:
            continue
        query = _level(level, mine, filters, user_id).limit(PAGE_SIZE + 1 - len(rows))
        if start is not None and level == start[0]:
            _, at, last = start
            query = query.where(Referral.created_at >= at, or_(Referral.created_at > at, Referral.id > last))
        rows += session.execute(query).all()
        if len(rows) > PAGE_SIZE:
            break
    return rows


def _level(level: int, mine: Any, filters: Filters, user_id: int) -> Select:
    """The requests of one level by waiting time: the order of the index, so that reading stops with the page."""
    return (
        select(*_COLUMNS, ConsoleUser.full_name.label("assigned_name"))
        .outerjoin(ConsoleUser, ConsoleUser.id == Referral.assigned_to)
        .outerjoin(Consent, Consent.id == Referral.consent_id)
        .where(mine, Referral.level == level, *_conditions(filters, user_id))
        .order_by(Referral.created_at, Referral.id)
    )


def cursor(row: Any) -> str:
    """The place of a row in the order."""
    seconds = int(row.created_at.replace(tzinfo=timezone.utc).timestamp())
    return f"{row.level}.{seconds}.{row.id}"


def counts(session: Session, mine: Any) -> dict[str, int]:
    """How many open requests there are; how many are new, of the highest level, in nobody's hands."""
    kinds = {
        "open": Referral.id.is_not(None),
        "new": scanned(Referral.state) == "requested",
        "high": Referral.level == 3,
        "free": Referral.assigned_to.is_(None),
    }
    row = session.execute(
        select(*(func.count(case((condition, 1))) for condition in kinds.values())).where(
            mine, scanned(Referral.state).in_(OPEN_STATES)
        )
    ).one()
    return dict(zip(kinds, row, strict=True))


def used_departements(session: Session) -> list[str]:
    """The départements that have requests, by jumps in the index: cheaper than a DISTINCT over all rows."""
    found: list[str] = []
    following = session.scalar(select(func.min(Referral.departement)).where(Referral.departement > ""))
    while following is not None:
        found.append(following)
        following = session.scalar(select(func.min(Referral.departement)).where(Referral.departement > following))
    return found


def _conditions(filters: Filters, user_id: int) -> list[Any]:
    found: list[Any] = []
    if filters.reference:
        return [Referral.public_reference == filters.reference]
    if filters.state != "all":
        states = OPEN_STATES if filters.state == "open" else (filters.state,)
        found.append(scanned(Referral.state).in_(states))
    if filters.need:
        found.append(scanned(Referral.need) == filters.need)
    if filters.departement:
        found.append(scanned(Referral.departement) == filters.departement)
    if filters.assigned == "nobody":
        found.append(Referral.assigned_to.is_(None))
    elif filters.assigned:
        found.append(Referral.assigned_to == (user_id if filters.assigned == "me" else int(filters.assigned)))
    return found


def _read_cursor(text: str) -> tuple[int, datetime, int] | None:
    match = re.fullmatch(r"([0-3])\.(\d{1,11})\.(\d{1,12})", text)
    if match is None:
        return None
    level, seconds, last = (int(group) for group in match.groups())
    return level, datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None), last
