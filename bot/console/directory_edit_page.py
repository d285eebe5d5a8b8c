"""Correct a card of the directory: what is corrected is verified, and no import writes over it."""

from __future__ import annotations

from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_fields import FIELDS, problems
from bot.console.directory_page import ONE, port
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
    """Write what changed, dated today."""
    identifier, before = _values(context)
    typed = {name: context.text(name, longest) for name, (_, _, longest, _) in FIELDS.items()}
    wrong = problems(typed, context.services.settings.country)
    if wrong:
        return _page(identifier, before["name"], typed, wrong)
    changed = {name: value for name, value in typed.items() if value != before[name]}
    port(context).verify(identifier, str(context.user.login), changed)
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


def _page(identifier: str, name: str, values: dict[str, str], wrong: dict[str, str]) -> Page:
    return Page(
        "service_edit.html",
        {"identifier": identifier, "name": name, "fields": FIELDS, "values": values, "wrong": wrong},
        422 if wrong else 200,
    )
