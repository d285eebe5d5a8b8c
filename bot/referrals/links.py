"""Signed links for those who have no account: a service that answers, a person who gives news.

A link is ``s-KABOTU-t4k2p1-<mac>`` (a service), ``n7-KABOTU-…`` (news after 7 days) or ``o-KABOTU-…`` (an opinion):
short enough for a text message. What it is signed with includes the service and the secret of the request: it dies when
the request is given to another service, is made nobody's, or is erased and its name drawn again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.referrals.models import Referral

SERVICE_DAYS, NEWS_DAYS = 8, 30
_SHAPE = re.compile(r"(s|n|o)(\d{0,2})-([A-Z]{6})-([0-9a-f]{8,9})-([\w-]{24})", re.ASCII)
_MAC_BYTES = 18  # 144 bits, 24 letters


class BadLink(Exception):
    """Altered, of another installation, or of a request that is no longer what it was. ``expired``: only too old."""

    def __init__(self, expired: bool = False) -> None:
        super().__init__()
        self.expired = expired


@dataclass(frozen=True)
class Opened:
    """What a link proves: the request, and for news the step (days)."""

    referral: Referral
    step: int


class Links:
    """Makes and reads the links of one installation.

    :param public_url: address of the public door, without a slash at the end.
    """

    def __init__(self, signing_key: str, public_url: str) -> None:
        self._key = hashlib.sha256(b"relais-links:" + signing_key.encode()).digest()
        self.public_url = public_url

    def for_service(self, referral: Referral, since: datetime) -> str:
        """The address where a service reads and answers, for eight days from ``since``."""
        return f"{self.public_url}/reponse/{self._token('s', referral, since + timedelta(days=SERVICE_DAYS))}"

    def for_news(self, referral: Referral, step: int, since: datetime) -> str:
        """The address where the person answers « Avez-vous eu quelqu'un ? »."""
        return f"{self.public_url}/nouvelles/{self._token(f'n{step}', referral, since + timedelta(days=NEWS_DAYS))}"

    def for_opinion(self, referral: Referral, since: datetime) -> str:
        """The address where the person says whether the help was useful."""
        return f"{self.public_url}/avis/{self._token('o', referral, since + timedelta(days=NEWS_DAYS))}"

    def open(self, session: Session, kind: str, token: str) -> Opened:
        """The request of a link of this kind (``s``, ``n`` or ``o``).

        :raises BadLink: anything else.
        """
        match = _SHAPE.fullmatch(token)
        if match is None or match.group(1) != kind:
            raise BadLink
        _, step, reference, until, mac = match.groups()
        referral = session.scalars(select(Referral).where(Referral.public_reference == reference)).first()
        if referral is None or referral.anonymised_at is not None:
            raise BadLink
        if not hmac.compare_digest(mac, self._mac(f"{kind}{step}", referral, until)):
            raise BadLink
        if int(until, 16) < _seconds(now()):
            raise BadLink(expired=True)
        return Opened(referral, int(step or 0))

    def _token(self, kind: str, referral: Referral, until: datetime) -> str:
        ends = f"{_seconds(until):x}"
        return f"{kind}-{referral.public_reference}-{ends}-{self._mac(kind, referral, ends)}"

    def _mac(self, kind: str, referral: Referral, until: str) -> str:
        # News are asked of the person, whoever the service is; a service's link is for that service alone.
        service = str(referral.service_id) if kind == "s" else ""
        signed = "\x00".join((kind, str(referral.public_reference), until, str(referral.secret_hash), service))
        digest = hmac.new(self._key, signed.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:_MAC_BYTES]).decode()


def _seconds(at: datetime) -> int:
    return int(at.replace(tzinfo=timezone.utc).timestamp())
