"""Propose the next service: those of the directory near the person, for what she asks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.console.case_page import PATH, find
from bot.console.context import Answer, Context, Page, Redirect, Refused
from bot.console.directory_port import DirectoryPort, gazetteer
from bot.console.roles import COORDINATORS
from bot.console.routes import Routes
from bot.referrals import lifecycle
from bot.referrals.models import Referral
from bot.referrals.redirect import Target, may_redirect, redirect
from bot.referrals.routing import Routes as Ways
from bot.referrals.routing import tell_service, tell_team
from resources_directory import Found

routes = Routes()
MOST = 8


@routes.get(PATH + "/service", COORDINATORS)
def choose(context: Context) -> Answer:
    """The services that may answer instead, with what the person must agree to."""
    referral = find(context)
    context.log("referral.view", str(referral.public_reference))
    return _page(context, referral)


@routes.post(PATH + "/service", COORDINATORS)
def chosen(context: Context) -> Answer:
    """Hand the request to the service chosen, once the person said yes."""
    referral = find(context)
    reference = str(referral.public_reference)
    service = _port(context).get(context.text("service", 64)) if context.text("service") else None
    if service is None:
        return _page(context, referral, "Choisissez un service dans la liste.")
    if context.text("agreed") != "yes":
        return _page(context, referral, "Demandez d'abord son accord à la personne, puis cochez la case.")
    try:
        lifecycle.check_version(referral, context.number("version") or 0)
        target = Target(service.id, service.name, service.phone)
        redirect(context.session, context.services.vault, referral, target, str(context.user.login))
        ways = Ways.of(context.services.settings)
        tell_team(context.session, ways, referral, "referral_requested", service.id)
        tell_service(context.session, ways, referral, bool(service.email))
    except (lifecycle.IllegalMove, lifecycle.ChangedMeanwhile) as error:
        context.session.rollback()
        context.log("referral.view", reference)
        return _page(context, find(context), str(error))
    context.log("referral.redirect", reference)
    return Redirect(f"/referrals/{reference}?ok=redirect")


def _page(context: Context, referral: Referral, problem: str | None = None) -> Page:
    need = str(referral.need)
    asked = context.query.get("need", "")
    need = asked if asked in context.services.content.topics else need
    content = context.services.content
    return Page(
        "redirect.html",
        {
            "referral": referral,
            "open": may_redirect(referral),
            "need": need,
            "needs": [
                (topic, content.card(topic, context.services.settings.country).title) for topic in content.topics
            ],
            "found": _found(context, referral, need),
            "typed": context.form,
            "problem": problem,
        },
        422 if problem else 200,
    )


def _found(context: Context, referral: Referral, need: str) -> Sequence[Found]:
    place = gazetteer().get(str(referral.place_code)) if referral.place_code else None
    rows = _port(context).search([need], place)
    return [row for row in rows if row.id != referral.service_id][:MOST]


def _port(context: Context) -> DirectoryPort:
    if context.services.directory is None:
        raise Refused(404)
    return DirectoryPort(context.services.directory)
