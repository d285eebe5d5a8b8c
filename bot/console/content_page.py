"""Content: the cards and the date when each was read again; what is old comes first."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import now
from bot.console.context import Answer, Context, Page
from bot.console.roles import EDITORS
from bot.console.routes import Routes

routes = Routes()
REVIEW_EVERY = timedelta(days=365)
LINES_EVERY = timedelta(days=90)


@routes.get("/content", EDITORS)
def content(context: Context) -> Answer:
    """The cards, the oldest review first, and the age of the file of helplines."""
    context.log("content.view")
    library, country = context.services.content, context.services.settings.country
    cards = sorted(
        (library.card(topic, country) for topic in library.topics), key=lambda card: (card.reviewed_on, card.title)
    )
    today = now().date()
    return Page(
        "content.html",
        {
            "cards": cards,
            "old": {card.topic for card in cards if is_old(card.reviewed_on, today)},
            "lines_verified_on": library.lines_verified_on,
            "lines_old": today - library.lines_verified_on > LINES_EVERY,
        },
    )


def is_old(reviewed_on: date, today: date) -> bool:
    """True when a card was not read again for twelve months."""
    return today - reviewed_on > REVIEW_EVERY
