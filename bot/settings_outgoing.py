"""The settings of what goes out (docs/coordinators.md), and which of them needs which other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.setting import Setting, text, url, yes_no

_ADDRESS = re.compile(r"[^@\s<>\"',;=]+@[^@\s<>\"',;=]+\.[a-zA-Z]{2,}")
_NEEDS = (
    ("smtp_url", "RELAIS_SMTP_URL", "mail_from", "RELAIS_MAIL_FROM"),
    ("webhook_url", "RELAIS_WEBHOOK_URL", "webhook_secret", "RELAIS_WEBHOOK_SECRET"),
)


def mailbox(value: str) -> str:
    """One address, or nothing.

    :raises ValueError: it is not one.
    """
    if value.strip() and not _ADDRESS.fullmatch(value.strip()):
        raise ValueError("une adresse électronique est attendue")
    return value.strip()


def mailboxes(value: str) -> tuple[tuple[str, str], ...]:
    """« equipe@ex.fr, 21=cote-dor@ex.fr » → mailboxes by département, "" for the others.

    :raises ValueError: one is not an address.
    """
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        place, _, address = part.rpartition("=")
        if not _ADDRESS.fullmatch(address.strip()):
            raise ValueError("des adresses électroniques sont attendues, comme « equipe@ex.fr, 21=autre@ex.fr »")
        found[place.strip().upper()] = address.strip()
    return tuple(found.items())


OUTGOING: tuple[Setting, ...] = (
    Setting(
        "RELAIS_PUBLIC_URL",
        "public_url",
        "",
        url("http", "https"),
        "adresse publique de la porte (https://…), écrite dans les liens envoyés, nécessaire aux messageries",
    ),
    Setting(
        "RELAIS_SMTP_URL",
        "smtp_url",
        "",
        url("smtp", "smtps"),
        "serveur d'envoi (smtp://nom:secret@hote:587, smtps://hote) ; vide : aucun courriel ne part",
        secret=True,
    ),
    Setting("RELAIS_MAIL_FROM", "mail_from", "", mailbox, "adresse d'expédition, nécessaire avec RELAIS_SMTP_URL"),
    Setting(
        "RELAIS_COORDINATORS_MAIL",
        "coordinators_mail",
        "",
        mailboxes,
        "boîte des coordinateurs, et d'autres par département (equipe@ex.fr, 21=cote-dor@ex.fr)",
    ),
    Setting(
        "RELAIS_MAIL_SERVICES",
        "mail_services",
        "non",
        yes_no,
        "prévenir aussi le service choisi, si l'annuaire donne son adresse électronique",
    ),
    Setting(
        "RELAIS_WEBHOOK_URL",
        "webhook_url",
        "",
        url("http", "https"),
        "adresse d'un autre logiciel à prévenir des demandes ; vide : aucun",
    ),
    Setting(
        "RELAIS_WEBHOOK_SECRET",
        "webhook_secret",
        "",
        text,
        "secret partagé qui signe ces envois, nécessaire avec RELAIS_WEBHOOK_URL",
        secret=True,
    ),
)


def missing(values: Mapping[str, Any]) -> list[str]:
    """A French sentence for each setting that another one needs and that is empty; refused ones are not looked at."""
    wrong = [
        f"{needed} manque : {variable} en a besoin."
        for field, variable, other, needed in _NEEDS
        if values.get(field) and other in values and not values[other]
    ]
    if values.get("smtp_url") and values.get("trusted_proxy") and values.get("public_url") == "":
        wrong.append("RELAIS_PUBLIC_URL manque : les liens des courriels (RELAIS_SMTP_URL) en ont besoin.")
    return wrong
