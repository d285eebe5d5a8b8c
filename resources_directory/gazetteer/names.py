"""Names of communes in a text, exact or with typing errors, and whether they are meant as places there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .context import GIVEN_NAMES, LIVES, acronym, breaks, refused, strength
from .fuzzy import Fuzzy
from .mention import Mention
from .misspelt import ALONGSIDE, SAINTS, SMALL_TOWN, TOWN_OVER_WORD, Misspelt
from .normalise import ARTICLES, CONNECTORS, Token
from .numbers import ARRONDISSEMENTS, arrondissement, numbered
from .store import DATA, EXACT, NO_ARTICLE, OLD, SHORT, SKELETON, Match, Store

LONGEST = 8  # words of the longest names
KNOWN_TOWN = 5000  # people: such a name is recognised without a preposition
DEGREES = frozenset({"pas", "tres", "trop", "super", "si", "assez", "plutot", "vraiment"})  # « c'est pas nice »
ONE = frozenset({"un", "une", "ce", "cet", "cette", "des", "chaque"})
GLUED = frozenset({"delle", "melle"})  # « d'elle », « mademoiselle » as people type them
LARGE_TOWN = 30000  # people: recognised without a preposition when its name is made of ordinary words
OLD_TOWN = 2000  # people of a former commune, at most
ARTICLED = frozenset({"le", "la", "les", "du", "au", "aux"})


def load_not_places(path: Path = DATA / "not_places.txt") -> frozenset[str]:
    """Words that are never places by themselves."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Names:
    """Finds the names of communes."""

    def __init__(self, store: Store, fuzzy: Fuzzy) -> None:
        self.store = store
        self.not_places = load_not_places()
        self.misspelt = Misspelt(store, fuzzy, self.not_places)

    def find(self, tokens: Sequence[Token], bare: bool) -> list[Mention]:
        """Names spelt right (articles, accents, hyphens and abbreviations aside)."""
        found: list[Mention] = []
        i = 0
        while i < len(tokens):
            mention = self._longest(tokens, i, bare)
            if mention:
                found.append(mention)
                i = mention.end
            else:
                i += 1
        return found

    def _longest(self, tokens: Sequence[Token], i: int, bare: bool) -> Mention | None:
        if tokens[i].norm.isdigit():
            return None
        saint = tokens[i].norm in SAINTS and i + 1 < len(tokens) and not breaks(tokens[i + 1])
        # « st brieux » is no Brieux: it is left to the correction of errors.
        if i and tokens[i - 1].norm in SAINTS and not breaks(tokens[i]):
            return None
        for size in range(min(LONGEST, len(tokens) - i), 0, -1):
            if any(breaks(t) for t in tokens[i + 1 : i + size]) or (saint and size == 1):
                continue
            named = self.store.names.get(" ".join(t.norm for t in tokens[i : i + size]), ())
            matches = self._with_article(tokens, i, size, named)
            if not matches:
                continue
            level = strength(tokens, i)
            level = 4 if bare and level < 3 and self._whole(tokens, i, i + size) else level
            if self._accepted(tokens, i, size, matches, level):
                mention = Mention(i, i + size, "name", level, list(matches))
                self._arrondissement(tokens, mention)
                return mention
        return None

    def _town(self, word: str) -> bool:
        matches = self.store.names.get(word, ())
        return any(m.form == EXACT and self.store.entries[m.entry].population >= TOWN_OVER_WORD for m in matches)

    def _with_article(self, tokens: Sequence[Token], i: int, size: int, matches: Sequence[Match]) -> Sequence[Match]:
        """An ordinary word after an article is a place only where the name has one: « au Blanc », but « du bourg »."""
        if not (i and size == 1 and tokens[i - 1].norm in ARTICLED and self._spoken(tokens[i : i + 1])):
            return matches
        return [m for m in matches if m.form == NO_ARTICLE] if not tokens[i].capital else matches

    def _whole(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """True when nothing else in a short text is an ordinary word: « ligne directe » answers no « where? »."""
        others = [n for n in range(len(tokens)) if not start <= n < end]
        return not any(
            tokens[n].norm in self.store.words
            and tokens[n].norm not in ALONGSIDE
            and not self._town(tokens[n].norm)
            and not (n and tokens[n - 1].norm in {"en", "sur", "sous", "lez"})
            for n in others
        )

    def _arrondissement(self, tokens: Sequence[Token], mention: Mention) -> None:
        name = tokens[mention.start].norm
        if mention.end - mention.start == 1 and name in ARRONDISSEMENTS:
            said = arrondissement(tokens, mention.start, mention.end, name, self.store)
            if said:
                mention.matches, mention.end = [Match(said[0], 0, "")], said[1]

    def _accepted(self, tokens: Sequence[Token], i: int, size: int, matches: Sequence[Match], level: int) -> bool:
        if refused(tokens, i) or (level == 0 and i and tokens[i - 1].norm in DEGREES and not tokens[i].capital):
            return False
        words = [t for t in tokens[i : i + size] if t.norm not in CONNECTORS] or list(tokens[i : i + size])
        if acronym(tokens, i) and (level < 3 or (i and tokens[i - 1].norm in ARTICLES)):
            return False  # « l'ARS »
        if len(words) == 1 and level < 2 and words[0].norm in GIVEN_NAMES:
            return False
        capital = all(t.capital for t in words) and (i > 0 or level == 4 or len(words) > 1)
        population = max(self.store.entries[m.entry].population for m in matches)
        if numbered(tokens, i + size, matches, self.store):
            return True
        if len(words) == 1 and words[0].norm in self.not_places:
            if len(tokens) == 1 and words[0].capital and population >= TOWN_OVER_WORD:  # « Ans », but not « Hervé »
                return any(self.store.entries[m.entry].name == tokens[0].raw for m in matches)
            return bool(
                i and tokens[i - 1].norm in LIVES | {"a"} and level == 3 and words[0].capital and population >= 2000
            )
        if i and tokens[i - 1].norm in ONE and not capital and self._spoken(words):
            return False  # « dans un petit bourg »
        if words[0].norm == "saint" and i and tokens[i - 1].norm == "la":
            return False  # « c'est la Saint-Nicolas »
        exact = any(m.form not in {SHORT, SKELETON} for m in matches)
        ordinary = self._spoken(words)
        forbidden = any(t.norm in self.not_places for t in words) and words[0].norm not in SAINTS
        if len(words) > 1 and not exact and forbidden and ordinary and not capital:
            return False
        if self._common(words, matches):
            people = [(m.form, self._people(m)) for m in matches]
            whole = max((p for form, p in people if form != SHORT), default=0)
            return self._common_accepted(tokens, i, words, matches, level, capital, max(p for _, p in people), whole)
        if len(words) > 1:
            enough = LARGE_TOWN if ordinary else KNOWN_TOWN  # « entre deux cures »
            return True if words[0].norm in SAINTS or level or capital else population >= enough
        if len(words[0].norm) < 3:
            return level >= 2 and capital
        if level == 1:
            return capital or population >= 1000
        return level >= 2 or capital or population >= KNOWN_TOWN

    def _people(self, match: Match) -> int:
        """How many people bear a name: a former commune is a part of a bigger one (« Liré », « Vire »)."""
        population = self.store.entries[match.entry].population
        return min(population, OLD_TOWN) if match.form == OLD else population

    def _spoken(self, words: Sequence[Token]) -> bool:
        """True when all the words belong to the language."""
        return all(t.norm in self.not_places or t.norm in self.store.words for t in words)

    def inside(
        self, tokens: Sequence[Token], taken: Sequence[Mention], holds: Callable[[Match], bool]
    ) -> list[Mention]:
        """Ordinary words that name a town of an area named beside: « dans la nièvre, à la charité »."""
        covered = {j for m in taken for j in range(m.start, m.end)}
        for i, token in enumerate(tokens):
            led = strength(tokens, i) >= 2 or (i and tokens[i - 1].norm in {"a", "au", "aux"})
            if i in covered or not led or token.norm.isdigit() or refused(tokens, i):
                continue
            for size in range(min(LONGEST, len(tokens) - i), 0, -1):
                part = tokens[i : i + size]
                if any(breaks(t) for t in part[1:]) or covered & set(range(i, i + size)):
                    continue
                matches = [m for m in self.store.names.get(" ".join(t.norm for t in part), ()) if holds(m)]
                towns = [m for m in matches if self.store.entries[m.entry].population >= SMALL_TOWN]
                words = [t for t in part if t.norm not in CONNECTORS]
                if towns and words and not any(t.norm in self.not_places for t in words):
                    return [Mention(i, i + size, "name", 3, towns)]
        return []

    def _common(self, words: Sequence[Token], matches: Sequence[Match]) -> bool:
        """True when the name, or all its words, belong to the language."""
        if words[0].norm in SAINTS and len(words) > 1:
            return False
        if len(words) == 1 and words[0].norm in GLUED:
            return True
        return self._spoken(words) and not (
            len(words) > 1
            and any(m.form not in {SHORT, SKELETON} for m in matches)
            and max(self.store.entries[m.entry].population for m in matches) >= 1000
        )

    @staticmethod
    def _common_accepted(
        tokens: Sequence[Token],
        i: int,
        words: Sequence[Token],
        matches: Sequence[Match],
        level: int,
        capital: bool,
        population: int,
        exact_population: int,
    ) -> bool:
        if level == 4:
            if capital and len(tokens) == 1 and population >= TOWN_OVER_WORD:
                return True  # « Digne », and nothing else
            exact = any(m.form not in {SHORT, SKELETON} for m in matches)
            if exact and words[0] is not tokens[i]:  # « la clayette »: with its article
                return population >= 500
            return exact and (population >= 2000 or (capital and population >= 200))
        if exact_population >= TOWN_OVER_WORD:
            return level >= 2 or (capital and i > 0)
        if tokens[i - 1].norm == "en" and i:
            return capital and exact_population >= KNOWN_TOWN  # « tout est en ligne »
        if level >= 3:
            # « il a delle » has a verb, « il vit a delle » has not.
            verb = tokens[i - 1].raw == "a" and not (i > 1 and tokens[i - 2].norm in LIVES)
            titled = words[0] is not tokens[i] and exact_population >= SMALL_TOWN  # « on vit à la clayette »
            return capital or (not verb and (population >= 2000 or titled))
        return level == 2 and capital
