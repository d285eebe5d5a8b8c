"""Refusals of the API: JSON with a code for programs and a French sentence for people."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)
OF_JSON = ("/api/", "/health/")
OF_PROGRAMS = (*OF_JSON, "/webhooks/", "/metrics")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SENTENCES: dict[str, str] = {
    "bad_request": "Cette demande n'est pas lisible. Rechargez la page, puis réessayez.",
    "empty": "Votre message est vide. Écrivez quelques mots.",
    "unauthorised": "Votre conversation est terminée. Ouvrez-en une nouvelle.",
    "forbidden_origin": "Ce site n'a pas le droit d'utiliser cet assistant.",
    "not_found": "Nous ne trouvons rien à cette adresse.",
    "reference_not_found": "Nous ne trouvons pas de demande avec ce code. Vérifiez chaque lettre, puis réessayez.",
    "method": "Cette action n'existe pas ici.",
    "too_large": "Votre message est trop long. Écrivez-le en plusieurs fois.",
    "too_many": "Vous envoyez beaucoup de messages. Attendez une minute, puis continuez.",
    "too_many_requests": "Beaucoup de demandes arrivent de votre connexion. Attendez une minute, puis réessayez.",
    "unavailable": "Le service est en panne pour le moment. En cas d'urgence, appelez le 15 ou le 112.",
}


class ApiError(Exception):
    """Raised by handlers; turned into JSON by :func:`middleware`."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def refusal(status: int, code: str) -> web.Response:
    """The JSON of a refusal."""
    headers = {"Retry-After": "60"} if status in (429, 503) else {}
    return web.json_response({"error": {"code": code, "message": SENTENCES[code]}}, status=status, headers=headers)


@web.middleware
async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every failure under ``/api`` and ``/health`` into JSON, logging no content."""
    if not request.path.startswith(OF_JSON):
        return await handler(request)
    try:
        return await handler(request)
    except ApiError as error:
        return refusal(error.status, error.code)
    except web.HTTPRequestEntityTooLarge:
        return refusal(413, "too_large")
    except web.RequestPayloadError:
        return unreadable(request, refusal(400, "bad_request"))
    except web.HTTPNotFound:
        return refusal(404, "not_found")
    except web.HTTPMethodNotAllowed:
        return refusal(405, "method")
    except SQLAlchemyError as error:
        logger.error("database failure on %s: %s", route(request), type(error).__name__)
        return refusal(503, "unavailable")
    except web.HTTPException:
        raise
    except Exception as error:
        # The place alone: a message or an argument could hold what a person wrote.
        logger.error("fault on %s: %s at %s", route(request), type(error).__name__, where(error))
        return refusal(503, "unavailable")


def unreadable(request: web.Request, answer: web.Response) -> web.Response:
    """The answer to a body that is not packed as its headers say: the rest of it is not waited for, nor the next."""
    request.content.feed_eof()
    answer.force_close()
    return answer


def route(request: web.Request) -> str:
    """The route, never the address: an address can hold the code of a request."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


def where(error: BaseException) -> str:
    """File and line where it was raised, without its words."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
