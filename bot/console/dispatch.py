"""From an HTTP request to a page: session, rule of the route, transaction, journal, answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from aiohttp import web

from bot.console import cookies, journal, sessions
from bot.console.context import BASE, Context, Download, Page, Redirect, Refused, Services
from bot.console.render import Renderer
from bot.console.roles import SIGNED_IN
from bot.console.routes import Route

AioHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]
CHANGE_PASSWORD = "/account/password"
_FREE_OF_CHANGE = frozenset({CHANGE_PASSWORD, "/logout"})


@dataclass(frozen=True)
class _Incoming:
    url: str
    token: str | None
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    files: Mapping[str, bytes]


def serve(route: Route, services: Services, renderer: Renderer) -> AioHandler:
    """Make the aiohttp handler of a route; it carries the rule, so that a middleware and a test can see it."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if route.largest:
            request = request.clone(client_max_size=route.largest)
        sent = await request.post() if request.method == "POST" else {}
        incoming = _Incoming(
            request.path_qs,
            request.cookies.get(cookies.name(services.settings)),
            dict(request.match_info),
            dict(request.query),
            {key: value for key, value in sent.items() if isinstance(value, str)},
            {key: value.file.read() for key, value in sent.items() if isinstance(value, web.FileField)},
        )
        in_thread = partial(asyncio.get_running_loop().run_in_executor, services.threads)
        try:
            return await in_thread(_work, route, services, renderer, incoming)
        except Refused as refused:
            await in_thread(_log_refusal, services, incoming.token, refused)
            raise web.HTTPForbidden() if refused.status == 403 else web.HTTPNotFound() from refused

    handle.rule = route.rule  # type: ignore[attr-defined]
    handle.largest = route.largest  # type: ignore[attr-defined]
    return handle


def _work(route: Route, services: Services, renderer: Renderer, incoming: _Incoming) -> web.Response:
    with services.database.session() as session:
        context = Context(services, session, incoming.path, incoming.query, incoming.form, incoming.url, incoming.files)
        found = sessions.read_session(session, services.signing_key, incoming.token)
        if found is not None:
            context.visit, context.account = found
        answer = _gate(route, context) or route.handler(context)
        response = _respond(answer, context, renderer)
        journal.append(session, context.accesses, services.signing_key)
    if context.new_token:
        cookies.keep(response, services.settings, context.new_token)
    elif context.forget_token:
        cookies.forget(response, services.settings)
    return response


def _gate(route: Route, context: Context) -> Redirect | None:
    stage = str(context.visit.stage) if context.visit else None
    role = str(context.account.role) if context.account else None
    if not route.rule.permits(stage, role):
        if stage == "full":
            raise Refused(403, route.path)
        wanted = context.url if route.method == "GET" and route.rule.stage == "full" else BASE + "/"
        return Redirect("/login/code" if stage == "code" else "/login?next=" + quote(wanted, safe="/"))
    must_change = bool(context.account and context.account.must_change_password and stage == "full")
    if (
        must_change
        and route.rule.permits(stage, role)
        and route.rule.stage == SIGNED_IN.stage
        and route.path not in _FREE_OF_CHANGE
    ):
        return Redirect(CHANGE_PASSWORD)
    return None


def _respond(answer: Page | Redirect | Download, context: Context, renderer: Renderer) -> web.Response:
    if isinstance(answer, Redirect):
        return web.Response(status=303, headers={"Location": BASE + answer.path})
    if isinstance(answer, Download):
        disposition = f'attachment; filename="{answer.name}"'
        return web.Response(
            body=answer.body, headers={"Content-Type": answer.content_type, "Content-Disposition": disposition}
        )
    html = renderer.page(answer.template, context, **answer.values)
    return web.Response(text=html, status=answer.status, content_type="text/html")


def _log_refusal(services: Services, token: str | None, refused: Refused) -> None:
    with services.database.session() as session:
        found = sessions.read_session(session, services.signing_key, token)
        actor = str(found[1].login) if found else ""
        journal.append(session, [journal.Access(actor, "refused", refused.object_id[:80])], services.signing_key)
