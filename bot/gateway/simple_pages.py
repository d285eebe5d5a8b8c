"""The conversation for those who have no JavaScript: one form, the conversation in the page, no cookie.

The token is in the form. So is the name of the turn: a page sent twice (a double press, a reload) is one message.
"""

from __future__ import annotations

import logging
import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from bot.conversations import STORE_DOWN
from bot.gateway.chat_api import MOST_BUTTONS, address_allowed, refused
from bot.gateway.conversation import LONGEST
from bot.gateway.errors import SENTENCES
from bot.gateway.forgetting import erased_words
from bot.gateway.keys import CONTENT, CONVERSATIONS, SETTINGS, TOKENS
from bot.gateway.said import Said
from bot.gateway.simple_view import TEMPLATES, parted
from bot.gateway.tokens import BadToken
from bot.messages import Message
from bot.rasa.typed import plain

routes = web.RouteTableDef()
logger = logging.getLogger(__name__)
_LARGEST = 4000  # characters read of one field: more than a message may have, so that « too long » is said
_TURN = re.compile(r"[A-Za-z0-9_-]{8,40}")
_SPEAKING = ("", "several")
_EXPIRED = "La conversation précédente est terminée. Une nouvelle commence. Votre texte est gardé : envoyez-le."
_NOTHING_CHECKED = "Cochez au moins une réponse. Vous pouvez aussi écrire."


@dataclass(frozen=True)
class Sent:
    """What a form says."""

    token: str = ""
    text: str = ""
    buttons: tuple[str, ...] = ()
    turn: str = ""
    act: str = ""  # "several", "erase", "erase_yes", "erase_no", "easy_on", "easy_off"; else a turn
    easy: bool = False

    @staticmethod
    def of(form: MultiDictProxy[Any]) -> Sent:
        """Read a form; a field that is a file, or missing, is empty."""

        def field(name: str) -> str:
            value = form.get(name, "")
            return value[:_LARGEST] if isinstance(value, str) else ""

        turn, act = field("turn"), field("act")
        easy = act == "easy_on" or (bool(field("easy")) and act != "easy_off")
        buttons = tuple(b[:64] for b in form.getall("button", ()) if isinstance(b, str) and b)[:MOST_BUTTONS]
        return Sent(field("token"), field("text"), buttons, turn if _TURN.fullmatch(turn) else "", act, easy)

    @property
    def said(self) -> Said:
        """The turn of a conversation that this form means."""
        if self.buttons:
            return Said(buttons=self.buttons, client_message_id=self.turn or None, easy=self.easy)
        return Said(text=self.text, client_message_id=self.turn or None, easy=self.easy)


@routes.get("/simple")
async def begin(request: web.Request) -> web.Response:
    """What this is, and where to write: nothing is opened before the person asks."""
    return _page(request, Sent())


@routes.post("/simple")
async def turn(request: web.Request) -> web.Response:
    """One turn; whatever fails, a page says it and keeps the text that was typed."""
    sent = Sent()
    try:
        sent = Sent.of(await request.post())
        return await _turn(request, sent)
    except web.HTTPRequestEntityTooLarge:
        return _page(request, sent, notice=SENTENCES["too_large"], status=413)
    except STORE_DOWN as error:
        logger.error("store failure on the simple page: %s", type(error).__name__)
        danger = await _danger(request, sent)
        notice = "" if danger else SENTENCES["unavailable"]
        return _page(request, sent, danger, notice=notice, draft=sent.text, status=503)


async def _turn(request: web.Request, sent: Sent) -> web.Response:
    conversations = request.app[CONVERSATIONS]
    if not sent.token:
        return await _open(request, sent)
    try:
        session_id = request.app[TOKENS].read(f"Bearer {sent.token}")
    except BadToken:
        return await _open(request, sent, expired=True)
    if sent.act not in _SPEAKING:
        kind = "erasing" if sent.act.startswith("erase") else "reading"
        if not await address_allowed(request, kind):
            return _page(request, sent, notice=SENTENCES["too_many_requests"], draft=sent.text, status=429)
    if sent.act == "erase_yes":
        done = await conversations.erase(session_id)
        hours = request.app[SETTINGS].session_hours
        words = erased_words(request.app[CONTENT], done, easy=sent.easy, hours=hours)
        return _page(request, Sent(easy=sent.easy), notice=words, quiet=True)
    notice, draft = "", ""
    if sent.act in _SPEAKING:
        notice = await _say(request, session_id, sent)
        draft = sent.text if notice else ""
    return _page(request, sent, await conversations.history(session_id), notice=notice, draft=draft)


async def _open(request: web.Request, sent: Sent, expired: bool = False) -> web.Response:
    """A new conversation. What was typed with « Commencer » is said at once; what was typed in an expired one is kept
    for the person to send, unless it speaks of danger."""
    conversations = request.app[CONVERSATIONS]
    issued = request.app[TOKENS].issue()
    if not await address_allowed(request):
        # Danger first, here too: in a conversation that can then go on.
        if sent.text and await conversations.screen(issued.session_id, sent.said):
            return _page(request, replace(sent, token=issued.token), await conversations.history(issued.session_id))
        return _page(request, sent, notice=SENTENCES["too_many"], draft=sent.text, status=429)
    opening = await conversations.open(issued.session_id, easy=sent.easy, channel="simple")
    begun = Sent(issued.token, sent.text, turn=sent.turn, easy=sent.easy)
    notice, draft = "", ""
    if expired and await conversations.screen(issued.session_id, begun.said) is None:
        notice, draft = _EXPIRED, sent.text
        if not plain(draft):
            notice = _EXPIRED.split(" Votre texte")[0]
    elif not expired and plain(sent.text):
        notice = await _say(request, issued.session_id, begun)
    history = await conversations.history(issued.session_id) or [{**m, "author": "assistant"} for m in opening]
    return _page(request, begun, history, notice=notice, draft=draft)


async def _danger(request: web.Request, sent: Sent) -> list[Message] | None:
    """The answer to a message that speaks of danger, when nothing can be stored."""
    try:
        answered = await request.app[CONVERSATIONS].screen(secrets.token_hex(16), sent.said)
    except STORE_DOWN:
        return None
    return [{**message, "author": "assistant"} for message in answered or []] or None


async def _say(request: web.Request, session_id: str, sent: Sent) -> str:
    """Run one turn; the sentence of what went wrong, or nothing."""
    conversations = request.app[CONVERSATIONS]
    if not sent.buttons and not plain(sent.text):
        return _NOTHING_CHECKED if sent.act == "several" else SENTENCES["empty"]
    if await refused(request, session_id) is not None:
        danger = await conversations.screen(session_id, sent.said)
        return "" if danger else SENTENCES["too_many"]
    await conversations.say(session_id, sent.said)
    return ""


def _page(
    request: web.Request,
    sent: Sent,
    history: list[Message] | None = None,
    *,
    notice: str = "",
    draft: str = "",
    status: int = 200,
    quiet: bool = False,
) -> web.Response:
    """The page of a conversation, or its beginning without a token; ``quiet``: the notice is no error."""
    settings, content = request.app[SETTINGS], request.app[CONTENT]
    before, latest = parted(history or [])
    page = TEMPLATES.get_template("simple.html").render(
        token=sent.token,
        easy=sent.easy,
        asking_erase=sent.act == "erase",
        turn=secrets.token_urlsafe(9),
        before=before,
        latest=latest,
        notice=notice,
        quiet=quiet,
        draft=draft,
        longest=LONGEST,
        organisation=settings.organisation,
        phone=settings.phone,
        lines=content.emergency(settings.country or None),
    )
    return web.Response(text=page, content_type="text/html", status=status)
