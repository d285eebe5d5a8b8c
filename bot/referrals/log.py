"""Recording: a referral with its outbox message in one transaction; suggestions and unmet needs as bare counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.counts.daily import count
from bot.database import Database
from bot.privacy.vault import Vault
from bot.referrals import news
from bot.referrals.models import Referral, ReferralEvent, Suggestion, UnmetNeed
from bot.referrals.outbox import CONSOLE, enqueue
from bot.referrals.reference import Reference, find_reference, new_reference
from bot.referrals.routing import Routes, tell_service, tell_team

DRAWS = 8  # of a public half that nobody has: 166 375 exist, and one in three may be taken
ALONE = Routes()  # the console, and nobody else


@dataclass(frozen=True)
class Request:
    """What a person agreed to hand over. ``form_run`` identifies this run of the form: sent twice, recorded once."""

    session_id: str
    form_run: str
    need: str
    consent_id: int
    first_name: str
    contact: str
    when_to_call: str = ""
    message: str = ""
    service_id: str = ""
    service_name: str = ""
    service_phone: str | None = None
    service_by_mail: bool = False  # the directory gives an e-mail address of the service
    other_needs: tuple[str, ...] = ()
    place_code: str = ""
    place_label: str = ""
    departement: str = ""
    door: str = "carer"
    channel: str = "web"
    channel_address: bytes | None = None  # where to ask for news by this channel, sealed by the gateway
    level: int = 1
    reasons: tuple[str, ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)


def record(database: Database, vault: Vault, request: Request, code: str, routes: Routes = ALONE) -> str:
    """Write the referral, its first event, its messages and its follow-up; return the code under which it stands.

    :param code: a code drawn by :func:`draw_code` *before* the confirmation is asked, kept by the dialogue: when the
        same request is sent again (retry, crash, double click), the same row is found and the same code is returned.
    :param routes: who is to be told besides the console.
    :raises sqlalchemy.exc.SQLAlchemyError: nothing was written.
    """
    reference = wanted = find_reference(code)
    if reference is None or wanted is None:
        raise ValueError("malformed reference")
    for _ in range(DRAWS):
        try:
            return _record(database, vault, request, reference, wanted, routes)
        except IntegrityError:
            # Two deliveries of one request ran together: the next look finds what the other one wrote. Or the public
            # half was given to somebody since it was drawn: another code, the same request.
            if not _free(database, reference):
                reference = new_reference()
    return _record(database, vault, request, reference, wanted, routes)


def _record(
    database: Database, vault: Vault, request: Request, reference: Reference, wanted: Reference, routes: Routes
) -> str:
    with database.session() as session:
        existing = _existing(session, request)
        if existing is None:
            _insert(session, vault, request, reference, routes)
            return reference.code
        return wanted.code if existing.secret_hash == wanted.secret_hash else str(existing.public_reference)


def draw_code(database: Database) -> str:
    """A code whose public half nobody has at this moment, to be kept until :func:`record`."""
    reference = new_reference()
    for _ in range(DRAWS):
        if _free(database, reference):
            break
        reference = new_reference()
    return reference.code


def _free(database: Database, reference: Reference) -> bool:
    with database.session() as session:
        taken = select(Referral.id).where(Referral.public_reference == reference.public)
        return session.scalars(taken).first() is None


def _existing(session: Session, request: Request) -> Referral | None:
    return session.scalars(
        select(Referral).where(
            Referral.session_id == request.session_id,
            Referral.form_run == request.form_run,
            Referral.service_id == request.service_id,
        )
    ).first()


def _insert(session: Session, vault: Vault, request: Request, reference: Reference, routes: Routes) -> None:
    at = now()

    def sealed(value: str, name: str) -> bytes | None:
        return vault.encrypt(value, f"referral.{name}") if value else None

    referral = Referral(
        public_reference=reference.public,
        secret_hash=reference.secret_hash,
        session_id=request.session_id,
        form_run=request.form_run,
        service_id=request.service_id,
        service_name=request.service_name,
        service_phone=request.service_phone,
        need=request.need,
        other_needs=" ".join(request.other_needs),
        place_code=request.place_code,
        place_label=request.place_label,
        departement=request.departement,
        door=request.door,
        channel=request.channel,
        level=request.level,
        reasons=" ".join(request.reasons),
        first_name=sealed(request.first_name, "first_name"),
        contact=sealed(request.contact, "contact"),
        when_to_call=sealed(request.when_to_call, "when_to_call"),
        message=sealed(request.message, "message"),
        channel_address=request.channel_address,
        summary=sealed(json.dumps(request.summary, ensure_ascii=False) if request.summary else "", "summary"),
        consent_id=request.consent_id,
        created_at=at,
        updated_at=at,
        last_contact_at=at,
    )
    session.add(referral)
    session.flush()
    session.add(ReferralEvent(referral_id=referral.id, at=at, actor="person", kind="state", to_state="requested"))
    enqueue(session, int(referral.id), "referral_requested", CONSOLE, "team")
    tell_team(session, routes, referral, "referral_requested")
    tell_service(session, routes, referral, request.service_by_mail)
    news.schedule(session, referral)


def count_suggestions(session: Session, need: str, place_code: str, service_ids: Iterable[str]) -> None:
    """Count that these services were shown today for this need in this place."""
    shown = [{"need": need, "place_code": place_code, "service_id": service_id} for service_id in service_ids]
    count(session, Suggestion, "shown", shown)


def count_unmet_need(session: Session, need: str, place_code: str) -> None:
    """Count that this need found no local service today in this place."""
    count(session, UnmetNeed, "asked", [{"need": need, "place_code": place_code}])
