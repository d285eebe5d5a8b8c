"""The journal of accesses, for those who administer the console."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import select

from bot.console import journal
from bot.console.context import Answer, Context, Page
from bot.console.labels import actions
from bot.console.models import AccessLog
from bot.console.roles import ADMINISTRATORS
from bot.console.routes import Routes

routes = Routes()
PAGE_SIZE = 50


@routes.get("/journal", ADMINISTRATORS)
def show(context: Context) -> Answer:
    """The latest lines, by person, action or object."""
    context.log("journal.view")
    return _page(context, None)


@routes.post("/journal/verify", ADMINISTRATORS)
def verify(context: Context) -> Answer:
    """Read the whole chain and say whether it holds."""
    context.log("journal.verify")
    return _page(context, journal.verify(context.session, context.services.signing_key))


def _page(context: Context, verdict: journal.Verdict | None) -> Page:
    asked = {name: context.query.get(name, "").strip()[:80] for name in ("actor", "action", "object")}
    query = select(AccessLog)
    for name, column in (("actor", AccessLog.actor), ("action", AccessLog.action), ("object", AccessLog.object_id)):
        if asked[name]:
            query = query.where(column == asked[name])
    before = context.query.get("before", "")
    if before.isdecimal() and len(before) < 15:
        query = query.where(AccessLog.id < int(before))
    rows = list(context.session.scalars(query.order_by(AccessLog.id.desc()).limit(PAGE_SIZE + 1)))
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    kept = {name: value for name, value in asked.items() if value}
    return Page(
        "journal.html",
        {
            "rows": rows,
            "asked": asked,
            "actions": actions(),
            "verdict": verdict,
            "first": urlencode(kept),
            "before": before,
            "next": urlencode({**kept, "before": rows[-1].id}) if more else None,
        },
    )
