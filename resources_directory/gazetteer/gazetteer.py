"""From a sentence as people write it to the place it speaks of."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from . import administrative, numbers
from .choice import Choice
from .context import FILLERS, TALKS, declared_relations, near_previous, standing
from .fuzzy import Fuzzy
from .hints import Hints
from .mention import Mention, corrected_mention
from .names import Names
from .nearest import nearest
from .normalise import ARTICLES, Token, tokenise
from .place import Place, Resolution
from .store import SHORT, Store

LINKS = frozenset(["sur", "sous", "en", "les", "lez", "de", "d", "du", "des", "la", "le", "l"])
MAX_TEXT = 2000  # characters read of a text


class Gazetteer:
    """Resolves places. `load()` once a process; `resolve()` keeps no state."""

    _shared: Gazetteer | None = None

    def __init__(self, store: Store) -> None:
        self.store = store
        self._administrative = administrative.Names(store)
        self._names = Names(store, Fuzzy(store))
        self._choice = Choice(store)
        self._hints = Hints(self._names, self._choice)

    @classmethod
    def load(cls) -> Gazetteer:
        """The gazetteer of the shipped data; the same object at each call."""
        if cls._shared is None:
            collecting = gc.isenabled()
            gc.disable()  # nothing made here is garbage: twice as fast
            try:
                cls._shared = cls(Store.load())
            finally:
                if collecting:
                    gc.enable()
        return cls._shared

    def get(self, code: str) -> Place | None:
        """The place of a code: « 21054 », « 39 », « R27 », « BE-4000 »; None when unknown."""
        code = code.strip().upper()
        if code in self.store.by_code:
            return self.store.place(self.store.by_code[code])
        if code in self.store.departements:
            return self.store.departement(code)
        if code.startswith("R") and code[1:] in self.store.regions:
            return self.store.region(code[1:])
        return None

    def sure(self, text: str) -> Place | None:
        """The one commune that words name, with its département or its postcode when there are several; else None."""
        found = self.resolve(text)
        if found.ambiguous or not found.candidates or found.candidates[0].kind in ("departement", "region"):
            return None
        return found.candidates[0]

    def nearest(self, latitude: float, longitude: float, most: int = 1) -> list[Place]:
        """The communes around a point in degrees (WGS 84), the likeliest first; [] when none is within 25 km."""
        return nearest(self.store, latitude, longitude, most)

    def resolve(self, text: str, *, near: Place | None = None, departements: Sequence[str] = ()) -> Resolution:
        """The places of a sentence, that of the person helped first.

        `near`: a place already known of the conversation; `departements`: those that the service covers.
        Both only rank homonyms. Never raises on any text.
        """
        tokens = tokenise(text[:MAX_TEXT])
        if not tokens:
            return Resolution()
        bare = self._bare(tokens)
        mentions = self._mentions(tokens, bare)
        if not mentions:
            return Resolution()
        belgian = any(t.norm in {"belgique", "belge", "liegeois", "wallonie"} for t in tokens)
        qualified, context = self._qualify(tokens, mentions)
        declared = declared_relations(tokens)
        for mention in qualified:
            mention.standing = standing(tokens, mention.start, declared)
        homes = [m for m in qualified if m.standing > -3] or (qualified if bare else [])
        if not homes:
            homes = [m for m in qualified if m.standing > -6]
        homes.sort(key=lambda m: (-m.standing, -m.strength, m.start))
        candidates: list[Place] = []
        ambiguous = corrected = False
        for order, mention in enumerate(homes):
            places, doubt = self._choice.candidates(mention, context.get(id(mention), []), near, departements, belgian)
            if order == 0:
                ambiguous, corrected = doubt, mention.corrected
                candidates += places
            elif places and places[0].code not in {p.code for p in candidates}:
                candidates.append(places[0])
        if len(homes) > 1 and self._either(tokens, homes):
            ambiguous = True
        return Resolution(tuple(candidates), ambiguous, corrected)

    @staticmethod
    def _bare(tokens: Sequence[Token]) -> bool:
        """True when the text is the name alone, as one answers a question."""
        rest = [t for t in tokens if t.norm not in FILLERS]
        return (
            0 < len(rest) <= 4
            and not any(t.norm in TALKS for t in tokens)
            and len(tokens) <= len(rest) + 3
            and not any(t.norm in {"je", "j", "on", "nous", "mon", "ma", "suis", "habite", "vis"} for t in tokens)
        )

    def _mentions(self, tokens: Sequence[Token], bare: bool) -> list[Mention]:
        coded = numbers.codes(tokens, self.store, bare)
        coded += numbers.departement_numbers(tokens, self.store, bare)
        regional = self._administrative.find(tokens, bare)
        named = self._names.find(tokens, bare)
        # The longest wins where two overlap, articles aside; at equal length a département that was accepted wins.
        named = [
            n
            for n in named
            if not any(r.start < n.end and n.start < r.end and _as_long(tokens, r, n) for r in regional)
        ]
        coded += numbers.after_names(tokens, self.store, named)
        regional = [r for r in regional if not any(r.start < n.end and n.start < r.end for n in named)]
        named = self._hints.applied(tokens, regional, named, bare)
        mentions = [*coded, *regional, *named]
        sure = any(m.strength >= 2 and m.kind in {"name", "code"} for m in mentions)
        weak = [m for m in named if all(x.form == SHORT for x in m.matches)]
        if not (bare and (sure or regional)) or weak:
            mentions += self._names.misspelt.corrected(tokens, mentions, bare and not mentions)
        ordered = sorted(mentions, key=lambda m: m.start)
        return self._extended(tokens, [m for m in ordered if not self._part_of(tokens, m, ordered)], bare)

    @staticmethod
    def _part_of(tokens: Sequence[Token], mention: Mention, others: Sequence[Mention]) -> bool:
        """« à Planoise à Besançon »: what looks like a misspelt name is a part of the town said just after."""
        return mention.corrected and any(
            o.kind == "name" and not o.corrected and o.start == mention.end + 1 and tokens[mention.end].norm == "a"
            for o in others
        )

    def _extended(self, tokens: Sequence[Token], mentions: list[Mention], bare: bool) -> list[Mention]:
        """« saint jean de lone »: a name followed by a connector and an unknown word is read again as a whole."""
        for n, mention in enumerate(mentions):
            if whole := self._names.misspelt.from_before(tokens, mention):
                mentions[n] = whole
                continue
            end = mention.end
            if mention.kind != "name" or mention.corrected or end >= len(tokens) or tokens[end].gap.strip(" -"):
                continue
            last = end
            while last < len(tokens) - 1 and tokens[last].norm in LINKS and last < end + 2:
                last += 1
            word = tokens[last]
            if word.norm in self.store.words or word.norm.isdigit() or len(word.norm) < 4 or word.gap.strip(" -'"):
                continue
            # « chalons sur saone »: Saône is a commune too, but not after « sur ».
            if any(m.start <= last < m.end for m in mentions) and tokens[end].norm not in {"sur", "sous"}:
                continue
            near = self._names.misspelt.fuzzy.find("".join(t.norm for t in tokens[mention.start : last + 1]))
            near = [x for x in near if x[1] <= (2.0 if last > end else 1.0)]
            if near:
                mentions[n] = corrected_mention(mention.start, last + 1, mention.strength, near)
        return [
            m
            for m in mentions
            if not any(o is not m and o.start <= m.start < o.end and o.kind == m.kind for o in mentions)
        ]

    def _qualify(
        self, tokens: Sequence[Token], mentions: list[Mention]
    ) -> tuple[list[Mention], dict[int, list[Mention]]]:
        """Gives to names the départements, postcodes and « près de » that stand beside them."""
        context: dict[int, list[Mention]] = {}
        kept: list[Mention] = []
        names = [m for m in mentions if m.kind == "name"]
        for mention in mentions:
            host = None
            for name in names:
                if name is mention:
                    continue
                gap = mention.start - name.end if mention.start >= name.end else name.start - mention.end
                if mention.kind == "name":
                    if self._beside(tokens, mention, name) or (
                        0 <= mention.start - name.end <= 6
                        and (
                            near_previous(tokens, mention.start)
                            or [t.norm for t in tokens[name.end : mention.start]] in (["les"], ["lez"])
                        )
                        and not any(t.norm in {"et", "moi", "mais", "est"} for t in tokens[name.end : mention.start])
                    ):
                        host = name
                elif mention.kind == "code" and name.start == mention.end and not self._inside(name, mention):
                    host = name  # « 4000 Seraing »: the name is surer than a wrong postcode
                elif (gap <= (4 if mention.start > name.start else 2) and self._inside(name, mention)) or (
                    mention.kind in {"departement", "region"} and len(names) == 1 and self._inside(name, mention)
                ):
                    host = name
            if host is None:
                kept.append(mention)
            else:
                context.setdefault(id(host), []).append(mention)
        return kept, context

    @staticmethod
    def _beside(tokens: Sequence[Token], mention: Mention, name: Mention) -> bool:
        """« près de Dole, à Tavaux »: the first only says where the second is."""
        between = tokens[mention.end : name.start]
        return (
            0 <= len(between) <= 3
            and name.strength >= 2
            and near_previous(tokens, mention.start)
            and not near_previous(tokens, name.start)
            and all(t.norm in {"a", "au", "aux", "plus", "precisement", "exactement"} for t in between)
        )

    def _inside(self, name: Mention, area: Mention) -> bool:
        return any(self._choice.within(m, area) for m in name.matches)

    @staticmethod
    def _either(tokens: Sequence[Token], homes: Sequence[Mention]) -> bool:
        """« Dole ou Besançon », « entre Dole et Besançon »: both are meant."""
        first, second = sorted(homes[:2], key=lambda m: m.start)
        between = [t.norm for t in tokens[first.end : second.start]]
        return between == ["ou"] or (
            between == ["et"] and any(t.norm == "entre" for t in tokens[max(0, first.start - 2) : first.start])
        )


def _as_long(tokens: Sequence[Token], area: Mention, name: Mention) -> bool:
    """« dans la Creuse » is the département, though a village bears its name with the article."""
    return area.end - area.start >= len([t for t in tokens[name.start : name.end] if t.norm not in ARTICLES])
