"""What time brings: questions whose day has come, services that stay silent. Run every minute; twice is harmless."""

from __future__ import annotations

import logging
from collections.abc import Collection

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals import news, proposals, satisfaction
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
    with database.session() as session:
        silent = news.fall_silent(session)
    with database.session() as session:
        questions = [(int(step.id), int(referral.id)) for step, referral in news.due(session)]
        stuck = [(int(referral.id), cause) for referral, cause in proposals.due(session)]
        over = satisfaction.due(session)
    asked = sum(_ask(database, vault, step, referral, ways) for step, referral in questions)
    proposed = sum(_propose(database, vault, referral, cause, find, routes) for referral, cause in stuck)
    opinions = sum(_opinion(database, vault, referral, ways) for referral in over)
    return {"asked": asked, "proposed": proposed, "silent": silent, "opinions": opinions}


def _ask(database: Database, vault: Vault, step_id: int, referral_id: int, ways: Collection[str]) -> bool:
    with database.session() as session:
        step, referral = session.get(FollowUp, step_id), session.get(Referral, referral_id)
        return step is not None and referral is not None and news.ask(session, vault, step, referral, ways)


def _opinion(database: Database, vault: Vault, referral_id: int, ways: Collection[str]) -> bool:
    with database.session() as session:
        referral = session.get(Referral, referral_id)
        return referral is not None and satisfaction.ask(session, vault, referral, ways)


def _propose(database: Database, vault: Vault, referral_id: int, cause: str, find: FindNext, routes: Routes) -> bool:
    try:
        with database.session() as session:
            referral = session.get(Referral, referral_id)
            if referral is None:
                return False
            proposals.propose(session, vault, referral, cause, find, routes)
    except (ChangedMeanwhile, IntegrityError):  # somebody is at work on it: the next round sees what became of it
        return False
    except SQLAlchemyError as error:  # the directory is down: the letters leave all the same
        logger.warning("next service not looked for: %s", type(error).__name__)
        return False
    return True
