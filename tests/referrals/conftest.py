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


@pytest.fixture
def agreed(database: Database) -> int:
    """The consent that every request carries."""
    with database.session() as session:
        return int(consent.grant(session, "s1", "referral", "texte", "1").id)


@pytest.fixture
def request_of(agreed: int) -> Callable[..., Request]:
    """A request, whole unless told otherwise."""

    def make(**given: Any) -> Request:
        return Request(
            **{
                "session_id": "s1",
                "form_run": "run-1",
                "need": "respite",
                "consent_id": agreed,
                "first_name": "Odile",
                "contact": "06 11 22 33 44",
                "service_id": "srv-1",
                "service_name": "Plateforme de répit",
                "place_code": "21054",
                "place_label": "Beaune (21)",
                "departement": "21",
                **given,
            }
        )

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
