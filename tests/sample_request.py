"""A request for a call back, whole unless told otherwise."""

from __future__ import annotations

from typing import Any

from bot.referrals.log import Request


def sample_request(agreed: int, **given: Any) -> Request:
    """Odile asks for a respite near Beaune.

    :param agreed: the consent that the request rests on.
    """
    values: dict[str, Any] = {
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
    return Request(**values)
