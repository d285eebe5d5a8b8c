"""The Bundle: read page by page, so that its length costs no memory; incremental by the date of the last change."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from bot.clock import now
from bot.fhir.codes import Resource, instant
from bot.fhir.resources import Exported, Service, entries, service_entries
from bot.privacy.consent import Consent
from bot.privacy.vault import Vault, VaultError
from bot.referrals.models import Referral

PAGE = 500
OVERLAP = timedelta(minutes=1)  # what was being written when the last export began; telling it twice is harmless
FindService = Callable[[str], "Service | None"]


@dataclass(frozen=True)
class Tools:
    """What the export works with. ``service`` finds one in the directory; ``label`` names an answer in words."""

    vault: Vault
    pseudonym_key: str
    organisation: str
    title: Callable[[str], str]
    label: Callable[[str], str]
    service: FindService


def bundle(session: Session, tools: Tools, since: datetime | None, mine: Any) -> Resource:
    """The whole Bundle in memory, pseudonymous. ``mine``: the condition of territory."""
    return {**_head(), "entry": list(_entries(session, tools, since, mine, False))}


def stream(session: Session, tools: Tools, since: datetime | None, *, contact: bool = False) -> Iterator[str]:
    """The same as pieces of JSON text, one resource after the other."""
    head = json.dumps(_head(), ensure_ascii=False)
    yield head[:-1] + ', "entry": ['
    first = True
    for one in _entries(session, tools, since, true(), contact):
        yield ("\n" if first else ",\n") + json.dumps(one, ensure_ascii=False)
        first = False
    yield "\n]}\n"


def _head() -> Resource:
    """``timestamp`` is what to give as ``since`` the next time."""
    return {"resourceType": "Bundle", "type": "collection", "timestamp": instant(now())}


def _entries(session: Session, tools: Tools, since: datetime | None, mine: Any, contact: bool) -> Iterator[Resource]:
    told: set[str] = set()
    for referral, agreed in _rows(session, since, mine):
        request = _exported(referral, agreed, tools, contact)
        for one in service_entries(request.service):
            if one["fullUrl"] not in told:
                told.add(one["fullUrl"])
                yield one
        for one in entries(request, tools.title):
            if one["fullUrl"] not in told:
                told.add(one["fullUrl"])
                yield one


def _rows(session: Session, since: datetime | None, mine: Any) -> Iterator[tuple[Referral, bool]]:
    last = 0
    while True:
        query = (
            select(Referral, Consent.withdrawn_at, Consent.id)
            .outerjoin(Consent, Consent.id == Referral.consent_id)
            .where(mine, Referral.id > last)
            .order_by(Referral.id)
            .limit(PAGE)
        )
        if since is not None:
            query = query.where(Referral.updated_at >= since - OVERLAP)
        rows = session.execute(query).all()
        for referral, withdrawn_at, consent_id in rows:
            yield referral, consent_id is not None and withdrawn_at is None
        if len(rows) < PAGE:
            return
        last = rows[-1][0].id
        for referral, _, _ in rows:
            session.expunge(referral)


def _exported(referral: Referral, agreed: bool, tools: Tools, contact: bool) -> Exported:
    return Exported(
        reference=str(referral.public_reference),
        pseudonym=_pseudonym(referral, tools.pseudonym_key),
        need=str(referral.need),
        other_needs=tuple(str(referral.other_needs).split()),
        place_code=str(referral.place_code),
        place_label=str(referral.place_label),
        door=str(referral.door),
        level=int(referral.level),
        state=str(referral.state),
        state_reason=str(referral.state_reason or ""),
        created_at=referral.created_at,
        updated_at=referral.updated_at,
        service=_service(referral, tools),
        contact=_contact(referral, tools.vault) if contact and agreed else {},
        answers=_answers(referral, tools) if agreed else (),
    )


def _service(referral: Referral, tools: Tools) -> Service:
    if not referral.service_id:
        return Service("", tools.organisation, tools.organisation)
    found = tools.service(str(referral.service_id))
    return found or Service(str(referral.service_id), str(referral.service_name), "", str(referral.service_phone or ""))


def _pseudonym(referral: Referral, key: str) -> str:
    """The same person, the same pseudonym; nobody finds the conversation from it without the key."""
    who = str(referral.session_id) or str(referral.public_reference)
    return hmac.new(key.encode(), b"fhir-pseudonym:" + who.encode(), hashlib.sha256).hexdigest()[:32]


def _contact(referral: Referral, vault: Vault) -> Mapping[str, str]:
    found = {name: _open(vault, getattr(referral, name), f"referral.{name}") for name in ("first_name", "contact")}
    return {name: value for name, value in found.items() if value}


def _answers(referral: Referral, tools: Tools) -> tuple[tuple[str, str], ...]:
    text = _open(tools.vault, referral.summary, "referral.summary")
    found: Mapping[str, Any] = json.loads(text) if text else {}
    return tuple((tools.label(name), words) for name, words in found.items() if isinstance(words, str) and words)


def _open(vault: Vault, token: bytes | None, context: str) -> str:
    """An encrypted field in clear; "" when it is empty or its key is lost: an export is not stopped by one row."""
    try:
        return vault.decrypt(token, context) if token else ""
    except VaultError:
        return ""
