"""Figures, one subject a page: requests, places, delays, conversations. Nothing under five people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.clock import now
from bot.console import charts, conversation_figures, csv_export, statistics_delays, statistics_query, xlsx_export
from bot.console.context import Answer, Context, Download, Page
from bot.console.directory_port import gazetteer
from bot.console.labels import OPINIONS, upfirst
from bot.console.roles import SIGNED_IN
from bot.console.routes import Routes
from bot.console.statistics_query import ACTIVATED, HELPED
from bot.console.statistics_tables import Table, outcome, tables, title
from bot.console.suppression import FEWEST, line, shown, suppress, totals
from bot.console.territories import label
from bot.referrals.lifecycle import STATE_LABELS, STATES

routes = Routes()
PERIODS = {"30": "30 jours", "90": "3 mois", "365": "12 mois"}
TABS = (
    ("", "Demandes"),
    ("/places", "Territoires"),
    ("/delays", "Délais"),
    ("/conversations", "Conversations"),
)
MEASURES = {"requests": "Demandes reçues", "unmet": "Recherches sans solution"}
MOST_ROWS = 60


@routes.get("/statistics", SIGNED_IN)
def asked(context: Context) -> Answer:
    """What is asked, where requests stand, how they ended."""
    period, since = _opened(context)
    found = statistics_query.requests(context, since)
    ordered = {state: found.states[state] for state in STATES if state in found.states}
    digital = suppress(found.digital)
    return _page(
        "statistics.html",
        period,
        "",
        total=shown(found.total),
        helped=shown(found.states.get("completed", 0)),
        needs=charts.bars(totals(found.needs, 0), lambda code: title(context, code)),
        places=charts.bars(totals(found.needs, 1), label),
        states=charts.bars(line(ordered), lambda code: STATE_LABELS[code], ranked=False),
        reasons=charts.bars(line(found.reasons), outcome),
        opinions=charts.bars(line(statistics_query.opinions(context, since)), lambda code: upfirst(OPINIONS[code])),
        digital=[
            (label(place), digital.get((place, HELPED), 0), digital.get((place, ACTIVATED), 0))
            for place in sorted({place for place, _ in digital})
        ],
    )


@routes.get("/statistics/places", SIGNED_IN)
def places(context: Context) -> Answer:
    """The map, and communes with what they lack."""
    period, since = _opened(context)
    measure = context.query.get("measure", "")
    measure = measure if measure in MEASURES else "unmet"
    cells = statistics_query.unmet(context, since) if measure == "unmet" else statistics_query.places(context, since)
    by_departement = statistics_query.by_departement(cells)
    numbers = totals(by_departement, 1)
    communes = totals(cells, 0)
    wide = sorted(suppress(by_departement).items(), key=lambda item: (-(item[1] or 0), item[0]))
    return _page(
        "statistics_places.html",
        period,
        "/places",
        measure=measure,
        measures=MEASURES,
        tiles=charts.tiles(numbers),
        size=charts.size(),
        departements=charts.bars(numbers, label),
        total=shown(sum(cells.values())),
        communes=_communes(context, cells, communes),
        hidden=sum(number is None for number in communes.values()),
        rows=[(title(context, need), label(place), number) for (need, place), number in wide][:MOST_ROWS],
    )


@routes.get("/statistics/delays", SIGNED_IN)
def delays(context: Context) -> Answer:
    """How long people wait."""
    period, since = _opened(context)
    first, closed = statistics_delays.first_act(context, since), statistics_delays.closed(context, since)

    def chart(delay: statistics_delays.Delay) -> list[charts.Bar]:
        return charts.bars(line(delay.spread()), lambda words: words, ranked=False) if delay.enough else []

    return _page(
        "statistics_delays.html",
        period,
        "/delays",
        first=first,
        closed=closed,
        first_chart=chart(first),
        closed_chart=chart(closed),
        sample=statistics_delays.SAMPLE,
    )


@routes.get("/statistics/conversations", SIGNED_IN)
def conversations(context: Context) -> Answer:
    """How many write, how far they go, where they stop, what they think."""
    period, since = _opened(context)
    talk = conversation_figures.read(context, since)
    questions = dict.fromkeys(opinion.question for opinion in talk.opinions)
    given = {asked: {o.answer: o.number for o in talk.opinions if o.question == asked} for asked in questions}
    return _page(
        "statistics_conversations.html",
        period,
        "/conversations",
        talk=talk,
        shown=shown,
        opinions=[(asked, charts.bars(line(answers), str, ranked=False)) for asked, answers in given.items()],
    )


@routes.get("/statistics.csv", SIGNED_IN)
def as_csv(context: Context) -> Answer:
    """The same numbers, with the same ones hidden, for a spreadsheet."""
    period, found = _export(context)
    rows = [(table.title, *row) for table in found for row in table.rows]
    body = csv_export.write(("mesure", "quoi", "où", "nombre"), rows)
    return Download(f"relais-chiffres-{period}-jours.csv", csv_export.TYPE, body)


@routes.get("/statistics.xlsx", SIGNED_IN)
def as_xlsx(context: Context) -> Answer:
    """The same again, a sheet for each table."""
    period, found = _export(context)
    sheets = [(table.title, ("quoi", "où", "nombre"), table.rows) for table in found if table.rows]
    return Download(f"relais-chiffres-{period}-jours.xlsx", xlsx_export.TYPE, xlsx_export.write(sheets))


def _export(context: Context) -> tuple[str, list[Table]]:
    period, since = _period(context)
    context.log("statistics.export", period)
    return period, tables(context, since)


def _opened(context: Context) -> tuple[str, datetime]:
    context.log("statistics.view")
    return _period(context)


def _period(context: Context) -> tuple[str, datetime]:
    period = context.query.get("period", "30")
    period = period if period in PERIODS else "30"
    return period, now() - timedelta(days=int(period))


def _page(template: str, period: str, tab: str, **values: Any) -> Page:
    return Page(template, {"period": period, "periods": PERIODS, "tabs": TABS, "tab": tab, **values})


def _communes(
    context: Context, cells: dict[tuple[str, str], int], totals_: dict[str, int | None]
) -> list[tuple[str, int, str]]:
    """(name, number, the need most often asked when enough people ask it), the greatest first."""
    kept = sorted(((-number, code) for code, number in totals_.items() if number))[:MOST_ROWS]
    by_commune: dict[str, dict[str, int]] = {code: {} for _, code in kept}
    for (code, need), number in cells.items():
        if code in by_commune:
            by_commune[code][need] = number
    found = []
    for negative, code in kept:
        numbers = by_commune[code]
        need = max(numbers, key=lambda one: (numbers[one], one))
        place = gazetteer().get(code)
        first = title(context, need) if numbers[need] >= FEWEST else ""
        found.append((place.label if place else code, -negative, first))
    return found
