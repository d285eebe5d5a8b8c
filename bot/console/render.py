"""Templates: always escaped, undefined names refused, the vocabulary of the pages given as filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.console import labels, times
from bot.console.context import BASE, Context
from bot.console.menu import menu
from bot.console.roles import ROLE_LABELS
from bot.console.territories import label as territory
from bot.content import Content
from bot.interview.values import contact_words

_FILTERS: dict[str, Any] = {
    "date": times.date,
    "moment": times.moment,
    "waiting": times.waiting,
    "duration": times.duration,
    "late": times.late,
    "territory": territory,
    "state": labels.state,
    "level": labels.level,
    "reason": labels.reason,
    "door": labels.door,
    "channel": labels.channel,
    "action": labels.action,
    "role": lambda role: ROLE_LABELS.get(role, role),
    "phone_link": labels.phone_link,
    "contact": contact_words,
    "upfirst": labels.upfirst,
}


class Renderer:
    """Turns a template and its values into HTML."""

    def __init__(self, app: web.Application, content: Content, organisation: str, country: str) -> None:
        needs = {topic: content.card(topic, country).title for topic in content.topics}
        aiohttp_jinja2.setup(
            app,
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            filters={**_FILTERS, "need": lambda code: needs.get(code, code)},
        )
        self._environment = aiohttp_jinja2.get_env(app)
        self._environment.globals.update(base=BASE, organisation=organisation)

    def page(self, template: str, context: Context, **values: Any) -> str:
        """A page, with the menu of the person who is signed in."""
        user = context.account if context.visit is not None and context.visit.stage == "full" else None
        entries = menu(str(user.role), context.url) if user is not None and not user.must_change_password else ()
        return self._environment.get_template(template).render(
            user=user, menu=entries, done=labels.DONE.get(context.query.get("ok", "")), **values
        )

    def bare(self, template: str, **values: Any) -> str:
        """A page for nobody in particular."""
        return self._environment.get_template(template).render(user=None, menu=(), done=None, **values)
