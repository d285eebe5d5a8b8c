"""Reminders leave by the same carriers as the rest: a first message that says how to stop, then one on the day."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import local
from bot.database import Database
from bot.delivery.carrier import Carrier, Undeliverable
from bot.delivery.letters import Letter
from bot.french_dates import day_in_words
from bot.privacy.vault import Vault
from bot.reminders import store
from bot.reminders.store import CONFIRM, Due

CHANNELS = frozenset({"email", "sms"})
PATH = "/rappel"
LONGEST = 60
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminding:
    """:param public_url: address of the public door, without a slash at the end."""

    database: Database
    vault: Vault
    carriers: Mapping[str, Carrier]
    organisation: str
    public_url: str

    async def round(self) -> int:
        """Send what is due; how many left."""
        ways = CHANNELS & set(self.carriers)
        if not ways:
            return 0
        claimed = await asyncio.to_thread(store.claim, self.database, self.vault, ways)
        return sum(await asyncio.gather(*(self._deliver(due) for due in claimed)))

    async def _deliver(self, due: Due) -> bool:
        letter = self.write(due)
        try:
            await asyncio.wait_for(
                self.carriers[due.channel].send(letter.recipient, letter.subject, letter.text), LONGEST
            )
        except Exception as error:  # what a server says may hold an address: its type alone is logged
            permanent = isinstance(error, Undeliverable) and error.permanent
            code = error.reason if isinstance(error, Undeliverable) else type(error).__name__
            logger.warning("reminder %s not sent by %s: %s", due.id, due.channel, code)
            await asyncio.to_thread(self._failed, due, permanent)
            return False
        await asyncio.to_thread(self._sent, due)
        return True

    def write(self, due: Due) -> Letter:
        """The words: no health, no name, nothing of what was said."""
        stop, day = f"{self.public_url}{PATH}/{due.secret}", day_in_words(local(due.remind_at).date())
        door = f"{self.public_url}/assistant"
        if due.channel == "sms":
            words = (
                f"{self.organisation} : rappel noté pour le {day}. Annuler : {stop}"
                if due.stage == CONFIRM
                else f"{self.organisation} : c'est le jour de votre point des six mois, si vous voulez : {door}"
            )
            return Letter(due.contact, "", words)
        if due.stage == CONFIRM:
            return Letter(
                due.contact,
                f"Votre rappel est noté pour le {day}",
                f"Bonjour,\n\nVous avez demandé un rappel. Un seul message partira, le {day}. "
                "Ensuite, votre adresse sera effacée.\n\n"
                f"Vous changez d'avis, ou ce n'était pas vous ? Annulez ici :\n{stop}\n\n"
                f"{self.organisation}\nCe message est automatique : personne ne lit les réponses à cette adresse.",
            )
        return Letter(
            due.contact,
            "Votre point des six mois",
            "Bonjour,\n\nIl y a six mois, vous avez demandé ce rappel. Si vous voulez refaire le point, "
            f"ouvrez la conversation et écrivez « le point des six mois » :\n{door}\n\n"
            "Vous n'êtes obligé à rien. Ce message est le seul : votre adresse est maintenant effacée.\n\n"
            f"{self.organisation}",
        )

    def _sent(self, due: Due) -> None:
        with self.database.session() as session:
            store.sent(session, due)

    def _failed(self, due: Due, permanent: bool) -> None:
        with self.database.session() as session:
            store.failed(session, due, permanent=permanent)
