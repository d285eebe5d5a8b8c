"""What time brings: questions whose day has come, services that stay silent. Run every minute; twice is harmless."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from functools import partial

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals import news, proposals, satisfaction, withdrawal
from bot.referrals.lifecycle import ChangedMeanwhile
from bot.referrals.loop_models import FollowUp
from bot.referrals.models import Referral
from bot.referrals.proposals import FindNext
from bot.referrals.routing import Routes

logger = logging.getLogger(__name__)


def sweep(database: Database, vault: Vault, routes: Routes, find: FindNext, ways: Collection[str]) -> dict[str, int]:
    """Ask and propose what is due, each in its own transaction, so that one failure holds back nothing else.

    :param ways: the channels that something can carry.
    """
    withdrawal.close_all(database)
    with database.session() as session:
        silent = news.fall_silent(session)
    with database.session() as session:
        questions = [(int(step.id), int(referral.id)) for step, referral in news.due(session)]
        stuck = [(int(referral.id), cause) for referral, cause in proposals.due(session)]
        over = satisfaction.due(session)

    def ask(session: Session, referral: Referral, step_id: int) -> bool:
        step = session.get(FollowUp, step_id)
        return step is not None and news.ask(session, vault, step, referral, ways)

    def propose(session: Session, referral: Referral, cause: str) -> bool:
        proposals.propose(session, vault, referral, cause, find, routes)
        return True

    def opinion(session: Session, referral: Referral) -> bool:
        return satisfaction.ask(session, vault, referral, ways)

    asked = sum(_alone(database, "question", about, partial(ask, step_id=step)) for step, about in questions)
    proposed = sum(_alone(database, "proposal", about, partial(propose, cause=cause)) for about, cause in stuck)
    opinions = sum(_alone(database, "opinion", about, opinion) for about in over)
    return {"asked": asked, "proposed": proposed, "silent": silent, "opinions": opinions}


def _alone(database: Database, what: str, referral_id: int, work: Callable[[Session, Referral], bool]) -> bool:
    """Do ``work`` on a request, in a transaction of its own; what fails is said, and tried again at the next round."""
    try:
        with database.session() as session:
            referral = session.get(Referral, referral_id)
            return referral is not None and work(session, referral)
    except (ChangedMeanwhile, IntegrityError):  # somebody is at work on it: the next round sees what became of it
        return False
    except Exception as error:  # the message could hold what a person wrote
        logger.warning("%s not done: %s", what, type(error).__name__)
        return False
