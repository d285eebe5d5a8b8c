"""« Avez-vous eu quelqu'un ? » by the link of an e-mail or a text message. Opening it answers nothing: mail filters
open links too."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.gateway.keys import LINKS, SETTINGS
from bot.gateway.loop_parts import field, guarded, in_database, notice, page, refused
from bot.referrals import news
from bot.referrals.links import BadLink, Opened
from bot.referrals.loop_models import FollowUp
from bot.referrals.routing import Routes
from bot.referrals.standing import agreed

routes = web.RouteTableDef()
PATH = "/nouvelles/{token}"
CHOICES: dict[str, str] = {"yes": "Oui", "not-yet": "Pas encore", "stop": "Je ne veux plus"}
DONE: dict[str, str] = {
    "yes": "Tant mieux. C'est noté.",
    "not-yet": "C'est noté. L'équipe le verra dans sa liste, et un autre service sera cherché.",
    "stop": "C'est noté. Votre demande est annulée : personne ne vous rappellera.",
}


@routes.get(PATH, allow_head=False)
@guarded
async def ask(request: web.Request) -> web.Response:
    """The question; ``?r=`` is the answer of the link, still to be confirmed."""
    try:
        _, answered = await in_database(request, lambda session: _open(request, session))
    except BadLink as error:
        return refused(request, error)
    if answered:
        return _already(request)
    return page(request, "news.html", choices=CHOICES, chosen=request.query.get("r", ""))


@routes.post(PATH)
@guarded
async def answer(request: web.Request) -> web.Response:
    """The answer; a second one changes nothing."""
    code = await field(request, "answer", 20)
    if code not in CHOICES:
        return notice(request, "Réponse non reçue", "Choisissez une des trois réponses.", status=400)

    def act(session: Session) -> tuple[bool, str]:
        opened, _ = _open(request, session)
        taken = news.answer(session, opened.referral, opened.step, code, "person", Routes.of(request.app[SETTINGS]))
        return taken, str(opened.referral.state)

    try:
        taken, state = await in_database(request, act)
    except BadLink as error:
        return refused(request, error)
    if not taken:
        return _already(request)
    said = DONE[code] if code != "stop" or state == "cancelled" else "C'est noté. Nous ne vous demanderons plus rien."
    return notice(request, "Merci", said, "Votre code de suivi dit à tout moment où en est votre demande.")


def _open(request: web.Request, session: Session) -> tuple[Opened, bool]:
    opened = request.app[LINKS].open(session, "n", request.match_info["token"])
    if not agreed(session, opened.referral):
        raise BadLink
    question = session.scalars(
        select(FollowUp).where(FollowUp.referral_id == opened.referral.id, FollowUp.step == opened.step)
    ).first()
    return opened, question is None or question.answered_at is not None


def _already(request: web.Request) -> web.Response:
    return notice(request, "Réponse déjà reçue", "Vous avez déjà répondu. Rien n'a été changé.")
