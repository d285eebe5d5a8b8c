"""The person who asked to be called changes who is called, or where: the request stands, under the same code."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.privacy.vault import Vault
from bot.referrals import lifecycle
from bot.referrals.lifecycle import CLOSED
from bot.referrals.status import held_by

NOTE = "La personne a changé les coordonnées dans la conversation."


def amend(session: Session, vault: Vault, code: str, *, contact: str, first_name: str = "", person: str = "") -> bool:
    """Write the new contact, and the first name when one is given, encrypted; a note tells the coordinators.

    :param person: who is to be called instead, as a coordinator reads it (« sa fille »).

    False when no open request has this code.

    :raises bot.referrals.lifecycle.ChangedMeanwhile: somebody moved the request at the same moment.
    """
    referral = held_by(session, code)
    if referral is None or referral.state in CLOSED or not contact:
        return False
    referral.contact = vault.encrypt(contact, "referral.contact")
    if first_name:
        referral.first_name = vault.encrypt(first_name, "referral.first_name")
    told = f"{NOTE} À appeler : {person}." if person else NOTE
    lifecycle.append(session, referral, "person", "note", note=told, vault=vault)
    lifecycle.flush(session)
    return True
