"""Départements and regions named in a text, old regions included."""

from __future__ import annotations

from collections.abc import Sequence

from .context import GIVEN_NAMES, breaks, previous, strength
from .mention import Mention
from .normalise import ARTICLES, Token, key, without_article
from .store import Store

# Names that also mean something else in a lower-case sentence: they need « dans », « département », or a capital.
DOUBTFUL = frozenset(
    [
        "nord",
        "manche",
        "somme",
        "cher",
        "aube",
        "loire",
        "landes",
        "lot",
        "ain",
        "eure",
        "orne",
        "oise",
        "aisne",
        "marne",
        "var",
        "gard",
        "drome",
        "aude",
        "reunion",
        "centre",
        "creuse",
        "tarn",
        "vienne",
        "doubs",
        "ardennes",
        "bretagne",
    ]
)
OLD_REGIONS = {
    "bourgogne": "27",
    "franche comte": "27",
    "bfc": "27",
    "alsace": "44",
    "lorraine": "44",
    "champagne ardenne": "44",
    "auvergne": "84",
    "rhone alpes": "84",
    "savoies": "84",
    "picardie": "32",
    "nord pas de calais": "32",
    "aquitaine": "75",
    "limousin": "75",
    "poitou charentes": "75",
    "midi pyrenees": "76",
    "languedoc roussillon": "76",
    "languedoc": "76",
    "basse normandie": "28",
    "haute normandie": "28",
    "paca": "93",
    "idf": "11",
    "region parisienne": "11",
    "centre": "",
}
OLD_DEPARTEMENTS = {
    "cote du nord": "22",
    "cotes du nord": "22",
    "loire inferieure": "44",
    "haut doubs": "25",
    "territoire belfort": "90",
    "saone loire": "71",
    "cote d or": "21",
    "seine saint denis": "93",
}


# Overseas territories: their names are those of communes (« Saint-Martin »).
TERRITORIES = frozenset({"975", "977", "978", "984", "986", "987", "988", "989"})


class Names:
    """The names of départements and regions, with and without article."""

    def __init__(self, store: Store) -> None:
        self.departements = {
            key(name): code for code, (name, _, _) in store.departements.items() if code not in TERRITORIES
        }
        self.departements |= {without_article(k): c for k, c in self.departements.items()} | OLD_DEPARTEMENTS
        self.regions = {
            key(name): code
            for code, (name, _) in store.regions.items()
            if key(name) not in self.departements and code not in TERRITORIES
        }
        self.regions |= {k: c for k, c in OLD_REGIONS.items() if c}
        self.communes = store.names

    def find(self, tokens: Sequence[Token], bare: bool) -> list[Mention]:
        """Mentions of départements and regions, longest first."""
        found: list[Mention] = []
        i = 0
        while i < len(tokens):
            step = 1
            for size in range(min(5, len(tokens) - i), 0, -1):
                if any(breaks(t) for t in tokens[i + 1 : i + size]):
                    continue
                name = " ".join(t.norm for t in tokens[i : i + size])
                kind = "departement" if name in self.departements else "region" if name in self.regions else ""
                if kind and self._accepted(tokens, i, size, name, bare):
                    value = self.departements[name] if kind == "departement" else self.regions[name]
                    level = 4 if bare else max(1, min(3, strength(tokens, i) + 1))
                    found.append(Mention(i, i + size, kind, level, value=value))
                    step = size
                    break
            i += step
        return found

    def _accepted(self, tokens: Sequence[Token], i: int, size: int, name: str, bare: bool) -> bool:
        if name == "paris" or (size == 1 and tokens[i].norm == "centre"):
            return False
        j = previous(tokens, i)
        before = tokens[j].norm if j >= 0 else ""
        article = i > 0 and (tokens[i - 1].norm in ARTICLES | {"du"}) and not breaks(tokens[i])
        inside = before in {"dans", "departement", "dep", "dept", "region"} or (
            before in {"de", "d", "du"} and j > 0 and tokens[j - 1].norm in {"departement", "region", "bout", "conseil"}
        )
        after = tokens[i + size].norm if i + size < len(tokens) else ""
        if after == "suisse" or (size == 1 and tokens[i].norm in GIVEN_NAMES and after.isdigit()):
            return False  # « le Jura suisse », « Lorraine, 45 ans »
        if before in {"mer", "docteur", "mme", "madame", "rue"}:
            return False
        if name in {"nord", "centre"} and i + 1 < len(tokens) and tokens[i + 1].norm in {"de", "d", "du"}:
            return False  # « au nord de Besançon »
        if name in {
            "reunion",
            "la reunion",
        }:  # « à la réunion » is a meeting unless it is written as an island
            return inside or tokens[i + size - 1].capital or bare
        if name in {"nord", "centre"} and not (bare or (inside and tokens[i].capital) or before.startswith("depart")):
            return False
        if size > 1:
            return True
        if name in self.communes and not inside:  # « à Vienne » is the town, « en Vienne » and « la Vienne » are not
            return (
                before == "en"
                or (name in self.regions and (bare or before in {"de", "d"}))
                or (article and tokens[i].capital)
                or (bare and article)
                or (article and name not in DOUBTFUL and before in {"", "dans", "de"})
            )
        if name in DOUBTFUL:
            rest = {t.norm for t in (*tokens[:i], *tokens[i + size :])}
            alone = bare and rest <= ARTICLES | {"dans", "du", "d", "de", "oui", "departement"}  # not « c'est cher »
            return inside or tokens[i].capital or alone or before == "en"
        return True
