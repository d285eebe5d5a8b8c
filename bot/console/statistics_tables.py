"""The figures as tables of words and numbers, each cell already hidden where it must be: what the exports write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.console import conversation_figures, statistics_delays, statistics_query
from bot.console.context import Context
from bot.console.labels import OPINIONS, OUTCOMES, reason
from bot.console.suppression import Cell, line, shown, suppress
from bot.console.territories import label
from bot.referrals.lifecycle import STATE_LABELS

Row = tuple[str, str, int | str]


@dataclass(frozen=True)
class Table:
    """One table; ``rows`` are (what, where, number)."""

    title: str
    rows: tuple[Row, ...]


def tables(context: Context, since: datetime) -> list[Table]:
    """All of them."""
    found = statistics_query.requests(context, since)
    lacking = statistics_query.by_departement(statistics_query.unmet(context, since))
    talk = conversation_figures.read(context, since)
    delays = (
        ("première action de l'équipe", statistics_delays.first_act(context, since)),
        ("fin de la demande", statistics_delays.closed(context, since)),
    )
    return [
        Table("demandes", _cells(context, found.needs)),
        Table("sans solution", _cells(context, lacking)),
        Table("états", _line(found.states, STATE_LABELS)),
        Table("issues", _line(found.reasons, OUTCOMES)),
        Table("utilité de l'aide", _line(statistics_query.opinions(context, since), OPINIONS)),
        Table("Mon espace santé", _digital(found.digital)),
        *(
            Table(f"délai, {name}", tuple((words, "", shown(n)) for words, n in line(delay.spread()).items()))
            for name, delay in delays
            if delay.enough
        ),
        Table("conversations", tuple((words, "", shown(number)) for words, number in talk.summary())),
        Table("questions posées", tuple((step.text, step.questionnaire, shown(step.asked)) for step in talk.steps)),
        Table("questions passées", tuple((s.text, s.questionnaire, shown(s.answered)) for s in talk.steps)),
        Table("avis", tuple((o.question, o.answer, shown(o.number)) for o in talk.opinions)),
    ]


def title(context: Context, need: str) -> str:
    """A need in words."""
    content = context.services.content
    return content.card(need, context.services.settings.country).title if need in content.topics else need


def outcome(code: str) -> str:
    """Why a request ended, in words."""
    return OUTCOMES.get(code) or reason(code)


def _cells(context: Context, cells: dict[Cell, int]) -> tuple[Row, ...]:
    return tuple(
        (title(context, need), label(place), shown(number)) for (need, place), number in sorted(suppress(cells).items())
    )


def _line(numbers: dict[str, int], words: Mapping[str, str]) -> tuple[Row, ...]:
    return tuple((words.get(code) or reason(code), "", shown(number)) for code, number in line(numbers).items())


def _digital(cells: dict[Cell, int]) -> tuple[Row, ...]:
    return tuple((what, label(place), shown(n)) for (place, what), n in sorted(suppress(cells).items()))
