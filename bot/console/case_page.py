"""One request: what is asked, what was done, what can be done now. Contact details only when asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.console import case_view
from bot.console.context import Answer, Context, Page, Refused
from bot.console.labels import CALL_OUTCOMES
from bot.console.level_reasons import level_reasons
from bot.console.queue_page import colleagues
from bot.console.roles import COORDINATORS
from bot.console.routes import Routes
from bot.console.territories import sees
from bot.referrals.lifecycle import CHOICES, NEEDS_REASON, allowed
from bot.referrals.models import Referral
from bot.referrals.redirect import may_redirect

routes = Routes()
PATH = "/referrals/{reference:[A-Z]{6}}"
_CONTACT = ("first_name", "contact", "when_to_call")


@routes.get(PATH, COORDINATORS)
def case(context: Context) -> Answer:
    """The case, without its contact details."""
    referral = find(context)
    context.log("referral.view", str(referral.public_reference))
    return case_with(context, referral)


@routes.post(PATH + "/contact", COORDINATORS)
def reveal(context: Context) -> Answer:
    """The case with its contact details; the journal says who asked for them."""
    referral = find(context)
    agreement = case_view.agreement(context.session, referral)
    if agreement is not None and agreement.withdrawn_at is not None:
        return case_with(context, referral, status=403)
    context.log("referral.reveal", str(referral.public_reference))
    contact = {name: case_view.sealed(referral, context.services.vault, name) for name in _CONTACT}
    return case_with(context, referral, contact=contact)


def find(context: Context) -> Referral:
    """The referral of the address; one of another territory is not told apart from none.

    :raises Refused: 404.
    """
    reference = context.path["reference"]
    referral = context.session.scalars(select(Referral).where(Referral.public_reference == reference)).first()
    if referral is None or not context.may_see(referral):
        raise Refused(404, reference)
    return referral


def case_with(
    context: Context, referral: Referral, *, contact: dict[str, str] | None = None, status: int = 200, **shown: Any
) -> Page:
    """The page of a case.

    :param shown: ``problem`` (a sentence), ``conflict`` (who changed it meanwhile), ``opened`` (the form to show
        open) and ``typed`` (what was typed in it, so that nothing is lost).
    """
    vault, agreement = context.services.vault, case_view.agreement(context.session, referral)
    withdrawn = agreement is not None and agreement.withdrawn_at is not None
    people = [
        person
        for person in colleagues(context)
        if sees(str(person.territories), str(referral.departement), str(referral.place_code))
    ]
    return Page(
        "case.html",
        {
            "referral": referral,
            "contact": contact,
            "people": people,
            "agreement": agreement,
            "research": case_view.research(context.session, referral),
            "answers": [] if withdrawn else case_view.answers(referral, vault),
            "message": "" if withdrawn else case_view.sealed(referral, vault, "message"),
            "may_redirect": context.services.directory is not None and may_redirect(referral),
            "reasons_for_level": level_reasons(str(referral.reasons), str(referral.door)),
            "history": case_view.history(context.session, referral, vault),
            "assigned": next((p.full_name for p in people if p.id == referral.assigned_to), None),
            "moves": allowed(str(referral.state)),
            "needs_reason": NEEDS_REASON,
            "reasons": CHOICES,
            "outcomes": CALL_OUTCOMES,
            "problem": None,
            "conflict": None,
            "opened": "",
            "typed": {},
            **shown,
        },
        status,
    )
