"""From our codes to those of FHIR R4, and the names under which resources are known."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

Resource = dict[str, Any]
SYSTEM = "urn:x-relais"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, SYSTEM)
# A Task has the very states of a request; a ServiceRequest says less.
REQUEST_STATUS: Mapping[str, str] = {
    "requested": "active",
    "received": "active",
    "accepted": "active",
    "in-progress": "active",
    "rejected": "on-hold",  # this service refused: another is sought
    "completed": "completed",
    "cancelled": "revoked",
    "failed": "revoked",
}
PRIORITY: Mapping[int, str] = {0: "routine", 1: "routine", 2: "routine", 3: "urgent"}
# Who asks: the type of the requester.
REQUESTER: Mapping[str, str] = {"carer": "RelatedPerson", "patient": "Patient", "prescriber": "Practitioner"}


def url(kind: str, identifier: str) -> str:
    """The address of a resource inside and across bundles: the same one each time."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, f'{kind}/{identifier}')}"


def reference(kind: str, identifier: str, display: str = "") -> Resource:
    """A reference to a resource of the bundle."""
    found: Resource = {"reference": url(kind, identifier), "type": kind}
    return {**found, "display": display} if display else found


def identifier(what: str, value: str) -> Resource:
    """An identifier in a list of ours."""
    return {"system": f"{SYSTEM}:{what}", "value": value}


def coded(what: str, code: str, words: str) -> Resource:
    """A concept of one of our lists, with its French words."""
    return {"coding": [{"system": f"{SYSTEM}:{what}", "code": code, "display": words}], "text": words}


def instant(at: datetime) -> str:
    """Naive UTC → « 2026-03-01T09:30:00+00:00 »."""
    return at.replace(tzinfo=timezone.utc, microsecond=0).isoformat()


def entry(kind: str, identifier_: str, resource: Resource) -> Resource:
    """A resource with its address; empty values are left out, as FHIR wants."""
    kept = {name: value for name, value in resource.items() if value not in (None, "", [], {})}
    identity = url(kind, identifier_)
    return {
        "fullUrl": identity,
        "resource": {"resourceType": kind, "id": identity.removeprefix("urn:uuid:"), **kept},
    }
