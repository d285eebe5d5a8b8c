"""A service reads a request and answers it by its signed link, without an account. Each reading is in the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.console import case_view, journal
from bot.content import Content
from bot.gateway.keys import CONTENT, LINKS, SETTINGS, SIGNING_KEY, VAULT
from bot.gateway.loop_parts import field, guarded, in_database, notice, page
from bot.privacy.vault import Vault
from bot.referrals import answers
from bot.referrals.links import SERVICE_DAYS, BadLink
from bot.referrals.models import Referral
from bot.referrals.routing import Routes
from bot.referrals.standing import shareable

routes = web.RouteTableDef()
PATH = "/reponse/{token}"
_CONTACT = ("first_name", "contact", "when_to_call", "message")


class _Closed(Exception):
    """The link is right, and there is nothing to read any more. Nothing of the person is shown."""


@dataclass(frozen=True)
class Shown:
    """What the page says: only what the person agreed to share."""

    reference: str
    need: str
    place: str
    created_at: datetime
    contact: dict[str, str]
    told: list[tuple[str, str]]
    given: str | None


@routes.get(PATH, allow_head=False)
@guarded
async def read(request: web.Request) -> web.Response:
    """The request, and the six answers."""
    return await _with_link(request, lambda session, referral: _show(request, session, referral, "answer.view"))


@routes.post(PATH)
@guarded
async def give(request: web.Request) -> web.Response:
    """One answer; the same one again changes nothing."""
    code = await field(request, "answer", 20)
    if code not in answers.ANSWERS:
        return notice(request, "Réponse non reçue", "Choisissez une des six réponses. Rien n'a été changé.", status=400)

    def act(session: Session, referral: Referral) -> Shown | None:
        answers.answer(session, referral, code, Routes.of(request.app[SETTINGS]))
        still = shareable(session, referral)
        shown = _show(request, session, referral, "answer.give") if still else None
        if not still:
            _log(request, session, referral, "answer.give")
        return shown

    return await _with_link(request, act, done=answers.ANSWERS[code].done)


async def _with_link(
    request: web.Request, act: Callable[[Session, Referral], Shown | None], done: str = ""
) -> web.Response:
    def work(session: Session) -> Shown | None:
        referral = request.app[LINKS].open(session, "s", request.match_info["token"]).referral
        if not shareable(session, referral):
            raise _Closed
        return act(session, referral)

    try:
        shown = await in_database(request, work)
    except BadLink as error:
        if error.expired:
            words = f"Ce lien a fonctionné pendant {SERVICE_DAYS} jours. Il est maintenant fermé."
            return notice(request, "Lien expiré", words, status=410)
        words = "Ce lien est incomplet, ou la demande a été confiée à un autre service."
        return notice(request, "Lien inconnu", words, status=404)
    except _Closed:
        return notice(request, "Demande close", "Cette demande est terminée. Il n'y a plus rien à faire.", status=410)
    if shown is None:
        return notice(request, "Réponse enregistrée", done, "La demande est close. Merci.")
    return page(request, "answer.html", shown=shown, done=done, choices=answers.ANSWERS, days=SERVICE_DAYS)


def _show(request: web.Request, session: Session, referral: Referral, action: str) -> Shown:
    """Read the request, and write in the journal that it was read: what is not logged is not shown."""
    content: Content = request.app[CONTENT]
    vault: Vault = request.app[VAULT]
    need, country = str(referral.need), request.app[SETTINGS].country
    shown = Shown(
        str(referral.public_reference),
        content.card(need, country).title if need in content.topics else need,
        str(referral.place_label),
        referral.created_at,
        {name: case_view.sealed(referral, vault, name) for name in _CONTACT},
        case_view.answers(referral, vault),
        answers.given(session, referral),
    )
    _log(request, session, referral, action)
    return shown


def _log(request: web.Request, session: Session, referral: Referral, action: str) -> None:
    access = journal.Access(answers.ACTOR, action, str(referral.public_reference))
    journal.append(session, [access], request.app[SIGNING_KEY])
