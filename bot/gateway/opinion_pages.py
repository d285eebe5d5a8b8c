"""« Cette aide vous a-t-elle été utile ? » by the link of a message. Opening it answers nothing."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy.orm import Session

from bot.gateway.keys import LINKS, VAULT
from bot.gateway.loop_parts import field, guarded, in_database, notice, page, refused
from bot.referrals import satisfaction
from bot.referrals.links import BadLink
from bot.referrals.models import Referral

routes = web.RouteTableDef()
PATH = "/avis/{token}"
CHOICES: dict[str, str] = {"useful": "Utile", "not-useful": "Pas utile"}
THANKS = "Merci. Votre avis est gardé, et compté avec les autres, sans nom."


@routes.get(PATH, allow_head=False)
@guarded
async def ask(request: web.Request) -> web.Response:
    """The question; ``?r=`` is the answer of the link, still to be confirmed."""
    try:
        awaited = await in_database(request, lambda session: satisfaction.awaited(session, _open(request, session)))
    except BadLink as error:
        return refused(request, error)
    if not awaited:
        return _over(request)
    return page(request, "opinion.html", choices=CHOICES, chosen=request.query.get("r", ""), code="", action="")


@routes.post(PATH)
@guarded
async def answer(request: web.Request) -> web.Response:
    """The answer; a second one changes nothing."""
    choice, word = await field(request, "answer", 20), await field(request, "word", satisfaction.LONGEST_WORD)
    if choice not in CHOICES:
        return notice(request, "Réponse non reçue", "Choisissez une des deux réponses.", status=400)

    def act(session: Session) -> bool:
        return keep(request, session, _open(request, session), choice, word)

    try:
        taken = await in_database(request, act)
    except BadLink as error:
        return refused(request, error)
    return notice(request, "Merci", THANKS) if taken else _over(request)


def keep(request: web.Request, session: Session, referral: Referral, choice: str, word: str) -> bool:
    """Write an answer of the page; False when it is none, or when it was not awaited."""
    if choice not in CHOICES:
        return False
    return satisfaction.answer(session, request.app[VAULT], referral, choice == "useful", word)


def _open(request: web.Request, session: Session) -> Referral:
    return request.app[LINKS].open(session, "o", request.match_info["token"]).referral


def _over(request: web.Request) -> web.Response:
    return notice(request, "Réponse déjà reçue", "Vous avez déjà répondu, ou la question n'est plus posée.")
