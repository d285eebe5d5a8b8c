"""Names of communes with typing errors: where one is expected, and what it may be."""

from __future__ import annotations

from collections.abc import Sequence

from .context import AROUND, FILLERS, LIVES, LOOSE, acronym, breaks, refused, strength
from .fuzzy import Fuzzy
from .mention import Mention, corrected_mention
from .normalise import CONNECTORS, Token
from .store import SHORT, Match, Store

SAINTS = frozenset({"saint", "sainte"})
TOWN_OVER_WORD = 10000  # people: such a town wins over the common word that is spelt like it
SMALL_TOWN = 1000  # people: such a town may bear an ordinary name where the sentence says that it is one
MAX_CORRECTIONS = 4  # windows tried for typing errors in one text
LONG = 5  # letters: shorter, a misspelt answer is nearer to any word than to a town
SEVEN, ONE_ERROR = 7, 1.3
ALONGSIDE = FILLERS | AROUND | LIVES | LOOSE | CONNECTORS | SAINTS  # words that may stand beside the name in an answer


class Misspelt:
    """Corrects the names of communes."""

    def __init__(self, store: Store, fuzzy: Fuzzy, not_places: frozenset[str]) -> None:
        self.store, self.fuzzy, self.not_places = store, fuzzy, not_places

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
            if acronym(tokens, i):
                i += 1
                continue
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

    def from_before(self, tokens: Sequence[Token], mention: Mention) -> Mention | None:
        """« nuit saint georges »: the saint of a town whose first word is not quite right; else None."""
        start = mention.start - 1
        if mention.kind != "name" or start < 0 or tokens[mention.start].norm not in SAINTS or breaks(tokens[start + 1]):
            return None
        near = self.towns_near("".join(t.norm for t in tokens[start : mention.end]), SMALL_TOWN)
        if len(tokens[start].norm) < 3 or not near:
            return None
        errors = {m.entry: w for m, w in reversed(near)}
        return Mention(
            start, mention.end, "name", mention.strength, [m for m, _ in near], corrected=True, errors=errors
        )

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
            if level == 4 and not self._answer(tokens, i, stop, covered):
                continue
            saint = len(words) > 1 and any(t.norm in SAINTS for t in words)
            if saint and len(words[-1].norm) < 4:  # « St Flo » is too short to be corrected
                continue
            if level == 4 and len(words) > 1 and i == 0 and stop == len(tokens):
                town = self.towns_near("".join(t.norm for t in tokens[i:stop]))
                if town:  # « Monceau les mines » as an answer: ordinary words, but a town one letter away
                    return corrected_mention(i, stop, level, town), 1
            if self._language(words) and not (len(words) > 2 and words[1].norm == "saint"):
                near = self._clipped(words[0].norm) if len(words) == 1 and level >= 3 and len(words[0].norm) > 2 else []
                near = near if (level == 4 and len(words[0].norm) < LONG) or (level < 4 and words[0].capital) else []
                if near:
                    near += [(m, 1.0) for m in self.store.names.get(words[0].norm, ()) if m.form == SHORT]
                    return corrected_mention(i, stop, level, near), tries + 1
                continue
            if len(words) > 4 or (stop - i > 1 and self._sentence(tokens, i, stop)):
                continue
            text = "".join(t.norm for t in tokens[i:stop])
            if not 3 <= len(text) <= 30 or (not saint and any(self._near_word(t.norm) for t in words)):
                continue
            tries += 1
            near = self.fuzzy.find(text)
            lives = i > 1 and tokens[i - 1].norm == "a" and tokens[i - 2].norm in LIVES
            if len(text) <= SEVEN and not lives:  # two letters of six: « Québec » is no Quéven
                near = [(m, w) for m, w in near if w <= ONE_ERROR]
            if level == 4 and len(text) < LONG:  # « hey », « merki »: so short, only a town that is nearly written
                near = [(m, w) for m, w in near if w < 1.0 and self.store.entries[m.entry].population >= 2000]
            if len(words) > 1:  # several words: only a near hit, else one of the words alone is meant
                near = [n for n in near if n[1] <= max(1.0, len(text) / 5)]
            if near:
                return corrected_mention(i, stop, level, near), tries
            if tries >= 3:
                break
        return None, tries

    def _answer(self, tokens: Sequence[Token], i: int, stop: int, covered: set[int]) -> bool:
        """True when what stands around a misspelt answer names an area, or says nothing."""
        others = [n for n in range(len(tokens)) if not i <= n < stop and n not in covered]
        return all(tokens[n].norm in ALONGSIDE or tokens[n].norm.isdigit() for n in others)

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
