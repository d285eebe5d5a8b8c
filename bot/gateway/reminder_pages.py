"""« Annuler mon rappel » by the link of the first message. Opening it changes nothing: mail filters open links too."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.loop_parts import guarded, in_database, notice, page
from bot.reminders import store

routes = web.RouteTableDef()
PATH = "/rappel/{secret}"


@routes.get(PATH, allow_head=False)
@guarded
async def ask(request: web.Request) -> web.Response:
    """One button."""
    secret = request.match_info["secret"]
    if not await in_database(request, lambda session: store.exists(session, secret)):
        return _unknown(request)
    return page(request, "reminder.html")


@routes.post(PATH)
@guarded
async def stop(request: web.Request) -> web.Response:
    """Delete the reminder and its address; a second time finds nothing."""
    secret = request.match_info["secret"]
    if not await in_database(request, lambda session: store.stop(session, secret)):
        return _unknown(request)
    return notice(request, "Rappel annulé", "C'est fait. Votre adresse est effacée : aucun message ne partira.")


def _unknown(request: web.Request) -> web.Response:
    return notice(request, "Pas de rappel", "Ce rappel est déjà parti, ou il est annulé.", status=404)
