"""How long people wait: until the first act of the team, and until the end. Over a sample, the latest requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import func, select

from bot.console.context import Context
from bot.console.scanning import scanned
from bot.console.suppression import FEWEST
from bot.referrals.lifecycle import CLOSED
from bot.referrals.models import Referral, ReferralEvent

SAMPLE = 500
_NOBODY = ("person", "system", "service")
_BOUNDS: tuple[tuple[str, float], ...] = (
    ("le jour même", 24),
    ("sous deux jours", 48),
    ("sous une semaine", 7 * 24),
    ("sous un mois", 30 * 24),
    ("plus d'un mois", float("inf")),
)


@dataclass(frozen=True)
class Delay:
    """``hours``: one for each request of the sample where it is known."""

    hours: tuple[float, ...]

    @property
    def enough(self) -> bool:
        """Fewer than five people tell nothing, and could be known."""
        return len(self.hours) >= FEWEST

    @property
    def median(self) -> float | None:
        """In hours; None when there are too few."""
        return median(self.hours) if self.enough else None

    def within(self, hours: float) -> float | None:
        """The share, 0 to 1, of those that took at most so long; None when there are too few."""
        return sum(h <= hours for h in self.hours) / len(self.hours) if self.enough else None

    def spread(self) -> dict[str, int]:
        """How many by length of the wait."""
        found = dict.fromkeys((name for name, _ in _BOUNDS), 0)
        for hours in self.hours:
            found[next(name for name, bound in _BOUNDS if hours <= bound)] += 1
        return found


def first_act(context: Context, since: datetime) -> Delay:
    """From the request to the first act of the team."""
    return _delay(context, since, [], [ReferralEvent.actor.not_in(_NOBODY)])


def closed(context: Context, since: datetime) -> Delay:
    """From the request to its end, for those that ended."""
    ended = ReferralEvent.to_state.in_(CLOSED)
    return _delay(context, since, [scanned(Referral.state).in_(CLOSED)], [ended])


def _delay(context: Context, since: datetime, of: Sequence[Any], at: Sequence[Any]) -> Delay:
    latest = (
        select(Referral.id, Referral.created_at)
        .where(context.mine, Referral.created_at >= since, *of)
        .order_by(Referral.created_at.desc())
        .limit(SAMPLE)
        .subquery()
    )
    rows = context.session.execute(
        select(latest.c.created_at, func.min(ReferralEvent.at))
        .join(ReferralEvent, ReferralEvent.referral_id == latest.c.id)
        .where(*at)
        .group_by(latest.c.id, latest.c.created_at)
    )
    return Delay(tuple(max(0.0, (moment - created).total_seconds() / 3600) for created, moment in rows))
