"""Settle whether two cards of the directory are one service."""

from __future__ import annotations

from bot.console import directory_duplicates
from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_page import port
from bot.console.roles import EDITORS
from bot.console.routes import Routes

routes = Routes()
LIST = "/directory/duplicates"
ONE = LIST + "/{pair:[0-9]{1,9}}"
APART = "apart"


@routes.get(LIST, EDITORS)
def pairs(context: Context) -> Answer:
    """The pairs to compare."""
    context.log("directory.view")
    found = port(context).within(directory_duplicates.pairs)
    ids = {identifier for pair in found for identifier in (pair.first_id, pair.second_id)}
    places = port(context).within(lambda session: directory_duplicates.names(session, ids))
    number = port(context).within(directory_duplicates.count)
    return Page("duplicates.html", {"pairs": found, "places": places, "number": number})


@routes.post(LIST, EDITORS)
def look(context: Context) -> Answer:
    """Look for new pairs."""
    found = port(context).within(directory_duplicates.look)
    context.log("duplicates.find", str(found))
    return Redirect(f"{LIST}?ok={'duplicates-found' if found else 'duplicates-none'}")


@routes.get(ONE, EDITORS)
def compare(context: Context) -> Answer:
    """Both cards, side by side."""
    services, number = context.services, int(context.path["pair"])
    pair = port(context).within(
        lambda session: directory_duplicates.compare(session, number, services.content, services.settings.country)
    )
    if pair is None:
        raise Refused(404, context.path["pair"])
    context.log("service.view", " ".join(card.id for card in pair.cards)[:120])
    return Page("duplicate.html", {"pair": pair, "apart": APART})


@routes.post(ONE, EDITORS)
def decide(context: Context) -> Answer:
    """Keep one of the two, or say that they are two; a second decision changes nothing."""
    number, choice, by = int(context.path["pair"]), context.text("choice", 64), str(context.user.login)
    if choice == APART:
        done = port(context).within(lambda session: directory_duplicates.set_apart(session, number, by))
        said = "duplicates-apart"
    else:
        done = port(context).within(lambda session: directory_duplicates.merge(session, number, by, choice))
        said = "duplicates-merged"
    if done:
        context.log("duplicates.apart" if choice == APART else "duplicates.merge", context.path["pair"])
    return Redirect(f"{LIST}?ok={said if done else 'loop-nothing'}")
