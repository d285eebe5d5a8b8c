"""The words of what is sent. No health, no name, no contact: a reference and a link, which is where things are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timezone

from sqlalchemy.orm import Session

from bot.privacy.vault import Vault
from bot.referrals import news, satisfaction
from bot.referrals.contact import MESSENGERS, mobile
from bot.referrals.links import NEWS_DAYS, SERVICE_DAYS, Links
from bot.referrals.models import Referral
from bot.referrals.outbox import Claimed
from bot.referrals.routing import Routes
from bot.referrals.standing import agreed, shareable


@dataclass(frozen=True)
class Letter:
    """Ready to be carried."""

    recipient: str
    subject: str
    text: str


# What a coordinator reads: the subject, then one sentence. The rest is in the console, behind a login.
TEAM: dict[str, tuple[str, str]] = {
    "referral_requested": ("nouvelle demande", "Une nouvelle demande attend dans la console."),
    "service_answered": ("réponse d'un service", "Le service a répondu à cette demande."),
    "proposal_rejected": ("le service a refusé", "Le service a refusé cette demande. Un autre est cherché."),
    "proposal_silence": ("dix jours sans réponse", "Personne n'a répondu à cette demande depuis dix jours."),
    "proposal_not_yet": ("la personne attend encore", "La personne dit qu'elle n'a encore eu personne."),
    "news_waiting": ("la personne attend encore", "La personne dit qu'elle attend toujours qu'on l'appelle."),
    "news_worse": ("des nouvelles à lire vite", "La personne dit que sa situation est plus dure."),
}


@dataclass(frozen=True)
class Writer:
    """Writes each letter when it leaves, from what stands then.

    :param service_mail: identifier of a service → its e-mail address in the directory, or None.
    """

    organisation: str
    phone: str
    vault: Vault
    routes: Routes
    links: Links
    service_mail: Callable[[str], str | None]

    def write(self, session: Session, message: Claimed) -> Letter | None:
        """The letter; None when there is nothing left to say, or nobody to say it to."""
        referral = session.get(Referral, message.referral_id)
        if referral is None or not agreed(session, referral):
            return None
        if message.audience == "machine":
            return Letter("", message.kind, self._machine(referral, message))
        if message.audience == "team":
            return self._team(referral, message)
        if message.audience == "service":
            return self._service(referral, message) if shareable(session, referral) else None
        return self._person(session, referral, message)

    def _machine(self, referral: Referral, message: Claimed) -> str:
        at = message.created_at.replace(tzinfo=timezone.utc)
        told = {
            "id": message.key,
            "event": message.kind,
            "at": at.isoformat().replace("+00:00", "Z"),
            "reference": referral.public_reference,
            "state": referral.state,
            "need": referral.need,
            "place_code": referral.place_code,
        }
        return json.dumps(told, ensure_ascii=False)

    def _team(self, referral: Referral, message: Claimed) -> Letter | None:
        mailbox = self.routes.mailbox(str(referral.departement))
        if mailbox is None or message.kind not in TEAM:
            return None
        subject, sentence = TEAM[message.kind]
        reference = str(referral.public_reference)
        return Letter(
            mailbox,
            f"Relais, demande {reference} : {subject}",
            f"Bonjour,\n\n{sentence}\n\nRéférence : {reference}\n"
            f"La lire (avec votre compte) : {self.links.public_url}/console/referrals/{reference}\n\n"
            "Ce message est automatique. Il ne contient aucune information sur la personne.",
        )

    def _service(self, referral: Referral, message: Claimed) -> Letter | None:
        address = self.service_mail(str(referral.service_id))
        # The key names the service it was written for: the request may have gone to another one since.
        if address is None or not message.key.endswith(f":{referral.service_id}"):
            return None
        reference = str(referral.public_reference)
        return Letter(
            address,
            f"Une personne demande à être rappelée (référence {reference})",
            f"Bonjour,\n\nPar {self.organisation}, une personne a choisi votre service et demande à être rappelée.\n"
            f"Elle a accepté que vous lisiez sa demande.\n\n"
            f"Lire la demande et répondre, sans compte :\n{self.links.for_service(referral, message.created_at)}\n\n"
            f"Ce lien fonctionne pendant {SERVICE_DAYS} jours. Il montre des informations personnelles : "
            "ne le transmettez pas hors de votre service.\n"
            f"{self._call('Une question ?')}\nCe message est automatique.",
        )

    def _person(self, session: Session, referral: Referral, message: Claimed) -> Letter | None:
        recipient = self._address(referral, message.channel)
        if recipient is None:
            return None
        if message.kind == satisfaction.KIND:
            return self._opinion(referral, message, recipient) if satisfaction.awaited(session, referral) else None
        step = int(message.kind.removeprefix(news.KIND))
        link = self.links.for_news(referral, step, message.created_at)
        if message.channel == "whatsapp":  # the words are those of the approved template: only its blanks are filled
            return Letter(recipient, self.organisation, link)
        if message.channel != "email":
            return Letter(recipient, "", f"{self.organisation} : avez-vous eu quelqu'un ? Répondez ici : {link}")
        return Letter(
            recipient,
            "Avez-vous eu quelqu'un ?",
            f"Bonjour,\n\nIl y a {step} jours, vous avez demandé à être rappelé ou rappelée "
            f"(demande {referral.public_reference}).\n\nAvez-vous eu quelqu'un ?\n\n"
            f"Oui :\n{link}?r=yes\n\nPas encore :\n{link}?r=not-yet\n\nJe ne veux plus :\n{link}?r=stop\n\n"
            f"Ces liens fonctionnent pendant {NEWS_DAYS} jours.\n{self._call('Vous préférez parler à quelqu’un ?')}\n"
            "Ce message est automatique : personne ne lit les réponses à cette adresse.\n"
            "En cas d'urgence, appelez le 15 ou le 112.",
        )

    def _opinion(self, referral: Referral, message: Claimed, recipient: str) -> Letter:
        link = self.links.for_opinion(referral, message.created_at)
        if message.channel != "email":
            words = f"{self.organisation} : cette aide vous a-t-elle été utile ? Répondez ici : {link}"
            return Letter(recipient, "", words)
        question = "Cette aide vous a-t-elle été utile ?"
        return Letter(
            recipient,
            question,
            f"Bonjour,\n\nVotre demande {referral.public_reference} est terminée. {question}\n\n"
            f"Utile :\n{link}?r=useful\n\nPas utile :\n{link}?r=not-useful\n\n"
            f"Ces liens fonctionnent pendant {NEWS_DAYS} jours. Nous ne vous le demanderons qu'une fois.\n"
            f"{self._call('Vous avez encore besoin d’aide ?')}\n"
            "Ce message est automatique : personne ne lit les réponses à cette adresse.",
        )

    def _address(self, referral: Referral, channel: str) -> str | None:
        if channel in MESSENGERS:
            return self._clear(referral, "channel_address") or None
        contact = self._clear(referral, "contact")
        return (mobile(contact) if channel == "sms" else contact) or None

    def _clear(self, referral: Referral, name: str) -> str:
        sealed = getattr(referral, name)
        return self.vault.decrypt(sealed, f"referral.{name}") if sealed else ""

    def _call(self, question: str) -> str:
        return f"{question} {self.organisation}{f', {self.phone}' if self.phone else ''}.\n"
