"""What a person who wants to be called back does next, from what they read: the same on the web and by a messenger."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.referrals.reference import find_reference

WISH = "je veux être rappelée par quelqu'un"
DOUBT = "où en est ma demande ?"
NAME, PHONE = "Quel est votre prénom", "À quel numéro"
CONFIRM = "Est-ce que je transmets"
BROKEN = ("problème technique", "Je ne peux pas enregistrer", "en panne")


@dataclass(frozen=True)
class Act:
    """Words to type, or the beginning of the label of a button; ``done``: the request is said to be recorded."""

    words: str = ""
    label: str = ""
    done: bool = False
    code: str | None = None
    wait: float = 0.0  # seconds before it: something is down, and they try again later


@dataclass
class Brain:
    """One person, who has a telephone number of their own."""

    number: int
    draw: random.Random
    tried: bool = False  # « oui, transmettez » was said, and no confirmation came
    asked: int = 0  # how often they said what they want
    heard: list[str] = field(default_factory=list)  # what they read, shown when they never get there

    @property
    def name(self) -> str:
        """A first name, the same for many."""
        return ("Marguerite", "Odile", "Jeanne", "Simone", "Yvette")[self.number % 5]

    @property
    def phone(self) -> str:
        """What tells this person from all others: a number as they would type it."""
        digits = f"0612{self.number:06d}"
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))

    def next(self, text: str, labels: Collection[str]) -> Act:
        """Read, and decide. Anything unexpected is met as people do: by saying again what one wants."""
        self.heard.append(text)
        code = find_reference(text)
        if code is not None and "enregistrée" in text:
            return Act(done=True, code=code.code)
        if "bien enregistrée" in text:  # the status, where the code was not said again
            return Act(done=True)
        asked = max(self._answers(), key=lambda words: text.rfind(words))
        if asked in text:
            act = self._answers()[asked]
            self.tried = self.tried or asked == CONFIRM
            if not act.label or any(label.startswith(act.label) for label in labels):
                return act
        if any(words in text for words in BROKEN):
            # Was it sent? Some ask, some say yes again, some begin again.
            return Act(self.draw.choice((DOUBT, "oui", WISH)) if self.tried else WISH, wait=self.draw.uniform(1, 3))
        if any(label.startswith("Être rappelé") for label in labels):
            return Act(label="Être rappelé")
        self.asked += 1
        return Act(DOUBT if self.tried and self.asked % 2 else WISH)

    def lost(self) -> AssertionError:
        """They never read that it is recorded."""
        return AssertionError(f"person {self.number} never heard that it was recorded; last: {self.heard[-6:]}")

    def _answers(self) -> dict[str, Act]:
        return {
            "Êtes-vous d'accord": Act(label="Oui"),
            NAME: Act(self.name),
            PHONE: Act(self.phone),
            "Quand peut-on vous appeler": Act(label="Le matin"),
            "Que faut-il savoir": Act(label="Passer"),
            CONFIRM: Act(label="Oui"),
            "Quel est le code": Act(label="Être rappelé"),
        }
