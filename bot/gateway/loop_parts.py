"""What the pages of the loop share: templates, no script, own forms only, few requests, honest failures."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.console import times
from bot.console.csrf import is_foreign
from bot.console.labels import phone_link
from bot.gateway.errors import SENTENCES
from bot.gateway.keys import CONTENT, DATABASE, LIMITER, SETTINGS
from bot.gateway.origin import client_address
from bot.interview.values import contact_words
from bot.privacy.vault import VaultError
from bot.referrals.lifecycle import ChangedMeanwhile
from bot.referrals.links import BadLink

HERE = Path(__file__).parent
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Result = TypeVar("Result")
logger = logging.getLogger(__name__)
_PAGES = Environment(
    loader=FileSystemLoader(HERE / "templates" / "loop"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters.update(date=times.date, phone_link=phone_link, contact=contact_words)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # The address holds the proof: it goes to no other site. Not "no-referrer": our own forms would bear no origin.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
CHANGED = "Quelqu'un vient de modifier cette demande. Rouvrez la page, puis réessayez."
DOWN = "Il y a une panne. Rien n'a été enregistré. Réessayez dans quelques minutes."
FOREIGN = "Ce formulaire ne vient pas de cette page. Rien n'a été changé."


def page(request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
    """A page of the loop."""
    settings = request.app[SETTINGS]
    number = settings.phone or request.app[CONTENT].line(
        "tele_accueil" if settings.country == "BE" else "avec_nos_proches"
    ).number  # fmt: skip
    html = _PAGES.get_template(template).render(organisation=settings.organisation, phone=number, **values)
    return web.Response(text=html, status=status, content_type="text/html", headers=_HEADERS)


def notice(request: web.Request, title: str, *sentences: str, status: int = 200) -> web.Response:
    """A page that says one thing, and whom to call."""
    return page(request, "notice.html", status, title=title, sentences=sentences)


def refused(request: web.Request, error: BadLink) -> web.Response:
    """The page of a person's link that does not open."""
    if error.expired:
        return notice(request, "Lien expiré", "Ce lien ne fonctionne plus. Utilisez votre code de suivi.", status=410)
    return notice(request, "Lien inconnu", "Ce lien est incomplet, ou la demande est effacée.", status=404)


def guarded(handler: Handler) -> Handler:
    """Refuse forms of other sites and too many requests; say failures in French, without any content in the log."""

    @wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        settings = request.app[SETTINGS]
        forwarded = request.headers.get("X-Forwarded-Host", "") if settings.trusted_proxy else ""
        hosts = frozenset({request.host, *(host.strip() for host in forwarded.split(",") if host.strip())})
        if is_foreign(request.method, request.headers, hosts):
            return notice(request, "Formulaire refusé", FOREIGN, status=403)
        if not await request.app[LIMITER].allow(f"address:{client_address(request)}", settings.requests_per_minute):
            return notice(request, "Un instant", SENTENCES["too_many"], status=429)
        try:
            return await handler(request)
        except ChangedMeanwhile:
            return notice(request, "Demande modifiée", CHANGED, status=409)
        except (SQLAlchemyError, VaultError) as error:
            logger.error("failure on a page of the loop: %s", type(error).__name__)
            return notice(request, "Panne", DOWN, status=503)

    return answer


async def in_database(request: web.Request, work: Callable[[Session], Result]) -> Result:
    """Run ``work`` in one transaction, in a thread."""

    def run() -> Result:
        with request.app[DATABASE].session() as session:
            return work(session)

    return await asyncio.to_thread(run)


async def field(request: web.Request, name: str, longest: int = 200) -> str:
    """A field of the form that was sent, without spaces around; "" when it is absent."""
    value = (await request.post()).get(name, "")
    return value.strip()[:longest] if isinstance(value, str) else ""
