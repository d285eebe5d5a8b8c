"""The queue: what waits, the most urgent first."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import select

from bot.console import queue_query
from bot.console.context import Answer, Context, Page
from bot.console.labels import LEVELS
from bot.console.models import ConsoleUser
from bot.console.queue_query import PAGE_SIZE, Filters
from bot.console.roles import COORDINATORS
from bot.console.routes import Routes
from bot.console.territories import ALL, departements
from bot.referrals.lifecycle import STATE_LABELS

routes = Routes()


@routes.get("/referrals", COORDINATORS)
def queue(context: Context) -> Answer:
    """The list, its filters and its counts."""
    filters = Filters.read(context.query)
    after = context.query.get("after", "")
    context.log("referrals.search" if filters.narrowed else "referrals.view")
    rows = queue_query.page(context.session, context.mine, filters, int(context.user.id), after)
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    asked = filters.as_query()
    return Page(
        "queue.html",
        {
            "rows": rows,
            "filters": filters,
            "counts": queue_query.counts(context.session, context.mine),
            "after": after,
            "next": urlencode({**asked, "after": queue_query.cursor(rows[-1])}) if more else None,
            "first": urlencode(asked),
            "needs": [
                (topic, context.services.content.card(topic, context.services.settings.country).title)
                for topic in context.services.content.topics
            ],
            "departements": _departements(context),
            "states": STATE_LABELS,
            "levels": LEVELS,
            "people": colleagues(context),
        },
    )


def colleagues(context: Context) -> list[ConsoleUser]:
    """The open accounts that handle requests, by name."""
    return list(
        context.session.scalars(
            select(ConsoleUser)
            .where(ConsoleUser.disabled_at.is_(None), ConsoleUser.role.in_(COORDINATORS.roles))
            .order_by(ConsoleUser.full_name)
        )
    )


def _departements(context: Context) -> list[str]:
    codes = str(context.user.territories).split()
    if ALL not in codes:
        return [code for code in codes if code in departements()]
    return queue_query.used_departements(context.session)
