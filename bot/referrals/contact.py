"""By which way a person can be asked for news: the one they gave, when something here can use it."""

from __future__ import annotations

import re
from collections.abc import Collection

import phonenumbers

from bot.referrals.outbox import CONSOLE

_EMAIL = re.compile(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[a-zA-Z]{2,}")
MESSENGERS = frozenset({"telegram", "whatsapp", "messenger"})


def is_email(contact: str) -> bool:
    """True for one e-mail address and nothing else."""
    return _EMAIL.fullmatch(contact.strip()) is not None


def mobile(contact: str) -> str | None:
    """A mobile number of France or Belgium as ``+33612345678``; None for anything else."""
    for country in ("FR", "BE"):
        try:
            number = phonenumbers.parse(contact, country)
        except phonenumbers.NumberParseException:
            continue
        kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in kinds:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def choose(contact: str, came_by: str, ways: Collection[str]) -> str:
    """The channel to ask for news on: what the person gave first, else where they wrote from, else a coordinator.

    :param contact: the phone or e-mail of the request. :param came_by: its channel.
    :param ways: the channels that something can carry.
    """
    if is_email(contact):
        return "email" if "email" in ways else CONSOLE
    if came_by in MESSENGERS and came_by in ways:
        return came_by
    return "sms" if "sms" in ways and mobile(contact) else CONSOLE
