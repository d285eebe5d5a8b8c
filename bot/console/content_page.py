"""Content: the cards by the date of their last reading, and the questions that found no answer."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import now
from bot.console.context import Answer, Context, Page
from bot.console.gaps import gaps
from bot.console.roles import EDITORS
from bot.console.routes import Routes

routes = Routes()
REVIEW_EVERY = timedelta(days=365)
LINES_EVERY = timedelta(days=90)
PERIODS = {"30": "30 jours", "90": "3 mois", "365": "12 mois"}
# What is no topic among the guesses and the choices.
SPECIAL = {
    "out_of_scope": "hors sujet",
    "medical": "question médicale (renvoyée au médecin ou au pharmacien)",
    "not_that": "« Ce n'est pas ça »",
    "human": "demande de rappel",
}


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


@routes.get("/content/gaps", EDITORS)
def unanswered(context: Context) -> Answer:
    """What people ask and the assistant is not sure of: where a card, or words for the understanding, are missing."""
    context.log("content.view")
    days = context.query.get("period", "90")
    days = days if days in PERIODS else "90"
    found = gaps(context.session, (now() - timedelta(days=int(days))).date())
    return Page("gaps.html", {"gaps": found, "period": days, "periods": PERIODS, "special": SPECIAL})


def is_old(reviewed_on: date, today: date) -> bool:
    """True when a card was not read again for twelve months."""
    return today - reviewed_on > REVIEW_EVERY
