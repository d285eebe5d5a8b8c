"""« Suivis »: news to ask by telephone, the next services, the messages that did not leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from bot.console import loop_query
from bot.console.case_page import find
from bot.console.context import Answer, Context, Page, Redirect
from bot.console.roles import COORDINATORS
from bot.console.routes import Routes as Table
from bot.referrals import news, outbox, proposals, satisfaction
from bot.referrals.lifecycle import ChangedMeanwhile
from bot.referrals.routing import Routes

routes = Table()
PATH = "/follow-up/{reference:[A-Z]{6}}"
SAID: dict[str, str] = {
    "yes": "Oui, quelqu'un a appelé",
    "in-place": "L'aide est en place",
    "not-yet": "Pas encore",
    "stop": "Ne veut plus",
    "unreachable": "Injoignable",
}
KINDS: dict[str, str] = {
    "referral_requested": "nouvelle demande",
    "service_answered": "réponse d'un service",
    "proposal_rejected": "refus d'un service",
    "proposal_silence": "dix jours sans réponse",
    "proposal_not_yet": "la personne attend encore",
    "news_waiting": "la personne attend encore",
    "news_worse": "la situation est plus dure",
    satisfaction.KIND: "avis demandé",
    **{f"{news.KIND}{days}": f"nouvelles à {days} jours" for days in news.STEPS},
}
CHANNELS = {
    "email": "courriel",
    "webhook": "autre logiciel",
    "sms": "SMS",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
}
AUDIENCES = {"team": "coordinateurs", "service": "service", "person": "personne", "machine": "autre logiciel"}


@routes.get("/follow-up", COORDINATORS)
def follow_up(context: Context) -> Answer:
    """The page."""
    context.log("loop.view")
    session, settings = context.session, context.services.settings
    return Page(
        "loop.html",
        {
            "counts": loop_query.counts(session, context.mine),
            "to_call": loop_query.to_call(session, context.mine),
            "proposed": loop_query.proposed(session, context.mine),
            "stuck": loop_query.stuck(session, context.mine),
            "said": SAID,
            "kinds": KINDS,
            "channels": CHANNELS,
            "audiences": AUDIENCES,
            "causes": proposals.CAUSES,
            "by_mail": bool(settings.smtp_url),
            "problem": context.query.get("changed", ""),
        },
    )


def unless_changed(act: Callable[[Context], Answer]) -> Callable[[Context], Answer]:
    """Say it, and change nothing, when somebody else moved the request at the same moment."""

    @wraps(act)
    def answer(context: Context) -> Answer:
        try:
            return act(context)
        except ChangedMeanwhile:
            context.session.rollback()
            return Redirect("/follow-up?changed=1")

    return answer


@routes.post(PATH + "/news", COORDINATORS)
@unless_changed
def give_news(context: Context) -> Answer:
    """What the person said on the telephone."""
    referral = find(context)
    code, step = context.text("answer", 20), context.number("step") or 0
    if code not in SAID:
        return Redirect("/follow-up?ok=loop-nothing")
    who, where = str(context.user.login), Routes.of(context.services.settings)
    taken = news.answer(context.session, referral, step, code, who, where)
    context.log("loop.news", str(referral.public_reference))
    return Redirect(f"/follow-up?ok={'loop-news' if taken else 'loop-nothing'}")


@routes.post(PATH + "/proposal", COORDINATORS)
@unless_changed
def decide(context: Context) -> Answer:
    """What the person said of the next service; a yes sends the request there, and the history says who heard it."""
    referral = find(context)
    who = str(context.user.login)
    # What the coordinator read to the person must be what is proposed now.
    waiting = proposals.latest(context.session, referral)
    same = waiting is not None and waiting.service_id == context.text("service", 64)
    choice, done = context.text("choice", 5), False
    if same and choice == "yes":
        done = proposals.accept(context.session, referral, who, Routes.of(context.services.settings))
    elif same and choice == "no":
        done = proposals.decline(context.session, referral, who)
    context.log("loop.proposal", str(referral.public_reference))
    return Redirect(f"/follow-up?ok={f'loop-{choice}' if done else 'loop-nothing'}")


@routes.post(PATH + "/retry", COORDINATORS)
def retry(context: Context) -> Answer:
    """Send again what was given up."""
    referral = find(context)
    again = outbox.revive(context.session, int(referral.id))
    context.log("loop.retry", str(referral.public_reference))
    return Redirect(f"/follow-up?ok={'loop-retry' if again else 'loop-nothing'}")
