"""The conversation for those who have no JavaScript: one form, the whole history in the page, no cookie."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.gateway.chat_api import address_allowed, refused
from bot.gateway.conversation import LONGEST, Said
from bot.gateway.errors import SENTENCES
from bot.gateway.keys import CONTENT, CONVERSATIONS, SETTINGS, TOKENS
from bot.gateway.tokens import BadToken

routes = web.RouteTableDef()
_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True)
_SCHEMES = ("https://", "http://", "tel:", "sms:", "mailto:", "/")


@routes.get("/simple")
async def begin(request: web.Request) -> web.Response:
    """What this is, and one button to begin: nothing is opened before the person asks."""
    return _page(request)


@routes.post("/simple")
async def turn(request: web.Request) -> web.Response:
    """One turn: the token is in the form, the history comes back in the page."""
    form = await request.post()
    token, typed, button = (str(form.get(name, ""))[:4000] for name in ("token", "text", "button"))
    conversations = request.app[CONVERSATIONS]
    if not token:
        if not await address_allowed(request):
            return _page(request, notice=SENTENCES["too_many"])
        issued = request.app[TOKENS].issue()
        await conversations.open(issued.session_id, channel="simple")
        return _page(request, issued.token, await conversations.history(issued.session_id))
    try:
        session_id = request.app[TOKENS].read(f"Bearer {token}")
    except BadToken:
        return _page(request, notice=SENTENCES["unauthorised"])
    notice = ""
    said = Said(buttons=(button,)) if button else Said(text=typed)
    if not button and not typed.strip():
        notice = SENTENCES["empty"]
    elif await refused(request, session_id) is not None:
        if not await conversations.screen(session_id, said):
            notice = SENTENCES["too_many"]
    else:
        await conversations.say(session_id, said)
    return _page(request, token, await conversations.history(session_id), notice)


def _page(
    request: web.Request, token: str = "", history: list[dict[str, object]] | None = None, notice: str = ""
) -> web.Response:
    page = _PAGES.get_template("simple.html").render(
        token=token,
        history=history or [],
        notice=notice,
        longest=LONGEST,
        lines=request.app[CONTENT].emergency(request.app[SETTINGS].country or None),
        allowed=lambda href: str(href).startswith(_SCHEMES),
    )
    return web.Response(text=page, content_type="text/html")
