"""Statistics: needs by département, needs without an answer, delays, states. Nothing under five people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import now
from bot.console import csv_export, statistics_query
from bot.console.context import Answer, Context, Download, Page
from bot.console.roles import SIGNED_IN
from bot.console.routes import Routes
from bot.console.suppression import HIDDEN, Cell, line, suppress, totals
from bot.console.territories import label
from bot.referrals.lifecycle import STATE_LABELS, STATES

routes = Routes()
PERIODS = {"30": "30 derniers jours", "90": "3 derniers mois", "365": "12 derniers mois"}


@dataclass(frozen=True)
class Bar:
    """One line of a chart: ``number`` None is hidden; ``width`` goes from 0 to 100."""

    name: str
    number: int | None
    width: int


@routes.get("/statistics", SIGNED_IN)
def statistics(context: Context) -> Answer:
    """The page."""
    period, since = _period(context)
    context.log("statistics.view")
    found = statistics_query.requests(context, since)
    needs, states = found.needs, found.states
    return Page(
        "statistics.html",
        {
            "period": period,
            "periods": PERIODS,
            "total": _shown(sum(needs.values())),
            "needs": _bars(totals(needs, 0), lambda code: _title(context, code)),
            "places": _bars(totals(needs, 1), label),
            "unmet": _table(context, statistics_query.unmet(context, since)),
            "states": _bars(
                line({state: states[state] for state in STATES if state in states}),
                lambda code: STATE_LABELS[code],
                ranked=False,
            ),
            "delays": statistics_query.delays(context, since),
        },
    )


@routes.get("/statistics.csv", SIGNED_IN)
def export(context: Context) -> Answer:
    """The same numbers, with the same ones hidden, for a spreadsheet."""
    period, since = _period(context)
    context.log("statistics.export", period)
    needs, unmet = statistics_query.requests(context, since).needs, statistics_query.unmet(context, since)
    rows = [
        (kind, _title(context, need), label(place), _shown(number))
        for kind, cells in (("demandes", needs), ("sans solution", unmet))
        for (need, place), number in sorted(suppress(cells).items())
    ]
    body = csv_export.write(("mesure", "besoin", "département", "nombre"), rows)
    return Download(f"relais-chiffres-{period}-jours.csv", "text/csv; charset=utf-8", body)


def _period(context: Context) -> tuple[str, datetime]:
    period = context.query.get("period", "30")
    period = period if period in PERIODS else "30"
    return period, now() - timedelta(days=int(period))


def _shown(number: int | None) -> int | str:
    return HIDDEN if number is None or 0 < number < 5 else number


def _title(context: Context, need: str) -> str:
    content = context.services.content
    return content.card(need, context.services.settings.country).title if need in content.topics else need


def _bars(numbers: dict[str, int | None], name: Callable[[str], str], *, ranked: bool = True) -> list[Bar]:
    most = max((number or 0 for number in numbers.values()), default=0) or 1
    bars = [Bar(name(code), number, round(100 * (number or 0) / most)) for code, number in numbers.items()]
    return sorted(bars, key=lambda bar: (-(bar.number or 0), bar.name)) if ranked else bars


def _table(context: Context, cells: dict[Cell, int]) -> list[tuple[str, str, int | None]]:
    rows = [(_title(context, need), label(place), number) for (need, place), number in suppress(cells).items()]
    return sorted(rows, key=lambda row: (-(row[2] or 0), row[0], row[1]))[:60]
