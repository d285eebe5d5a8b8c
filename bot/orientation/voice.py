"""Who is spoken to, and of whom: the carer or the patient (« vous »), or a professional about somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.orientation.topics import mine

_THEIRS = {"mon": "son", "ma": "sa", "mes": "ses"}


@dataclass(frozen=True)
class Voice:
    """``speaks``: « you » to the person, « they » to a professional. ``subject``: « carer » or « patient »."""

    speaks: str
    subject: str
    relation: str | None = None

    @property
    def person(self) -> str:
        """The person who needs help: « votre mari », « vous », « son mari », « cette personne »."""
        if self.subject == "patient":
            return "vous" if self.speaks == "you" else "cette personne"
        if self.speaks == "you":
            return self.relation or "votre proche"
        return theirs(self.relation) if self.relation else "la personne aidée"

    def say(self, text: Mapping[str, str]) -> str:
        """The wording that fits, with its placeholders filled."""
        own = self.subject == "patient"
        if own and self.speaks == "they" and "they_self" in text:
            words = text["they_self"]
        elif own and "self" in text:
            words = text["self"]
        else:
            words = text.get(self.speaks) or text["you"]
        return words.replace("{person}", self.person)


def voice_of(facts: Mapping[str, Any], helps: str | None, speaks: str | None = None) -> Voice:
    """The voice for these facts. `helps`: the answer to « qui aidez-vous ? ». `speaks` forces « you » (a memo)."""
    role = facts.get("role") or "carer"
    label = (facts.get("relation") or {}).get("label")
    # Of whom a professional says nothing more, it is the person in front of them who needs help.
    itself = role == "patient" or (role == "prescriber" and not label)
    patient = helps == "self" or (helps is None and itself)
    return Voice(speaks or ("they" if role == "prescriber" else "you"), "patient" if patient else "carer", label)


def theirs(label: str) -> str:
    """« votre mère » → « sa mère »."""
    own, _, person = mine(label).partition(" ")
    return f"{_THEIRS.get(own, own)} {person}"
