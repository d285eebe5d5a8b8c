"""« Cette aide vous a-t-elle été utile ? », asked once when a request is over, while the agreement stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.privacy.vault import Vault
from bot.referrals import lifecycle, news
from bot.referrals.contact import MESSENGERS
from bot.referrals.loop_models import Satisfaction
from bot.referrals.models import Referral
from bot.referrals.outbox import CONSOLE, enqueue
from bot.referrals.standing import agreed

KIND = "opinion"
HELPED = "completed"  # of a request that came to nothing, « cette aide » would be a poor joke
AFTER, UNTIL = timedelta(days=1), timedelta(days=30)  # after the end: asked from, and until
PAGE = "page"
WORDS = {True: "useful", False: "not-useful"}  # codes of the history
LONGEST_WORD = 500


def due(session: Session, most: int = 50) -> list[int]:
    """The requests whose help is in place since a day and that were not asked, the oldest first."""
    at = now()
    asked = exists().where(Satisfaction.referral_id == Referral.id)
    query = (
        select(Referral.id)
        .where(Referral.state == HELPED, Referral.updated_at <= at - AFTER, Referral.updated_at > at - UNTIL, ~asked)
        .order_by(Referral.updated_at, Referral.id)
        .limit(most)
    )
    return [int(identifier) for identifier in session.scalars(query)]


def ask(session: Session, vault: Vault, referral: Referral, ways: Collection[str]) -> bool:
    """Ask once, at the e-mail or the phone that the person gave; True when a message was queued. Nobody is called.

    :param ways: the channels that something can carry. The address of a messenger is left aside: it was agreed to for
        news at 7 and at 30 days only (text ``referral_consent_channel``).
    """
    channel = PAGE
    if agreed(session, referral) and referral.state == HELPED:
        chosen = news.way(vault, referral, [way for way in ways if way not in MESSENGERS])
        channel = PAGE if chosen == CONSOLE else chosen
    if not _write(session, referral, channel) or channel == PAGE:
        return False
    return enqueue(session, int(referral.id), KIND, channel, "person")


def awaited(session: Session, referral: Referral) -> bool:
    """True while the question may be answered."""
    if referral.state != HELPED or not agreed(session, referral):
        return False
    answered = select(Satisfaction.id).where(
        Satisfaction.referral_id == referral.id, Satisfaction.answered_at.is_not(None)
    )
    return session.scalars(answered).first() is None


def answer(session: Session, vault: Vault, referral: Referral, useful: bool, word: str = "") -> bool:
    """Keep the answer; False when there was one, or when the agreement no longer stands: then nothing is kept.

    :param word: what the person adds, for the team; encrypted with the history.
    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved the request at the same moment.
    """
    if not awaited(session, referral):
        return False
    _write(session, referral, PAGE)  # the page may be open before anybody was asked
    taken = session.execute(
        update(Satisfaction)
        .where(Satisfaction.referral_id == referral.id, Satisfaction.answered_at.is_(None))
        .values(answered_at=now(), useful=useful)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:
        return False
    note = word.strip()[:LONGEST_WORD] or None
    lifecycle.append(session, referral, "person", KIND, reason=WORDS[useful], note=note, vault=vault)
    lifecycle.flush(session)
    return True


def _write(session: Session, referral: Referral, channel: str) -> bool:
    """The row, once; False when it is there."""
    known = select(Satisfaction.id).where(Satisfaction.referral_id == referral.id)
    if session.scalars(known).first() is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Satisfaction(referral_id=referral.id, asked_at=now(), channel=channel))
    except IntegrityError:  # another process asked meanwhile
        return False
    return True
