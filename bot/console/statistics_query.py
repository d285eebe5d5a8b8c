"""The numbers of the statistics pages, as queries within the territories of the person who asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.console.context import Context
from bot.console.scanning import scanned
from bot.console.suppression import Cell
from bot.console.territories import sees
from bot.referrals.loop_models import Satisfaction
from bot.referrals.models import Referral, UnmetNeed
from bot.referrals.satisfaction import WORDS

DIGITAL = ("mon_espace_sante", "digital_help")
HELPED, ACTIVATED = "personnes aidées", "Mon espace santé activé"


@dataclass(frozen=True)
class Requests:
    """Requests of a period: by (need, département); by state; ended ones by reason; digital help by département."""

    needs: dict[Cell, int]
    states: dict[str, int]
    reasons: dict[str, int]
    digital: dict[Cell, int]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.states.values())


def requests(context: Context, since: datetime) -> Requests:
    """Count the requests received since ``since``, in one reading of one index."""
    columns = (Referral.need, Referral.departement, Referral.state, Referral.state_reason)
    rows = context.session.execute(
        select(*columns, func.count()).where(context.mine, Referral.created_at >= since).group_by(*columns)
    )
    needs: Counter[Cell] = Counter()
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    digital: Counter[Cell] = Counter()
    for need, departement, state, reason, number in rows:
        needs[need, departement] += number
        states[state] += number
        if state in ("completed", "cancelled", "failed", "rejected"):
            reasons[reason or "none"] += number
        if need in DIGITAL and state == "completed":
            digital[departement, HELPED] += number
            if reason == "activated":
                digital[departement, ACTIVATED] += number
    return Requests(dict(needs), dict(states), dict(reasons), dict(digital))


def opinions(context: Context, since: datetime) -> dict[str, int]:
    """« useful », « not-useful » → how many people said so since ``since``."""
    rows = context.session.execute(
        select(Satisfaction.useful, func.count())
        .join(Referral, Referral.id == Satisfaction.referral_id)
        .where(context.mine, Satisfaction.answered_at >= since)
        .group_by(Satisfaction.useful)
    )
    return {WORDS[bool(useful)]: int(number) for useful, number in rows}


def places(context: Context, since: datetime) -> dict[Cell, int]:
    """(commune, need) → requests received."""
    columns = (scanned(Referral.place_code), scanned(Referral.need))
    rows = context.session.execute(
        select(*columns, func.count()).where(context.mine, Referral.created_at >= since).group_by(*columns)
    )
    return {(place, need): int(number) for place, need, number in rows if place}


def unmet(context: Context, since: datetime) -> dict[Cell, int]:
    """(commune, need) → how often no local service was found."""
    rows = context.session.execute(
        select(UnmetNeed.need, UnmetNeed.place_code, func.sum(UnmetNeed.asked))
        .where(UnmetNeed.day >= since.date())
        .group_by(UnmetNeed.need, UnmetNeed.place_code)
    )
    territories = str(context.user.territories)
    return {
        (place, need): int(number) for need, place, number in rows if sees(territories, departement_of(place), place)
    }


def by_departement(cells: dict[Cell, int]) -> dict[Cell, int]:
    """(commune, need) → (need, département)."""
    found: Counter[Cell] = Counter()
    for (place, need), number in cells.items():
        found[need, departement_of(place)] += number
    return dict(found)


def departement_of(place_code: str) -> str:
    """The département of an INSEE code (« 21054 » → « 21 », « 97411 » → « 974 »); "" for Belgium and unknown places."""
    if place_code.startswith(("BE", "R")):
        return ""
    return place_code[:3] if place_code.startswith(("97", "98")) else place_code[:2]
