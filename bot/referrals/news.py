"""« Avez-vous eu quelqu'un ? » at 7 and 30 days: written with the request, asked once, and what the answer does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.clock import MORNING, at_hour, local, now
from bot.privacy.vault import Vault, VaultError
from bot.referrals import lifecycle
from bot.referrals.contact import choose
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import Referral
from bot.referrals.outbox import CONSOLE, enqueue
from bot.referrals.routing import Routes, tell_team
from bot.referrals.standing import agreed, bring

STEPS = (7, 30)  # days
SILENCE = timedelta(days=5)  # after which a question asked in writing is asked by a person
MOST_SILENT = 50  # in one round
VOID = "void"
KIND = "follow_up_"
ANSWERS: dict[str, str] = {
    "yes": "oui, quelqu'un a appelé",
    "planned": "un rendez-vous est prévu",
    "in-place": "l'aide est en place",
    "not-yet": "pas encore",
    "waiting": "pas encore, et préfère attendre",
    "full": "pas de place là-bas",
    "refused": "le service ne peut pas aider",
    "declined": "cela ne convenait pas",
    "stop": "ne veut plus",
    "unreachable": "injoignable pour des nouvelles",
}
UNHELPED = frozenset({"not-yet", "full", "refused", "declined"})
WORSE = "worse"
REFUSED = ("rejected", "failed")  # « oui » may then be the very call that refused: it is noted, and moves nothing


def schedule(session: Session, referral: Referral) -> None:
    """Write both steps, in the transaction of the request itself: what was asked for at night is not asked at night."""
    asked_on = local(referral.created_at).date()
    for days in STEPS:
        due = at_hour(asked_on + timedelta(days=days), MORNING)
        session.add(FollowUp(referral_id=referral.id, step=days, due_at=due))


def due(session: Session, most: int = 50) -> list[tuple[FollowUp, Referral]]:
    """The questions whose day has come and that nobody has asked."""
    query = (
        select(FollowUp, Referral)
        .join(Referral, Referral.id == FollowUp.referral_id)
        .where(FollowUp.asked_at.is_(None), FollowUp.answered_at.is_(None), FollowUp.due_at <= now())
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(most)
    )
    return [(step, referral) for step, referral in session.execute(query)]


def ask(session: Session, vault: Vault, follow_up: FollowUp, referral: Referral, ways: Collection[str]) -> bool:
    """Ask once: the row is marked and its message queued in one transaction; False when another process did."""
    if _pointless(session, follow_up, referral):
        return _mark(session, follow_up, answered_at=now(), answer=VOID)
    channel = way(vault, referral, ways)
    if not _mark(session, follow_up, asked_at=now(), channel=channel):
        return False
    if channel != CONSOLE:
        enqueue(session, int(referral.id), f"{KIND}{follow_up.step}", channel, "person")
    return True


def way(vault: Vault, referral: Referral, ways: Collection[str]) -> str:
    """The channel to write to the person on; « console » when there is none."""
    came_by = str(referral.channel) if referral.channel_address else ""
    return choose(_contact(vault, referral), came_by, ways)


def pending(session: Session, referral: Referral) -> FollowUp | None:
    """The question that waits for an answer now, the latest one; None when none is due."""
    if not agreed(session, referral) or referral.state == "cancelled":
        return None
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.referral_id == referral.id, FollowUp.answered_at.is_(None), FollowUp.due_at <= now())
        .order_by(FollowUp.step.desc())
        .limit(1)
    ).first()


def answer(
    session: Session, referral: Referral, step: int, code: str, actor: str, routes: Routes, *, worse: bool = False
) -> bool:
    """Take an answer to a step; False when that step has been answered: the first answer stands.

    :param worse: the person also said that things are harder; the coordinators are told.
    :raises ValueError: no such answer.
    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved the request at the same moment.
    """
    if code not in ANSWERS:
        raise ValueError(f"unknown answer {code!r}")
    question = session.scalars(
        select(FollowUp).where(FollowUp.referral_id == referral.id, FollowUp.step == step)
    ).first()
    if question is None or not _mark(session, question, answered_at=now(), answer=code):
        return False
    lifecycle.append(session, referral, actor, "news", reason=code)
    lifecycle.flush(session)
    _carry_out(session, referral, step, code, actor)
    if code == "waiting":
        tell_team(session, routes, referral, "news_waiting", str(step))
    if worse:
        lifecycle.append(session, referral, actor, "news", reason=WORSE)
        tell_team(session, routes, referral, "news_worse", str(step))
    return True


def fall_silent(session: Session) -> int:
    """Questions asked in writing some days ago and left without an answer become calls to make, once; how many.

    An answer that comes later still counts. Two gateways may do it together: one update changes a row.
    """
    at = now()
    waiting = (FollowUp.answered_at.is_(None), FollowUp.channel != CONSOLE, FollowUp.asked_at <= at - SILENCE)
    query = select(FollowUp, Referral).join(Referral, Referral.id == FollowUp.referral_id).where(*waiting)
    number = 0
    for question, referral in session.execute(query.order_by(FollowUp.id).limit(MOST_SILENT)).all():
        if _pointless(session, question, referral):
            _mark(session, question, answered_at=at, answer=VOID)
            continue
        changed = session.execute(
            update(FollowUp)
            .where(FollowUp.id == question.id, *waiting)
            .values(silent_at=at, silent_by=FollowUp.channel, channel=CONSOLE)
            .execution_options(synchronize_session=False)
        )
        if changed.rowcount:
            number += 1
            _close_earlier(session, question, at)
        session.expire(question)
    return number


def _close_earlier(session: Session, question: FollowUp, at: datetime) -> None:
    """One call for one person: the earlier step has no object any more."""
    session.execute(
        update(FollowUp)
        .where(
            FollowUp.referral_id == question.referral_id,
            FollowUp.step < question.step,
            FollowUp.answered_at.is_(None),
        )
        .values(answered_at=at, answer=VOID)
        .execution_options(synchronize_session=False)
    )


def call_instead(session: Session, referral_id: int, step: int) -> None:
    """The question could not be sent: a coordinator asks it."""
    session.execute(
        update(FollowUp)
        .where(FollowUp.referral_id == referral_id, FollowUp.step == step, FollowUp.answered_at.is_(None))
        .values(channel=CONSOLE)
        .execution_options(synchronize_session=False)
    )


def _contact(vault: Vault, referral: Referral) -> str:
    """The phone or e-mail in clear; "" when it cannot be read, and a coordinator then looks into it."""
    try:
        return vault.decrypt(referral.contact, "referral.contact") if referral.contact else ""
    except VaultError:
        return ""


def _carry_out(session: Session, referral: Referral, step: int, code: str, actor: str) -> None:
    if code in UNHELPED:
        # What was thought to be over is not. A refusal then goes the way of a refusal; a silence is for the sweep.
        if referral.state == "completed":
            bring(session, referral, "in-progress", actor)
        elif referral.state == "failed" and code == "not-yet":
            bring(session, referral, "requested", actor)
        reason = {"full": "full", "refused": "not-eligible", "declined": "other"}.get(code)
        if reason:
            bring(session, referral, "rejected", actor, reason)
    elif code == "in-place" or (code == "yes" and step == STEPS[-1] and referral.state not in REFUSED):
        bring(session, referral, "completed", actor, "done")
    elif code == "planned" or (code == "yes" and referral.state not in ("completed", *REFUSED)):
        bring(session, referral, "in-progress", actor)
    elif code == "stop":
        bring(session, referral, "cancelled", actor, "declined-by-person")


def _pointless(session: Session, follow_up: FollowUp, referral: Referral) -> bool:
    if referral.state in ("cancelled", "failed") or not agreed(session, referral):
        return True
    others = session.scalars(
        select(FollowUp).where(FollowUp.referral_id == referral.id, FollowUp.id != follow_up.id)
    ).all()
    if any(other.step > follow_up.step and other.due_at <= now() for other in others):
        return True  # the door was closed for weeks: one question, not two
    settled = {"in-place", "yes"} if referral.state == "completed" else {"in-place"}
    return any(other.step < follow_up.step and other.answer in settled for other in others)


def _mark(session: Session, follow_up: FollowUp, **values: object) -> bool:
    """Write the row if it still stands unasked (or unanswered): of two processes, one succeeds."""
    free = FollowUp.asked_at.is_(None) if "asked_at" in values else FollowUp.answered_at.is_(None)
    done = session.execute(
        update(FollowUp)
        .where(FollowUp.id == follow_up.id, free)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    session.expire(follow_up)
    return bool(done.rowcount)
