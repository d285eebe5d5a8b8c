"""What a coordinator does with a request: change its state, take it, note a call. Nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Callable

from bot.console import case_view
from bot.console.case_page import PATH, case_with, find
from bot.console.context import Answer, Context, Redirect
from bot.console.labels import CALL_OUTCOMES
from bot.console.models import ConsoleUser
from bot.console.roles import COORDINATORS
from bot.console.routes import Routes
from bot.console.territories import sees
from bot.referrals import lifecycle
from bot.referrals.models import Referral

routes = Routes()


class _Incomplete(Exception):
    """The form lacks something; the message is a French sentence."""


@routes.post(PATH + "/state", COORDINATORS)
def change_state(context: Context) -> Answer:
    """Another state, with its coded reason and a note."""

    def act(referral: Referral) -> None:
        state = context.text("state", 20)
        if not state:
            raise _Incomplete("Choisissez un état dans la liste.")
        lifecycle.move(
            context.session,
            referral,
            state,
            str(context.user.login),
            reason=context.text("reason", 40) or None,
            note=context.text("note") or None,
            vault=context.services.vault,
        )

    return _do(context, "state", act)


@routes.post(PATH + "/assign", COORDINATORS)
def assign(context: Context) -> Answer:
    """Give the request to somebody, or back to the team (an empty choice)."""

    def act(referral: Referral) -> None:
        wanted = context.number("person")
        person = context.session.get(ConsoleUser, wanted) if wanted is not None else None
        if context.text("person") and (person is None or not _can_take(person, referral)):
            raise _Incomplete("Cette personne ne peut pas prendre cette demande. Choisissez-en une autre.")
        lifecycle.append(
            context.session, referral, str(context.user.login), "assign", reason=f"user:{person.id}" if person else None
        )
        referral.assigned_to = person.id if person else None
        lifecycle.flush(context.session)

    return _do(context, "assign", act)


@routes.post(PATH + "/call", COORDINATORS)
def call(context: Context) -> Answer:
    """How a call ended."""

    def act(referral: Referral) -> None:
        outcome = context.text("outcome", 40)
        if outcome not in CALL_OUTCOMES:
            raise _Incomplete("Indiquez comment l'appel s'est terminé.")
        _append(context, referral, "call", outcome)

    return _do(context, "call", act)


@routes.post(PATH + "/note", COORDINATORS)
def note(context: Context) -> Answer:
    """A note for the team."""

    def act(referral: Referral) -> None:
        if not context.text("note"):
            raise _Incomplete("Écrivez votre note.")
        _append(context, referral, "note", None)

    return _do(context, "note", act)


def _append(context: Context, referral: Referral, kind: str, reason: str | None) -> None:
    lifecycle.append(
        context.session,
        referral,
        str(context.user.login),
        kind,
        reason=reason,
        note=context.text("note") or None,
        vault=context.services.vault,
    )
    lifecycle.flush(context.session)


def _can_take(person: ConsoleUser, referral: Referral) -> bool:
    return (
        person.disabled_at is None
        and person.role in COORDINATORS.roles
        and sees(str(person.territories), str(referral.departement), str(referral.place_code))
    )


def _do(context: Context, kind: str, act: Callable[[Referral], None]) -> Answer:
    referral = find(context)
    reference = str(referral.public_reference)
    seen = context.number("version")
    try:
        if seen is None:
            raise _Incomplete("Ce formulaire est incomplet. Recommencez.")
        # First of all: what was chosen on an old page may be absurd now, and the reason is that the page is old.
        lifecycle.check_version(referral, seen)
        act(referral)
    except lifecycle.ChangedMeanwhile:
        context.session.rollback()
        referral = find(context)
        context.log("referral.view", reference)
        return case_with(
            context,
            referral,
            status=409,
            opened=kind,
            typed=context.form,
            conflict=case_view.last_actor(context.session, referral),
        )
    except (lifecycle.IllegalMove, _Incomplete) as error:
        context.session.rollback()
        referral = find(context)
        context.log("referral.view", reference)
        return case_with(context, referral, status=422, opened=kind, typed=context.form, problem=str(error))
    context.log(f"referral.{kind}", reference)
    return Redirect(f"/referrals/{reference}?ok={kind}")
