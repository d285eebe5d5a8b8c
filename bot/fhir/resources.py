"""One request as FHIR resources. Pure: it is given everything, and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.fhir.codes import (
    PRIORITY,
    REQUEST_STATUS,
    REQUESTER,
    SYSTEM,
    Resource,
    coded,
    entry,
    identifier,
    instant,
    reference,
)
from bot.referrals.lifecycle import REASONS

TEAM = "team"


@dataclass(frozen=True)
class Service:
    """Who is asked. ``id`` "" is the operator's own team."""

    id: str
    name: str
    organization: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Exported:
    """One request, ready to be told. ``contact`` empty: pseudonymous. ``answers`` empty: none agreed to."""

    reference: str
    pseudonym: str
    need: str
    other_needs: tuple[str, ...]
    place_code: str
    place_label: str
    door: str
    level: int
    state: str
    state_reason: str
    created_at: datetime
    updated_at: datetime
    service: Service
    contact: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[tuple[str, str], ...] = ()


def entries(request: Exported, title: Callable[[str], str]) -> Iterator[Resource]:
    """The entries of one request: ServiceRequest and Task, then who asks and what was answered where agreed.

    :param title: a need in French words.
    """
    yield _service_request(request, title)
    yield _task(request)
    if request.contact:
        yield from _people(request)
    if request.answers:
        yield _answers(request)


def service_entries(service: Service) -> Iterator[Resource]:
    """The HealthcareService and its Organization; the same service gives the same entries each time."""
    name = service.organization or service.name
    yield entry("Organization", name, {"name": name, "active": True})
    yield entry(
        "HealthcareService",
        service.id or TEAM,
        {
            "identifier": [identifier("service", service.id or TEAM)],
            "name": service.name,
            "providedBy": reference("Organization", name, name),
            "telecom": [
                {"system": system, "value": value}
                for system, value in (("phone", service.phone), ("email", service.email))
                if value
            ],
        },
    )


def _service_request(request: Exported, title: Callable[[str], str]) -> Resource:
    return entry(
        "ServiceRequest",
        request.reference,
        {
            "identifier": [identifier("referral", request.reference)],
            "status": REQUEST_STATUS[request.state],
            "intent": "order",
            "priority": PRIORITY[request.level],
            "code": coded("need", request.need, title(request.need)),
            "orderDetail": [coded("need", need, title(need)) for need in request.other_needs],
            "subject": _subject(request),
            "authoredOn": instant(request.created_at),
            "requester": _requester(request),
            "performer": [reference("HealthcareService", request.service.id or TEAM, request.service.name)],
            "locationCode": [coded("place", request.place_code, request.place_label)] if request.place_code else [],
            "supportingInfo": [reference("QuestionnaireResponse", request.reference)] if request.answers else [],
        },
    )


def _task(request: Exported) -> Resource:
    reason = request.state_reason
    return entry(
        "Task",
        request.reference,
        {
            "identifier": [identifier("task", request.reference)],
            "status": request.state,
            "statusReason": coded("state-reason", reason, REASONS.get(reason, reason)) if reason else None,
            "intent": "order",
            "priority": PRIORITY[request.level],
            "focus": reference("ServiceRequest", request.reference),
            "for": _subject(request),
            "authoredOn": instant(request.created_at),
            "lastModified": instant(request.updated_at),
            "owner": reference("HealthcareService", request.service.id or TEAM, request.service.name),
        },
    )


def _people(request: Exported) -> Iterator[Resource]:
    kind = REQUESTER.get(request.door, "RelatedPerson")
    person: dict[str, Any] = {
        "identifier": [identifier("pseudonym", request.pseudonym)],
        "name": [{"given": [request.contact["first_name"]]}] if request.contact.get("first_name") else [],
        "telecom": [_telecom(request.contact["contact"])] if request.contact.get("contact") else [],
    }
    if kind == "RelatedPerson":
        person["patient"] = _subject(request)
    yield entry(kind, request.pseudonym, person)


def _telecom(value: str) -> Resource:
    return {"system": "email" if "@" in value else "phone", "value": re.sub(r"\s+", " ", value).strip()}


def _answers(request: Exported) -> Resource:
    return entry(
        "QuestionnaireResponse",
        request.reference,
        {
            "identifier": identifier("answers", request.reference),
            "questionnaire": f"{SYSTEM}:questionnaire:situation",
            "status": "completed",
            "subject": _subject(request),
            "authored": instant(request.created_at),
            "item": [
                {"linkId": str(number), "text": label, "answer": [{"valueString": words}]}
                for number, (label, words) in enumerate(request.answers, 1)
            ],
        },
    )


def _subject(request: Exported) -> Resource:
    """The person helped. Of a carer's request nothing says who that is: a pseudonym of its own."""
    if request.door == "patient" and request.contact:
        return reference("Patient", request.pseudonym)
    whom = request.pseudonym if request.door == "patient" else f"{request.pseudonym}-helped"
    return {"type": "Patient", "identifier": identifier("pseudonym", whom)}


def _requester(request: Exported) -> Resource:
    kind = REQUESTER.get(request.door, "RelatedPerson")
    if request.contact:
        return reference(kind, request.pseudonym)
    return {"type": kind, "identifier": identifier("pseudonym", request.pseudonym)}
