"""Whether a service is for the person who asks, and how near it comes to her among those found."""

from __future__ import annotations

from collections.abc import Collection

from .gazetteer.normalise import plain
from .models import Service
from .ranking import Candidate

# For these needs an association of the illness says more than a general service, even a near one.
ILLNESS_NEEDS = frozenset({"patient_association", "chronic_illness_life", "support_group"})
NEAR = 30.0  # km: within, the illness's own service comes before a general one, whatever the need
# Whom a service must be for, by who asks: a carer asks for the person helped, a professional for anybody.
_FOR = {
    "carer": frozenset({"carer", "patient", "elderly", "disabled"}),
    "patient": frozenset({"patient", "elderly", "disabled", "young"}),
    "prescriber": frozenset({"carer", "patient", "elderly", "disabled", "young", "professional"}),
}
_CARERS = frozenset({"carer"})
LAST = 100.0  # tier: what is for somebody's carer only, shown to a patient after all the rest


def bears(service: Service, words: Collection[str]) -> bool:
    """True when the name of the service has all these words, whole."""
    named = plain(service.name).split() if words else ()
    return all(word in named for word in words)


def suits(service: Service, audience: str | None, illness: str | None, age: int | None, mode: str | None) -> bool:
    """False when the service is for others: another audience, illness, age or way of meeting.

    :param audience: who asks (carer, patient, prescriber), or one audience of the directory, word for word.
    """
    audiences = _audiences(service)
    wanted = _FOR.get(audience, frozenset({audience})) if audience else frozenset()
    if wanted and audiences and audiences.isdisjoint(wanted) and not _only_for_carers(audience, audiences):
        return False
    if illness and service.illnesses and illness not in service.illnesses.split(","):
        return False
    if age is not None and (
        (service.age_min is not None and age < service.age_min)
        or (service.age_max is not None and age > service.age_max)
    ):
        return False
    return not (mode and service.modes and mode not in service.modes.split(","))


def tier(service: Service, candidate: Candidate, audience: str | None, illness: str | None) -> float:
    """The lower comes first: the illness's own association where it matters, then the tiers of the ranking."""
    if _only_for_carers(audience, _audiences(service)):
        return LAST + candidate.tier
    own = bool(illness and service.illnesses and illness in service.illnesses.split(","))
    near = candidate.distance is not None and candidate.distance <= NEAR and not candidate.national
    if own and (candidate.need in ILLNESS_NEEDS or near):
        return -1.0
    return candidate.tier - 0.5 if own else candidate.tier


def _audiences(service: Service) -> frozenset[str]:
    return frozenset(service.audience.split(",")) if service.audience else frozenset()


def _only_for_carers(audience: str | None, audiences: frozenset[str]) -> bool:
    """« du répit pour ma femme qui m'aide »: a patient may well ask for it, so it is not hidden, only last."""
    return audience == "patient" and audiences == _CARERS
