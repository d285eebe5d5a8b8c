"""Names of communes in a text, exact or with typing errors, and whether they are meant as places there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .context import LIVES, breaks, refused, strength
from .fuzzy import Fuzzy
from .mention import Mention, misspelt
from .normalise import CONNECTORS, Token
from .numbers import ARRONDISSEMENTS, arrondissement
from .store import DATA, SHORT, SKELETON, Match, Store

SAINTS = frozenset({"saint", "sainte"})
LONGEST = 8  # words of the longest names
KNOWN_TOWN = 5000  # people: such a name is recognised without a preposition
TOWN_OVER_WORD = 10000  # people: such a town wins over the common word that is spelt like it
SMALL_TOWN = 1000  # people: such a town may bear an ordinary name where the sentence says that it is one
DEGREES = frozenset({"pas", "tres", "trop", "super", "si", "assez", "plutot", "vraiment"})  # « c'est pas nice »
GLUED = frozenset({"delle", "melle"})  # « d'elle », « mademoiselle » as people type them
MAX_CORRECTIONS = 4  # windows tried for typing errors in one text


def load_not_places(path: Path = DATA / "not_places.txt") -> frozenset[str]:
    """Words that are never places by themselves."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Names:
    """Finds the names of communes."""

    def __init__(self, store: Store, fuzzy: Fuzzy) -> None:
        self.store, self.fuzzy = store, fuzzy
        self.not_places = load_not_places()

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
            matches = self.store.names.get(" ".join(t.norm for t in tokens[i : i + size]))
            if not matches:
                continue
            level = strength(tokens, i)
            level = 4 if bare and level < 2 else level
            if self._accepted(tokens, i, size, matches, level):
                mention = Mention(i, i + size, "name", level, list(matches))
                self._arrondissement(tokens, mention)
                return mention
        return None

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
        capital = all(t.capital for t in words) and (i > 0 or level == 4 or len(words) > 1)
        population = max(self.store.entries[m.entry].population for m in matches)
        if len(words) == 1 and words[0].norm in self.not_places:
            return bool(
                i and tokens[i - 1].norm in LIVES | {"a"} and level == 3 and words[0].capital and population >= 2000
            )
        exact = any(m.form not in {SHORT, SKELETON} for m in matches)
        ordinary = all(t.norm in self.not_places or t.norm in self.store.words for t in words)
        forbidden = any(t.norm in self.not_places for t in words) and words[0].norm not in SAINTS
        if len(words) > 1 and not exact and forbidden and ordinary and not capital:
            return False
        if self._common(words, matches):
            whole = (self.store.entries[m.entry].population for m in matches if m.form != SHORT)
            return self._common_accepted(tokens, i, words, matches, level, capital, population, max(whole, default=0))
        if len(words) > 1:
            return True if words[0].norm in SAINTS or level or capital else population >= KNOWN_TOWN
        if len(words[0].norm) < 3:
            return level >= 2 and capital
        if level == 1:
            return capital or population >= 1000
        return level >= 2 or capital or population >= KNOWN_TOWN

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
        return all(t.norm in self.store.words or t.norm in self.not_places for t in words) and not (
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
        if level >= 3:
            # « il a delle » has a verb, « il vit a delle » has not.
            verb = tokens[i - 1].raw == "a" and not (i > 1 and tokens[i - 2].norm in LIVES)
            titled = words[0] is not tokens[i] and exact_population >= SMALL_TOWN  # « on vit à la clayette »
            return capital or (not verb and (population >= 2000 or titled))
        return level == 2 and capital

    def corrected(self, tokens: Sequence[Token], taken: Sequence[Mention], bare: bool) -> list[Mention]:
        """Names with typing errors, after a preposition of place or as a bare answer."""
        covered = {j for m in taken for j in range(m.start, m.end)}
        found: list[Mention] = []
        tries = 0
        i = 0
        while i < len(tokens) and tries < MAX_CORRECTIONS:
            if bare and i == 0 and tokens[0].norm in {"a", "au", "aux", "en", "dans", "vers", "sur"}:
                i += 1  # « a mulouse »: the name comes after
                continue
            level = 4 if bare and i == 0 else strength(tokens, i)
            # « sur », « vers », « dans » lead to anything: a capital is asked for.
            if i in covered or not (level >= 2 or (level == 1 and tokens[i].capital)) or tokens[i].norm.isdigit():
                i += 1
                continue
            mention, used = self._correct_at(tokens, i, covered, level)
            tries += used
            if mention:
                found.append(mention)
                i = mention.end
            else:
                i += 1
        return found

    def _correct_at(self, tokens: Sequence[Token], i: int, covered: set[int], level: int) -> tuple[Mention | None, int]:
        end = i
        while (
            end < len(tokens)
            and end - i < 6
            and end not in covered
            and not tokens[end].norm.isdigit()
            and not (end > i and breaks(tokens[end]))
        ):
            end += 1
        tries = 0
        for stop in range(end, i, -1):
            words = [t for t in tokens[i:stop] if t.norm not in CONNECTORS]
            if not words or tokens[stop - 1].norm in CONNECTORS or refused(tokens, i):
                continue
            saint = len(words) > 1 and any(t.norm in SAINTS for t in words)
            if saint and len(words[-1].norm) < 4:  # « St Flo » is too short to be corrected
                continue
            if level == 4 and len(words) > 1 and i == 0 and stop == len(tokens):
                town = self.towns_near("".join(t.norm for t in tokens[i:stop]))
                if town:  # « Monceau les mines » as an answer: ordinary words, but a town one letter away
                    return misspelt(i, stop, level, town), 1
            if self._language(words) and not (len(words) > 2 and words[1].norm == "saint"):
                near = self._clipped(words[0].norm) if len(words) == 1 and level >= 3 and len(words[0].norm) > 2 else []
                near = near if level == 4 or words[0].capital else []
                if near:
                    near += [(m, 1.0) for m in self.store.names.get(words[0].norm, ()) if m.form == SHORT]
                    return misspelt(i, stop, level, near), tries + 1
                continue
            if len(words) > 4 or (stop - i > 1 and self._sentence(tokens, i, stop)):
                continue
            text = "".join(t.norm for t in tokens[i:stop])
            if not 3 <= len(text) <= 30 or (not saint and any(self._near_word(t.norm) for t in words)):
                continue
            tries += 1
            near = self.fuzzy.find(text)
            if len(words) > 1:  # several words: only a near hit, else one of the words alone is meant
                near = [n for n in near if n[1] <= max(1.0, len(text) / 5)]
            if near:
                return misspelt(i, stop, level, near), tries
            if tries >= 3:
                break
        return None, tries

    def towns_near(self, text: str, people: int = TOWN_OVER_WORD) -> list[tuple[Match, float]]:
        """Towns of so many people one error away from a squeezed text: « Troye » is more than a village's name."""
        near = self.fuzzy.find(text)
        return [(m, w) for m, w in near if w <= 1.0 and self.store.entries[m.entry].population >= people]

    def _language(self, words: Sequence[Token]) -> bool:
        """True when all the words belong to the language: nothing to correct."""
        return all(
            t.norm in self.not_places or t.norm in self.store.words or len(t.norm) < 3 or t.norm in SAINTS
            for t in words
        )

    def _clipped(self, text: str) -> list[tuple[Match, float]]:
        """« Dol »: a word of the language given as an answer, one last letter short of a town."""
        return [
            (m, w)
            for m, w in self.fuzzy.find(text)
            if w <= 0.8 and text not in self.not_places and self.store.entries[m.entry].population >= TOWN_OVER_WORD
        ]

    def _sentence(self, tokens: Sequence[Token], i: int, stop: int) -> bool:
        """True when a window holds a word that no name of place holds."""
        ordinary = {
            "et",
            "est",
            "mais",
            "car",
            "que",
            "qui",
            "avec",
            "pour",
            "il",
            "elle",
            "on",
            "je",
            "mon",
            "ma",
            "mes",
            "a",
            "ai",
            "dans",
            "chez",
            "moi",
            "son",
            "sa",
            "nous",
            "une",
            "un",
            "depuis",
            "y",
            "ou",
        }
        return any(t.norm in ordinary for t in tokens[i + 1 : stop])

    def _near_word(self, word: str) -> bool:
        """True for a word that is rather an illness or a care word, perhaps misspelt."""
        return word in self.not_places or (
            len(word) > 6
            and any(
                abs(len(w) - len(word)) < 3 and w[:2] == word[:2] and w[-3:] == word[-3:]
                for w in self.not_places
                if len(w) > 6
            )
        )
