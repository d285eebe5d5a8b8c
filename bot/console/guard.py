"""The middleware around every route: denied by default, foreign forms refused, failures said in French."""

from __future__ import annotations

import logging

from aiohttp import web
from aiohttp.typedefs import Middleware
from sqlalchemy.exc import SQLAlchemyError

from bot.console.csrf import is_foreign
from bot.console.directory_port import DirectoryDown
from bot.console.dispatch import AioHandler
from bot.console.headers import protect
from bot.console.render import Renderer
from bot.console.roles import Rule

logger = logging.getLogger(__name__)

_SAID: dict[int, tuple[str, str]] = {
    403: ("Accès refusé", "Votre compte ne donne pas accès à cette page."),
    404: ("Page introuvable", "Cette page n'existe pas, ou elle ne concerne pas votre territoire."),
    405: ("Action impossible", "Cette action n'existe pas ici."),
    413: ("Texte trop long", "Votre texte est trop long. Raccourcissez-le, puis recommencez."),
    500: ("Erreur", "La console a rencontré une erreur. Elle n'a rien enregistré. Réessayez dans un instant."),
    503: ("Console en pause", "La base de données ne répond pas. Rien n'a été enregistré. Réessayez dans un instant."),
}
DIRECTORY_DOWN = ("Annuaire en panne", "L'annuaire ne répond pas. Réessayez dans un instant.")
FOREIGN = ("Formulaire refusé", "Ce formulaire ne vient pas de la console. Rien n'a été changé.")


def file_too_large(largest: int) -> tuple[str, str]:
    """What is said of a file over the limit of its form, in bytes."""
    most = f"{largest // 1_000_000} Mo"
    return "Fichier trop grand", f"Ce fichier dépasse {most}. Coupez-le en plusieurs, puis importez-les un par un."


def make_guard(renderer: Renderer, trusted_proxy: bool) -> Middleware:
    """Build the middleware."""

    def refusal(status: int, said: tuple[str, str] | None = None) -> web.Response:
        title, sentence = said or _SAID.get(status, _SAID[500])
        html = renderer.bare("error.html", title=title, sentence=sentence)
        return web.Response(text=html, status=status, content_type="text/html")

    def hosts(request: web.Request) -> frozenset[str]:
        forwarded = request.headers.get("X-Forwarded-Host", "") if trusted_proxy else ""
        return frozenset({request.host, *(host.strip() for host in forwarded.split(",") if host.strip())})

    async def answer(request: web.Request, handler: AioHandler) -> web.StreamResponse:
        if is_foreign(request.method, request.headers, hosts(request)):
            return refusal(403, FOREIGN)
        try:
            if request.match_info.http_exception is None and not isinstance(
                getattr(request.match_info.handler, "rule", None), Rule
            ):
                return refusal(403)  # a route that declares no rule is closed to everybody
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            largest = getattr(request.match_info.handler, "largest", 0)
            return refusal(413, file_too_large(largest) if largest else None)
        except web.HTTPException as error:
            return refusal(error.status)
        except DirectoryDown:
            return refusal(503, DIRECTORY_DOWN)
        except SQLAlchemyError as error:
            logger.error("database failure in the console: %s", type(error).__name__)
            return refusal(503)
        except Exception as error:  # the message may hold personal data: only the kind of error is logged
            logger.error("failure in the console: %s", type(error).__name__)
            return refusal(500)

    @web.middleware
    async def guard(request: web.Request, handler: AioHandler) -> web.StreamResponse:
        response = await answer(request, handler)
        protect(response)
        return response

    return guard
