"""A fresh store, a vault, and requests to record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.privacy import consent
from bot.privacy.vault import Vault
from bot.referrals.log import Request, record
from bot.referrals.models import Referral
from bot.referrals.reference import new_reference
from tests.sample_request import sample_request


@pytest.fixture
def agreed(database: Database) -> int:
    """The consent that every request carries."""
    with database.session() as session:
        return int(consent.grant(session, "s1", "referral", "texte", "1").id)


@pytest.fixture
def request_of(agreed: int) -> Callable[..., Request]:
    """A request, whole unless told otherwise."""

    def make(**given: Any) -> Request:
        return sample_request(agreed, **given)

    return make


@pytest.fixture
def recorded(database: Database, vault: Vault, request_of: Callable[..., Request]) -> Callable[..., str]:
    """Record a request; the whole code."""

    def make(**given: Any) -> str:
        return record(database, vault, request_of(**given), new_reference().code)

    return make


def referral_of(session: Any) -> Referral:
    """The only referral of the store."""
    return session.scalars(select(Referral)).one()
