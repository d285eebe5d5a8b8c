"""« Où en est ma demande ? » by its whole code: what became of it, the next service, news, and cancelling.

The code is sent in the body of a form and never in an address, which histories and logs keep.
"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web
from sqlalchemy.orm import Session

from bot.gateway.errors import SENTENCES
from bot.gateway.keys import CONTENT, LIMITER, SETTINGS
from bot.gateway.loop_parts import HERE, field, guarded, in_database, notice, page
from bot.gateway.news_pages import CHOICES, DONE
from bot.gateway.opinion_pages import CHOICES as OPINIONS
from bot.gateway.opinion_pages import THANKS, keep
from bot.gateway.origin import client_address
from bot.referrals import news, proposals, satisfaction
from bot.referrals.models import Referral
from bot.referrals.routing import Routes
from bot.referrals.status import cancel, held_by, status

routes = web.RouteTableDef()
CODES_PER_MINUTE = 10


@routes.get("/suivi/style.css")
async def style(_request: web.Request) -> web.FileResponse:
    """The style of the pages of the loop."""
    return web.FileResponse(
        HERE / "static" / "loop.css",
        headers={"Content-Type": "text/css; charset=utf-8", "Cache-Control": "public, max-age=3600"},
    )


@routes.get("/suivi")
@guarded
async def ask(request: web.Request) -> web.Response:
    """The form."""
    return page(request, "status_form.html", problem="", code="")


@routes.post("/suivi")
@guarded
async def tell(request: web.Request) -> web.Response:
    """What became of the request."""
    return await _status(request, await _code(request))


@routes.post("/suivi/annuler")
@guarded
async def take_back(request: web.Request) -> web.Response:
    """« Je ne veux plus être rappelé »: asked once more, then done."""
    code = await _code(request)
    if await field(request, "sure", 5) != "yes":
        found = await in_database(request, lambda session: status(session, code))
        if found is None or not found.can_cancel:
            return await _status(request, code)
        return page(request, "status_cancel.html", code=code, service=found.service_name)
    done = await in_database(request, lambda session: cancel(session, code))
    return await _status(request, code, "Votre demande est annulée. Personne ne vous rappellera." if done else "")


@routes.post("/suivi/autre-service")
@guarded
async def other_service(request: web.Request) -> web.Response:
    """Yes or no to the service that is proposed; a yes hands the request over, by this agreement."""
    code, choice = await _code(request), await field(request, "choice", 10)
    shown = await field(request, "service", 300)
    settings = request.app[SETTINGS]

    def act(session: Session, referral: Referral) -> str:
        proposal = proposals.latest(session, referral)
        if proposal is None or choice not in ("yes", "no") or proposal.service_name != shown:
            return ""  # what was shown is what is decided
        if choice == "no":
            proposals.decline(session, referral, "person")
            return "C'est noté. Votre demande ne va pas à ce service."
        words = consent_words(request, str(proposal.service_name))
        if proposals.accept(session, referral, "person", Routes.of(settings), words):
            return f"C'est noté. Votre demande est pour : {proposal.service_name}."
        return ""

    return await _acted(request, code, act)


@routes.post("/suivi/nouvelles")
@guarded
async def give_news(request: web.Request) -> web.Response:
    """The answer to « Avez-vous eu quelqu'un ? », when it is due."""
    code, choice = await _code(request), await field(request, "answer", 20)
    settings = request.app[SETTINGS]

    def act(session: Session, referral: Referral) -> str:
        question = news.pending(session, referral)
        if question is None or choice not in CHOICES:
            return ""
        taken = news.answer(session, referral, int(question.step), choice, "person", Routes.of(settings))
        return DONE[choice] if taken and (choice != "stop" or referral.state == "cancelled") else ""

    return await _acted(request, code, act)


@routes.post("/suivi/avis")
@guarded
async def give_opinion(request: web.Request) -> web.Response:
    """Whether the help was useful, once the request is over."""
    code, choice = await _code(request), await field(request, "answer", 20)
    word = await field(request, "word", satisfaction.LONGEST_WORD)

    def act(session: Session, referral: Referral) -> str:
        return THANKS if keep(request, session, referral, choice, word) else ""

    return await _acted(request, code, act)


def consent_words(request: web.Request, service: str) -> str:
    """The wording that the person agrees to when another service is proposed: shown, and recorded as shown."""
    settings = request.app[SETTINGS]
    return request.app[CONTENT].text(
        "proposal_consent", country=settings.country, organisation=settings.organisation, service=service
    )


async def _acted(request: web.Request, code: str, act: Callable[[Session, Referral], str]) -> web.Response:
    def work(session: Session) -> str:
        referral = held_by(session, code)
        return act(session, referral) if referral is not None else ""

    return await _status(request, code, await in_database(request, work))


async def _status(request: web.Request, code: str, done: str = "") -> web.Response:
    found = await in_database(request, lambda session: status(session, code))
    if found is None:
        problem = SENTENCES["reference_not_found"]
        return page(request, "status_form.html", 404, problem=problem, code=code)
    words = consent_words(request, found.proposed.name) if found.proposed and found.proposed.name else ""
    return page(
        request, "status.html", found=found, code=code, done=done, choices=CHOICES, opinions=OPINIONS, consent=words
    )


async def _code(request: web.Request) -> str:
    """The code of the form; few a minute, since codes could be tried one after another.

    :raises web.HTTPTooManyRequests: with its page.
    """
    if not await request.app[LIMITER].allow(f"code:{client_address(request)}", CODES_PER_MINUTE):
        refusal = notice(request, "Un instant", SENTENCES["too_many"], status=429)
        raise web.HTTPTooManyRequests(text=refusal.text, content_type="text/html", headers={"Retry-After": "60"})
    return await field(request, "code", 60)
