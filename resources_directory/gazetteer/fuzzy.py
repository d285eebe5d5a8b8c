"""Names with typing errors: the nearest names of places, never for a word of the language."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .normalise import sound, without_article
from .store import EXACT, NO_ARTICLE, Match, Store


def allowed(length: int) -> int:
    """How many typing errors a name of so many letters may carry."""
    return 1 if length < 6 else 2 if length < 11 else 3


class Fuzzy:
    """An index of squeezed names by length, and by rough pronunciation."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._names: dict[str, list[Match]] = {}
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._blocks: dict[tuple[int, str], list[str]] = defaultdict(list)
        for number, sounds in store.sounds:
            name = store.entries[number].key
            heard = sounds.split(",")
            self._add(name, heard[0], Match(number, EXACT, ""))
            if len(heard) > 1:
                self._add(without_article(name), heard[1], Match(number, NO_ARTICLE, ""))
        for name, match in store.short_towns:
            self._add(name, sound(name), match)  # « louan » is heard as Louhans-Châteaurenaud's short name

    def _add(self, name: str, heard: str, match: Match) -> None:
        name = name.replace(" ", "")
        if name in self._names:
            self._names[name].append(match)
            return
        self._names[name] = [match]
        # Most errors spare the first letter, the others spare the end: two blocks hold nearly all near names.
        self._blocks[len(name), name[0]].append(name)
        self._blocks[len(name), name[-3:]].append(name)
        if len(heard) > 2:
            self._by_sound[heard].append(name)

    def find(self, text: str) -> list[tuple[Match, float]]:
        """Matches near a squeezed text, with the weight of the errors (1 for one letter), lightest first."""
        limit = allowed(len(text))
        best: dict[Match, float] = {}
        for name in self._by_sound.get(sound(text), ()):
            weight = min(1.0, 0.4 + 0.2 * OSA.distance(text, name))
            for match in self._names[name]:
                best[match] = weight
        for length in range(len(text) - limit, len(text) + limit + 1):
            names = [*self._blocks.get((length, text[0]), ()), *self._blocks.get((length, text[-3:]), ())]
            for name, distance, _ in extract(text, names, scorer=OSA.distance, score_cutoff=limit, limit=None):
                weight = float(distance) + (0.3 if name[0] != text[0] else 0.0)
                # A last letter dropped or added is the commonest error.
                if distance == 1 and (name.startswith(text) or text.startswith(name)):
                    weight = 0.8
                for match in self._names[name]:
                    best[match] = min(weight, best.get(match, 9.0))
        return sorted(best.items(), key=lambda item: (item[1], item[0].entry))
