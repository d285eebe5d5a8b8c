"""French text brought to the form in which names of places are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "ʼ": "'", "`": "'", "‘": "'"})
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont", "ds": "dans"}
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
ARTICLES = frozenset({"le", "la", "les", "l"})
CONNECTORS = frozenset(
    [
        "sur",
        "sous",
        "en",
        "les",
        "lez",
        "de",
        "du",
        "des",
        "d",
        "l",
        "la",
        "le",
        "au",
        "aux",
        "et",
        "pres",
        "devant",
        "a",
    ]
)


def fold(text: str) -> str:
    """Lower case, without accents or ligatures."""
    text = unicodedata.normalize("NFD", text.translate(_LIGATURES).lower())
    return "".join(c for c in text if not unicodedata.combining(c))


def plain(text: str) -> str:
    """Folded words with one space between: « S.S.I.A.D. » is « ssiad », « l'appui » is « l appui »."""
    return _NO_WORD.sub(" ", _INITIALS.sub(r"\1", fold(text))).strip()


@dataclass(frozen=True)
class Token:
    """A word of a text: `norm` folded and unabbreviated, `raw` as written, `gap` what stands before it."""

    norm: str
    raw: str
    start: int
    end: int
    gap: str

    @property
    def capital(self) -> bool:
        """Whether it was written with a capital."""
        return self.raw[:1].isupper()


def tokenise(text: str) -> list[Token]:
    """The words of a text. « s/ » or a lone « s » between two words reads « sur »."""
    text = unicodedata.normalize("NFC", text).translate(_LIGATURES)
    tokens: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        raw = match.group()
        norm = fold(raw)
        norm = _ABBREVIATIONS.get(norm, norm)
        gap = text[end : match.start()]
        if gap == "/" and tokens and tokens[-1].norm not in {"s", "sur", "sous"} and not raw.isdigit():
            tokens.append(Token("sur", "/", end, end + 1, " "))
        if (
            norm == "s"
            and tokens
            and gap.strip() in {"", "-"}
            and text[match.end() : match.end() + 1] in {"/", " ", "-"}
        ):
            norm = "sur"
        tokens.append(Token(norm, raw, match.start(), match.end(), gap))
        end = match.end()
    return tokens


def key(name: str) -> str:
    """The form under which a name is indexed: folded words joined by one space."""
    return " ".join(_ABBREVIATIONS.get(w, w) for w in _WORD.findall(fold(name)))


def without_article(name_key: str) -> str:
    """« le creusot » → « creusot »; the key itself when there is no article before another word."""
    first, _, rest = name_key.partition(" ")
    return rest if rest and first in ARTICLES else name_key


def short_form(name_key: str) -> str:
    """What people say for short: « chalon » for « chalon sur saone »; empty when there is nothing to drop."""
    words = name_key.split()
    start = 1 if words[0] in ARTICLES and len(words) > 1 else 0
    for i in range(start + 1, len(words)):
        if words[i] in CONNECTORS or (words[i] in {"saint", "sainte"} and words[start] not in {"saint", "sainte"}):
            return " ".join(words[:i])
    return ""


def without_middle(name_key: str) -> list[str]:
    """« cosne cours sur loire » → « cosne », « cosne sur loire »; nothing for saints and short first words."""
    words = without_article(name_key).split()
    first = next((i for i, w in enumerate(words) if w in CONNECTORS), len(words))
    if (
        first < 2
        or len(words[0]) < 4
        or words[0] in {"saint", "sainte", "saints", "notre", "mont", "grand", "belle", "vieux"}
    ):
        return []
    return [words[0], " ".join([words[0], *words[first:]])] if first < len(words) else [words[0]]


def skeleton(name_key: str) -> str:
    """The words that carry the name: « bourg bresse » for « bourg en bresse »; empty when nothing drops out."""
    words = [w for w in name_key.split() if w not in CONNECTORS]
    return " ".join(words) if len(words) > 1 and len(words) < len(name_key.split()) else ""


_SOUNDS = [
    (re.compile(p), r)
    for p, r in (
        (r"\s", ""),
        (r"ph", "f"),
        (r"eaux?|aux?", "o"),
        (r"ch", "C"),
        (r"gn", "N"),
        (r"qu|ck|k|q", "c"),
        (r"c(?=[eiy])", "s"),
        (r"ge(?=[ao])", "j"),
        (r"g(?=[eiy])", "j"),
        (r"z", "s"),
        (r"y", "i"),
        (r"h", ""),
        (r"ain|ein|in|im(?=[bp])", "1"),
        (r"(an|en|am|em)(?![aeiou])", "2"),
        (r"(on|om)(?![aeiou])", "3"),
        (r"ou", "4"),
        (r"oi", "5"),
        (r"ai|ei|ee", "e"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)[estxdp]+$", ""),
    )
]


@lru_cache(maxsize=65536)
def sound(name_key: str) -> str:
    """A rough French pronunciation, to bring « besanson » near « besancon »."""
    for pattern, replacement in _SOUNDS:
        name_key = pattern.sub(replacement, name_key)
    return name_key
