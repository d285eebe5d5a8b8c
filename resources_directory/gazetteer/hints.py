"""What the size of a place, or the area named after it, says of a name that may hold a typing error."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from .choice import Choice
from .context import MOVED_TO, breaks
from .mention import Mention
from .misspelt import SMALL_TOWN
from .names import Names
from .normalise import ARTICLES, Token
from .store import SHORT, Match

VILLAGE = 1000  # people: fewer, and a short name may be a town with a typing error


class Hints:
    """Gives more meanings to the names found, or takes away those that the area excludes."""

    def __init__(self, names: Names, choice: Choice) -> None:
        self._names, self._choice = names, choice

    def applied(
        self, tokens: Sequence[Token], areas: Sequence[Mention], named: Sequence[Mention], bare: bool
    ) -> list[Mention]:
        """The names, with what they may also be. `areas`: the départements and regions of the text."""
        entries = self._choice.store.entries
        kept = list(named)
        for mention in kept:
            if all(m.form == SHORT and entries[m.entry].population < VILLAGE for m in mention.matches):
                _add(mention, self._names.misspelt.towns_near(_squeezed(tokens, mention)))  # « Troye »
        for area in areas:
            self._before(tokens, area, kept, bare)
            kept += self._names.inside(tokens, [*areas, *kept], partial(self._choice.within, area=area))
        return kept

    def _before(self, tokens: Sequence[Token], area: Mention, named: list[Mention], bare: bool) -> None:
        """« fougere en bretagne », « moulin dans l'allier »: the area says which town is meant, typing errors aside."""
        link = area.start
        while link > 0 and tokens[link - 1].norm in ARTICLES and not breaks(tokens[link]):
            link -= 1
        end = link - 1  # where the name before « en » or « dans » ends
        if end < 1 or tokens[end].norm not in {"en", "dans"} or breaks(tokens[end]):
            return
        host = next((n for n in named if n.end == end), None)
        if host is None:
            first = 1 if end == 2 and tokens[0].norm in MOVED_TO else 0  # « a ornan dans le doubs »
            alone = bare and end == first + 1
            near = self._names.misspelt.towns_near(tokens[first].norm, SMALL_TOWN) if alone else []
            inside = self._inside(near, area)
            if inside:
                named.append(Mention(first, end, "name", 4))
                _add(named[-1], inside)
        elif not any(self._choice.within(match, area) for match in host.matches):
            inside = self._inside(self._names.misspelt.fuzzy.find(_squeezed(tokens, host)), area)
            _add(host, inside)
            if not inside and area.kind == "departement" and tokens[end].norm == "en":
                named.remove(host)  # « Saint-Quentin-en-Yvelines » is no commune: the département is what is known

    def _inside(self, near: Sequence[tuple[Match, float]], area: Mention) -> list[tuple[Match, float]]:
        return [(match, weight) for match, weight in near if self._choice.within(match, area)]


def _squeezed(tokens: Sequence[Token], mention: Mention) -> str:
    return "".join(t.norm for t in tokens[mention.start : mention.end])


def _add(mention: Mention, near: Sequence[tuple[Match, float]]) -> None:
    """Adds to a mention what it may be with typing errors."""
    known = {m.entry for m in mention.matches}
    new = [(m, w) for m, w in near if m.entry not in known]
    mention.matches = [*mention.matches, *(m for m, _ in new)]
    mention.errors |= {m.entry: w for m, w in new}
    mention.corrected = mention.corrected or bool(new)
