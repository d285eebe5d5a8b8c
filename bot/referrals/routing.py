"""Who is told by which way, as the operator decided; nothing is queued for a way that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot.referrals.models import Referral
from bot.referrals.outbox import enqueue
from bot.settings import Settings


@dataclass(frozen=True)
class Routes:
    """``coordinators``: mailboxes by département, "" for all the others. Nothing given: the console alone."""

    mail: bool = False
    coordinators: Mapping[str, str] = field(default_factory=dict)
    services: bool = False
    webhook: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Routes:
        """Read the settings."""
        mail = bool(settings.smtp_url)
        return cls(
            mail,
            dict(settings.coordinators_mail) if mail else {},
            mail and settings.mail_services,
            bool(settings.webhook_url),
        )

    def mailbox(self, departement: str) -> str | None:
        """The coordinators' mailbox for a département; None when there is none."""
        return self.coordinators.get(departement) or self.coordinators.get("")


def tell_team(session: Session, routes: Routes, referral: Referral, kind: str, about: str = "") -> None:
    """Queue the news for the coordinators and for the other software of the operator."""
    identifier = int(referral.id)
    if routes.mailbox(str(referral.departement)):
        enqueue(session, identifier, kind, "email", "team", about)
    if routes.webhook:
        enqueue(session, identifier, kind, "webhook", "machine", about)


def tell_service(session: Session, routes: Routes, referral: Referral, by_mail: bool) -> None:
    """Queue the request for the service itself, when the directory gives its address and the operator allows it."""
    if routes.services and by_mail and referral.service_id:
        enqueue(session, int(referral.id), "referral_requested", "email", "service", str(referral.service_id))
