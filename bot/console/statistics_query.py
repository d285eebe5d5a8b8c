"""The numbers of the statistics page, as queries within the territories of the person who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import func, select

from bot.console.context import Context
from bot.console.scanning import scanned
from bot.console.suppression import FEWEST, Cell
from bot.console.territories import sees
from bot.referrals.models import Referral, ReferralEvent, UnmetNeed

SAMPLE = 500
_NOBODY = ("person", "system")


@dataclass(frozen=True)
class Requests:
    """Requests of a period, by (need, département) and by state."""

    needs: dict[Cell, int]
    states: dict[str, int]


def requests(context: Context, since: datetime) -> Requests:
    """Count the requests since ``since``, in one reading."""
    columns = (scanned(Referral.need), scanned(Referral.departement), scanned(Referral.state))
    rows = context.session.execute(
        select(*columns, func.count())
        .where(context.mine, func.coalesce(Referral.created_at, since) >= since)
        .group_by(*columns)
    )
    needs: Counter[Cell] = Counter()
    states: Counter[str] = Counter()
    for need, departement, state, number in rows:
        needs[need, departement] += number
        states[state] += number
    return Requests(dict(needs), dict(states))


def unmet(context: Context, since: datetime) -> dict[Cell, int]:
    """(need, département) → how often no local service was found."""
    rows = context.session.execute(
        select(UnmetNeed.need, UnmetNeed.place_code, func.sum(UnmetNeed.asked))
        .where(UnmetNeed.day >= since.date())
        .group_by(UnmetNeed.need, UnmetNeed.place_code)
    )
    found: dict[Cell, int] = {}
    territories = str(context.user.territories)
    for need, place, number in rows:
        departement = departement_of(place)
        if sees(territories, departement, place):
            key = (need, departement)
            found[key] = found.get(key, 0) + int(number)
    return found


def delays(context: Context, since: datetime) -> Mapping[str, float | int | None]:
    """Hours between a request and the first act of the team: ``median``, ``within_2_days`` (0 to 1).

    Over the last :data:`SAMPLE` requests of the period that somebody handled; None when they are fewer than five.
    """
    latest = (
        select(Referral.id, Referral.created_at)
        .where(context.mine, Referral.created_at >= since)
        .order_by(Referral.created_at.desc())
        .limit(SAMPLE)
        .subquery()
    )
    rows = context.session.execute(
        select(latest.c.created_at, func.min(ReferralEvent.at))
        .join(ReferralEvent, ReferralEvent.referral_id == latest.c.id)
        .where(ReferralEvent.actor.not_in(_NOBODY))
        .group_by(latest.c.id, latest.c.created_at)
    )
    hours = [max(0.0, (at - created).total_seconds() / 3600) for created, at in rows]
    if len(hours) < FEWEST:
        return {"median": None, "within_2_days": None}
    return {"median": round(median(hours)), "within_2_days": sum(h <= 48 for h in hours) / len(hours)}


def departement_of(place_code: str) -> str:
    """The département of an INSEE code (« 21054 » → « 21 », « 97411 » → « 974 »); "" for Belgium and unknown places."""
    if place_code.startswith(("BE", "R")):
        return ""
    return place_code[:3] if place_code.startswith(("97", "98")) else place_code[:2]
