"""Postcodes, INSEE codes, département numbers and arrondissements in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .context import IS, LIVES, breaks
from .mention import Mention
from .normalise import Token
from .store import EXACT, Match, Store

MONTHS = frozenset(
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ]
)
UNITS = MONTHS | frozenset(
    [
        "ans",
        "an",
        "euros",
        "euro",
        "e",
        "h",
        "heures",
        "heure",
        "jours",
        "jour",
        "mois",
        "fois",
        "km",
        "kg",
        "personnes",
        "minutes",
        "min",
        "mn",
        "eme",
    ]
)
FORMS = frozenset({"cerfa", "formulaire", "dossier"})
_CORSE = {"2a": "2A", "2b": "2B", "20": "2A"}
# Postcodes that people write for a whole town and that do not exist.
WHOLE_TOWN = {"75000": "75056", "69000": "69123", "13000": "13055"}
ARRONDISSEMENTS = {
    "paris": ("75056", "751", 20),
    "lyon": ("69123", "6938", 9),
    "marseille": ("13055", "132", 16),
}
_ORDINALS = {
    w: i + 1
    for i, w in enumerate(
        [
            "premier",
            "deuxieme",
            "troisieme",
            "quatrieme",
            "cinquieme",
            "sixieme",
            "septieme",
            "huitieme",
            "neuvieme",
            "dixieme",
            "onzieme",
            "douzieme",
            "treizieme",
            "quatorzieme",
            "quinzieme",
            "seizieme",
        ]
    )
}
_UP_TO_10 = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ROMAN = {roman: n for n, roman in enumerate((*_UP_TO_10, *(f"x{unit}" for unit in _UP_TO_10)), 1)} | {"xx": 20}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90}
_ONES = {
    **{"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9},
    **{"dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16},
}
_SUFFIX = frozenset({"e", "er", "eme", "ere", "ieme", "arrondissement", "arr", "ardt"})
_BARE = frozenset(("le", "dans", "en", "du", "c", "est", "oui", "et", "celle", "celui"))  # « et du 93 »


def departement_code(number: str, store: Store) -> str:
    """« 71 », « 1 », « 2a », « 971 » → the département's code, else empty."""
    code = _CORSE.get(number.lower(), number.zfill(2))
    return code if code in store.departements else ""


def spelt(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """The number of two words or more that starts at word `i` (« soixante et onze »), and its end; 0 when none does."""
    tens, end = _TENS.get(tokens[i].norm, 0), i + 1
    if not tens:
        return 0, i
    if tens == 20 and i and tokens[i - 1].norm == "quatre":
        return 0, i
    if end < len(tokens) and tokens[end].norm == "et":
        end += 1
    total, start = tens, end
    while end < len(tokens) and end < start + 2 and tokens[end].norm in _ONES:
        total, end = total + _ONES[tokens[end].norm], end + 1
    return (total, end) if end > start and total < 96 else (0, i)


def _phone(tokens: Sequence[Token], i: int) -> bool:
    """Numbers in a row, two by two, make a phone number."""
    around = [t for t in tokens[max(0, i - 2) : i + 3] if t.norm.isdigit() and len(t.norm) == 2]
    return len(around) > 2


def codes(tokens: Sequence[Token], store: Store, bare: bool) -> list[Mention]:
    """Postcodes (five figures, also « 71 100 »), INSEE codes, Belgian postcodes."""
    found: list[Mention] = []
    for i, token in enumerate(tokens):
        number, end = token.norm, i + 1
        following = tokens[i + 1].norm if i + 1 < len(tokens) else ""
        if number in {"2a", "2b"} or (number == "2" and following in {"a", "b"}):
            third = tokens[i + 2].norm if i + 2 < len(tokens) else ""
            if number == "2" and len(third) == 3 and third.isdigit():
                number, end = f"2{following.upper()}{third}", i + 3
        if (not number.isdigit() and len(number) != 5) or (i and tokens[i - 1].norm in FORMS):
            continue
        if len(number) == 2 and len(following) == 3 and following.isdigit() and tokens[i + 1].gap == " ":
            number, end = number + following, i + 2
        after = tokens[end].norm if end < len(tokens) else ""
        if len(number) == 5 and after not in UNITS - MONTHS:
            found += _french(number, i, end, store)
        elif len(number) == 4 and number in store.by_postcode and after not in UNITS:
            matches = [Match(n, EXACT, "") for n in store.by_postcode[number] if store.entries[n].country == "BE"]
            beside = {
                m.entry
                for j in (i - 1, end)
                for size in (1, 2, 3)
                for m in store.names.get(" ".join(t.norm for t in tokens[max(0, j) : j + size]), ())
            }
            if bare or beside & {m.entry for m in matches} or (i and tokens[i - 1].norm in {"postal", "cp", "b", "be"}):
                found.append(Mention(i, end, "code", 4, matches))
    return found


def _french(number: str, start: int, end: int, store: Store) -> list[Mention]:
    if number in WHOLE_TOWN:
        return [Mention(start, end, "code", 4, [Match(store.by_code[WHOLE_TOWN[number]], EXACT, "")])]
    if number in store.by_postcode:
        return [Mention(start, end, "code", 4, [Match(n, EXACT, "") for n in store.by_postcode[number]])]
    if number in store.by_code:
        return [Mention(start, end, "code", 4, [Match(store.by_code[number], EXACT, "")])]
    # A CEDEX: the département at least is sure.
    code = departement_code(number[:3] if number[:2] in {"97", "98"} else number[:2], store)
    return [Mention(start, end, "departement", 2, value=code)] if code and number.isdigit() else []


def departement_numbers(tokens: Sequence[Token], store: Store, bare: bool) -> list[Mention]:
    """« le 71 », « dans le 39 », « (21) », « département 58 » — not a date, an age, a phone number."""
    found: list[Mention] = []
    for i, token in enumerate(tokens):
        number, end = token.norm, i + 1
        if number == "2" and end < len(tokens) and tokens[end].norm in {"a", "b"} and not tokens[end].gap:
            number, end = "2" + tokens[end].norm, i + 2
        said, after_words = spelt(tokens, i)
        if said:
            number, end = str(said), after_words
        if not re.fullmatch(r"\d{2}|97\d|2[ab]", number) or (not said and _phone(tokens, i)):
            continue
        code = departement_code(number, store)
        after = tokens[end].norm if end < len(tokens) else ""
        if not code or after in UNITS | {"du"} or (end < len(tokens) and after.isdigit() and not breaks(tokens[end])):
            continue
        words = [t.norm for t in tokens[max(0, i - 3) : i]]
        last, before = (words[-1] if words else ""), (words[-2] if len(words) > 1 else "")
        placed = (
            (before in {"dans", "departement", "vers"} and last == "le")
            or last in {"departement", "dep", "dept", "dpt", "departemental", "mdph"}
            or (before in {"departement", "dep", "dept", "mdph"} and last in {"du", "le", "numero"})
            or (
                last in {"du", "le", "en", "dans"}
                and before in LIVES | IS | {"viens", "vient", "habitant", "habitante"}
            )
            or ("(" in token.gap)
            or (bare and end == len(tokens) and all(w in _BARE for w in words))
        )
        if placed:
            found.append(Mention(i, end, "departement", 4 if bare else 3, value=code))
    return found


def after_names(tokens: Sequence[Token], store: Store, named: Sequence[Mention]) -> list[Mention]:
    """« Saint-Denis 974 », « dole 39 »: the number of the département right after a name that it holds."""
    held = ((name.end, numbered(tokens, name.end, name.matches, store)) for name in named)
    return [Mention(end, end + 1, "departement", 3, value=code) for end, code in held if code]


def numbered(tokens: Sequence[Token], end: int, matches: Sequence[Match], store: Store) -> str:
    """The département that holds a name, when its number stands right after it, at word `end`; else empty."""
    if end >= len(tokens) or breaks(tokens[end]) or len(tokens[end].norm) not in (2, 3):
        return ""
    code = departement_code(tokens[end].norm, store)
    after = tokens[end + 1].norm if end + 1 < len(tokens) else ""
    held = code and after not in UNITS and any(store.entries[m.entry].departement == code for m in matches)
    return code if held else ""


def arrondissement(tokens: Sequence[Token], start: int, end: int, city: str, store: Store) -> tuple[int, int] | None:
    """The entry of the arrondissement said beside a town (« lyon 3e », « dans le 3e à Lyon »), and the new end."""
    _, prefix, last = ARRONDISSEMENTS[city]

    def entry(number: int) -> int | None:
        code = f"{prefix}{number}" if prefix == "6938" else f"{prefix}{number:02d}"
        return store.by_code.get(code) if 1 <= number <= last else None

    def value(token: Token) -> int:
        if token.norm.isdigit():
            return int(token.norm) if len(token.norm) < 3 else 0
        # « Paris XIe »: with its ending, or in capitals (« Paris vi » may be anything).
        roman = re.fullmatch(r"([ivx]+)(er|e|eme|ieme)", token.norm)
        if roman or (token.raw.isupper() and token.norm in _ROMAN):
            return _ROMAN.get(roman[1] if roman else token.norm, 0)
        return _ORDINALS.get(token.norm, 0)

    for j in range(end, min(end + 3, len(tokens))):
        number = value(tokens[j])
        if number:
            following = tokens[j + 1].norm if j + 1 < len(tokens) else ""
            found = entry(number)
            # « Paris 15 h » is a time.
            if found is not None and (following not in UNITS or following in _SUFFIX):
                return found, j + 2 if following in _SUFFIX else j + 1
        if tokens[j].norm not in {"dans", "le", "la", "au"}:
            break
    for j in range(max(0, start - 5), start):
        number = value(tokens[j])
        suffixes = {t.norm for t in tokens[j + 1 : j + 3]}
        found = entry(number) if number and (suffixes & _SUFFIX or tokens[j].norm in _ORDINALS) else None
        if found is not None:
            return found, end
    return None
