"""In which country a person is, for the lines to call: what she just wrote, else the place the dialogue knows, else the
installation's. Needs neither Rasa nor a database, and never fails."""

from __future__ import annotations

import re

from bot.gateway.session import Session
from bot.understanding.places import really_said
from bot.understanding.text import normalise
from resources_directory.gazetteer import Gazetteer

_BELGIUM = re.compile(r"\b(?:belgique|wallonie|wallone?s?|belges?)\b")


class Whereabouts:
    """Knows the installation's country, and communes once they are read."""

    def __init__(self, country: str) -> None:
        self._default = country
        self._communes: Gazetteer | None = None

    def read(self) -> None:
        """Read the communes (about half a second); before that only the name of a country is understood."""
        self._communes = Gazetteer.load()

    def country(self, session: Session, words: str = "") -> str | None:
        """FR or BE, None when nothing says which.

        :param words: a message that speaks of danger: the dialogue will not see it.
        """
        found = self._said(words) if words else ""
        if found and session.country and found != session.country:
            return None  # one word against what is known: the lines of both are shown, and nothing is changed
        session.country = found or session.country
        return session.country or self._default or None

    def _said(self, words: str) -> str:
        if _BELGIUM.search(normalise(words)):
            return "BE"
        found = self._communes.resolve(words) if self._communes else None
        # A homonym, or a word that is nearly a name (« la SPA »), must not change the numbers to call.
        if found is None or not found.candidates or found.ambiguous:
            return ""
        place = found.candidates[0]
        if not really_said({"code": place.code, "label": place.label}, words):
            return ""
        return "BE" if place.code.startswith("BE-") else "FR"
