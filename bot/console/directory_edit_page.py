"""Correct a card of the directory: what is corrected is verified, and no import writes over it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_correct import Clash, changed, plain
from bot.console.directory_fields import FIELDS, problems
from bot.console.directory_page import ONE, port
from bot.console.models import ConsoleUser
from bot.console.roles import EDITORS
from bot.console.routes import Routes

routes = Routes()


@routes.get(ONE + "/edit", EDITORS)
def edit(context: Context) -> Answer:
    """The form, filled with what stands."""
    identifier, values = _values(context)
    context.log("service.view", identifier)
    return _page(identifier, values["name"], values, {})


@routes.post(ONE + "/edit", EDITORS)
def save(context: Context) -> Answer:
    """Write what changed, dated today; nothing when somebody changed the card since it was shown."""
    identifier, now = _values(context)
    typed = plain(context.form)
    seen = plain({name: context.form.get(f"seen-{name}", "") for name in FIELDS})
    if any(f"seen-{name}" not in context.form for name in FIELDS):
        return _page(identifier, now["name"], now, {}, problem="Ce formulaire est incomplet. Recommencez.")
    mine = changed(seen, typed)
    wrong = problems(mine, context.services.settings.country)
    if wrong:
        return _page(identifier, now["name"], typed, wrong, seen=seen)
    clash = port(context).correct(identifier, str(context.user.login), seen, typed)
    if clash is not None:
        return _clashing(context, identifier, mine, clash)
    context.log("service.edit", identifier)
    return Redirect(f"/directory/services/{identifier}?ok=edited")


@routes.post(ONE + "/close", EDITORS)
def close(context: Context) -> Answer:
    """The service does not exist any more: it is no longer proposed, and stays readable here."""
    return _status(context, "closed")


@routes.post(ONE + "/reopen", EDITORS)
def reopen(context: Context) -> Answer:
    """It exists after all."""
    return _status(context, "active")


def _status(context: Context, status: str) -> Answer:
    identifier, _ = _values(context)
    port(context).verify(identifier, str(context.user.login), {"status": status})
    context.log(f"service.{status}", identifier)
    return Redirect(f"/directory/services/{identifier}?ok={status}")


def _values(context: Context) -> tuple[str, dict[str, str]]:
    identifier = context.path["service_id"]
    values = port(context).editable(identifier)
    if values is None:
        raise Refused(404, identifier)
    return identifier, values


def _clashing(context: Context, identifier: str, mine: dict[str, str], clash: Clash) -> Page:
    """The card as it is now, with what the person typed kept in place: a second « Enregistrer » writes just that."""
    _, now = _values(context)
    context.log("service.view", identifier)
    name = context.session.scalars(select(ConsoleUser.full_name).where(ConsoleUser.login == clash.by)).first()
    beside = {field: now[field] for field in clash.fields if field in mine}
    return _page(
        identifier,
        now["name"],
        {**now, **mine},
        {},
        seen=now,
        clash=[FIELDS[field][0] for field in clash.fields],
        by=str(name or clash.by),
        beside=beside,
        kept=[FIELDS[field][0] for field in mine],
    )


def _page(identifier: str, name: str, values: dict[str, str], wrong: dict[str, str], **shown: Any) -> Page:
    """:param shown: ``seen`` (what the person read, when it is not ``values``), ``problem``, and of a clash: ``clash``
    (the fields that moved), ``by``, ``kept`` (those she changed), ``beside`` (field → what it is now)."""
    empty: dict[str, Any] = {"seen": values, "problem": None, "clash": [], "by": "", "kept": [], "beside": {}}
    return Page(
        "service_edit.html",
        {**empty, "identifier": identifier, "name": name, "fields": FIELDS, "values": values, "wrong": wrong, **shown},
        409 if shown.get("clash") else 422 if wrong or shown.get("problem") else 200,
    )
