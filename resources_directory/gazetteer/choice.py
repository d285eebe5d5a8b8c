"""Between homonyms: which place is meant, and whether to ask."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from .mention import Mention
from .place import Place, distance_km
from .store import EXACT, NO_ARTICLE, OLD, SHORT, SKELETON, Match, Store

GAP = 0.7  # a place this much ahead (five times the people, or its region) wins alone
SHOWN = 2.2  # below the best by more than this, a homonym is not proposed
MAX_HOMONYMS = 8
HOME_REGION = "27"  # Bourgogne-Franche-Comté, where the service runs by default
FORM = {EXACT: 1.0, NO_ARTICLE: 0.9, SKELETON: 0.8, OLD: 0.6, SHORT: 0.0}
OLD_POPULATION = 300  # a former commune is a village


class Choice:
    """Ranks the places that a mention may be."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def within(self, match: Match, area: Mention) -> bool:
        """Whether a match lies inside the area named beside it."""
        entry = self.store.entries[match.entry]
        if area.kind == "departement":
            return entry.departement == area.value
        if area.kind == "region":
            return entry.region == area.value
        if area.kind == "code":
            return any(
                match.entry == m.entry or self.store.entries[m.entry].commune in {entry.code, entry.name}
                for m in area.matches
            )
        return True

    def candidates(
        self,
        mention: Mention,
        context: list[Mention],
        near: Place | None,
        departements: Sequence[str],
        belgian: bool,
    ) -> tuple[list[Place], bool]:
        """The places that a mention may mean, best first, and whether it must be asked back."""
        if mention.kind == "departement":
            return [self.store.departement(mention.value)], False
        if mention.kind == "region":
            return [self.store.region(mention.value)], False
        matches = mention.matches
        for area in (c for c in context if c.kind != "name"):
            matches = [m for m in matches if self.within(m, area)] or matches
            # « Lyon 69003 »: the postcode says the arrondissement.
            parts = [
                m
                for m in area.matches
                if any(
                    self.store.entries[m.entry].commune
                    in {self.store.entries[x.entry].code, self.store.entries[x.entry].name}
                    for x in matches
                )
            ]
            whole = any(m.entry in {a.entry for a in area.matches} for m in matches)
            matches = matches if whole else parts or matches
        beside = next((c for c in context if c.kind == "name"), None)
        if beside:
            places, _ = self.candidates(beside, [], near, departements, belgian)
            near = places[0] if places else near
        scored: dict[int, tuple[float, Match]] = {}
        for match in matches:
            score = self._score(match, mention, near, departements, belgian, beside is not None)
            if match.entry not in scored or score > scored[match.entry][0]:
                scored[match.entry] = (score, match)
        ranked = sorted(scored.values(), key=lambda s: (-s[0], s[1].entry))
        if mention.kind == "code":  # a postcode says no more than its communes
            return self._distinct(ranked), len({self.store.entries[m.entry].code for _, m in ranked}) > 1
        best = ranked[0][0]
        alone = len(ranked) < 2 or best - ranked[1][0] >= GAP
        shown = ranked[:1] if alone else [s for s in ranked if best - s[0] <= SHOWN][:MAX_HOMONYMS]
        return self._distinct(shown), len({self.store.entries[m.entry].code for _, m in shown}) > 1

    def _distinct(self, ranked: Sequence[tuple[float, Match]]) -> list[Place]:
        places: dict[str, Place] = {}
        for _, match in ranked:
            place = self.store.place(match.entry, match.old)
            places.setdefault(place.code, place)
        return list(places.values())

    def _score(
        self,
        match: Match,
        mention: Mention,
        near: Place | None,
        departements: Sequence[str],
        belgian: bool,
        beside: bool,
    ) -> float:
        entry = self.store.entries[match.entry]
        people = min(entry.population, OLD_POPULATION) if match.form == OLD else entry.population
        score = log10(people + 10) + (FORM[match.form] if mention.kind == "name" else 0.0)
        if entry.departement and entry.departement in departements:
            score += 2.5
        elif entry.region == HOME_REGION and not departements and (near is None or near.region == HOME_REGION):
            score += 1.5
        if entry.departement[:2] == "98" or entry.departement in {"975", "977", "978"}:
            score -= 1.0  # overseas territories have their own services
        if entry.country == "BE":
            score += 2.0 if belgian or (near is not None and near.country == "BE") else -1.0
        if near and near.lat is not None and near.lon is not None and entry.lat:
            km = distance_km(near.lat, near.lon, float(entry.lat), float(entry.lon))
            score += max(0.0, (4.0 if beside else 2.0) - km / 20)
        return score - 1.3 * mention.errors.get(match.entry, 0.0)
