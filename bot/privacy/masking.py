"""What must never be written here: social security numbers, bank cards, codes and passwords. Pure: found and replaced.

Called before anything else reads, keeps or sends a message. A number is masked only when its own check digits (or what
is said just before it) show what it is, so that a phone number, a postcode or a date stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_SEP = r"[\s.\-_/]?"
# Sex, year, month (also the pretended ones), département (2A, 2B), commune, order, key: digits that may be spaced out.
_NIR = re.compile(
    rf"(?<!\d)[123478]{_SEP}\d\d{_SEP}(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d){_SEP}(?:\d\d|2[ABab]){_SEP}\d{{3}}{_SEP}\d{{3}}"
    rf"(?P<key>{_SEP}\d\d)?(?!\d)"
)
_SPACED = re.compile(r"(?<!\d)(?:\d[\s.\-_/]{0,2}|2[\s.\-_/]?[ABab][\s.\-_/]?){12,18}(?!\d)")
_BELGIAN = re.compile(r"(?<!\d)\d\d[. ]?(?:[0-5]\d)[. ]?[0-3]\d[- ]?\d{3}[. ]?\d\d(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){15}\d(?!\d)")
_WHAT = (
    r"mots?[ -]de[ -]pass\w*|mdp|password|num[ée]ro (?:de )?s[ée]cu(?:rit[ée] sociale)?|n°? ?s[ée]cu|"
    r"code[ -](?:secret|pin|confidentiel|provisoire|d.?activation|de[ -]v[ée]rification|usage unique|sms|re[çc]u|carte)"
)
# What may stand between the name of a secret and the secret itself. No two spaces compete for the same place.
_LINK = (
    r"(?:\s*(?:que j.ai re[çc]u|qu.on m.a envoy[ée]|par sms|par mail|temporaire|provisoire|de la carte vitale|ameli|"
    r"de ma femme|de mon mari|de ma m[eè]re|de mon p[eè]re|est|c.est|c est|:|=|,|-))"
)
_NAMED = re.compile(
    rf"\b(?P<name>{_WHAT})\b(?P<link>{_LINK}+\s*|\s+(?=\S*\d))(?P<value>[^\s,;]{{3,40}})", re.IGNORECASE
)
_CODE = re.compile(
    r"\b(?P<name>(?:le |mon |du |un |ce )?code(?! postal)(?:[ -](?:pin|secret|provisoire|temporaire|re[çc]u))?)"
    rf"(?P<link>{_LINK}*\s*)(?P<value>(?<![\w])\d(?:[ -]?\d){{3,9}})(?!\w)",
    re.IGNORECASE,
)
_NOT_A_SECRET = re.compile(
    r"^(?:perdu\w*|oubli\w*|expir\w*|p[ée]rim\w*|bloqu\w*|faux|fausse|bon|mauvais|le|la|les|un|une|mon|ma|pas|plus|je|il|"
    r"elle|que|qui|quoi|o[ùu]|trop|refus\w*|incorrect\w*|invalide|demand\w*|toujours|d[ée]j[àa]|pour|sur|dans|et|ou|"
    r"tr[eè]s|compliqu\w*|long\w*|arriv\w*|donn\w*|envoy\w*|re[çc]u\w*|chang\w*|r[ée]initialis\w*|not[ée]\w*)\b",
    re.IGNORECASE,
)
# The words that only present a secret: « voici mon numéro de sécu, c'est le … ».
_NAMES = re.compile(
    r"\b(?:voici|voilà|mon|ma|le|la|un|une|de|est|c.est|numéros?|numero|sécu(?:rité)?|secu(?:rite)?|sociale?|carte|"
    r"vitale|mot|passe|mdp|code|provisoire|bonjour|merci|il|elle|je|mets|donne|écris|suis|né|née)\b",
    re.IGNORECASE,
)
MASK = {
    "nir": "[numéro masqué]",
    "card": "[carte masquée]",
    "password": "[mot de passe masqué]",
    "code": "[code masqué]",
}


@dataclass(frozen=True)
class Masked:
    """``text`` without the secrets; ``found``: their kinds (nir, card, password, code), empty when there was none."""

    text: str
    found: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """True when little but the secret was written: there is nothing to answer."""
        rest = _NAMES.sub(" ", re.sub(r"\[[^\]]*\]", " ", self.text))
        return bool(self.found) and len(re.findall(r"[^\W\d_]{2,}", rest)) < 2


def mask(text: str) -> Masked:
    """Replace every secret; a text without any comes back as it was. What was masked before still counts as found."""
    found = [kind for kind, token in MASK.items() if token in text]

    def replace(kind: str) -> str:
        found.append(kind)
        return MASK[kind]

    masked = _NIR.sub(lambda m: replace("nir") if _is_nir(m.group()) else m.group(), text)
    masked = _SPACED.sub(lambda m: replace("nir") + " " if _is_nir(m.group(), strict=True) else m.group(), masked)
    masked = _BELGIAN.sub(lambda m: replace("nir") if _is_belgian(m.group()) else m.group(), masked)
    masked = _CARD.sub(lambda m: replace("card") if _luhn(m.group()) else m.group(), masked)
    masked = _NAMED.sub(lambda m: _named(m, replace), masked)
    masked = _CODE.sub(lambda m: m.group("name") + m.group("link") + replace("code"), masked)
    return Masked(masked.rstrip() if found else text, tuple(dict.fromkeys(found)))


def _named(match: re.Match[str], replace: Callable[[str], str]) -> str:
    value = match.group("value")
    if value.startswith("[") or _NOT_A_SECRET.match(value):
        return match.group()
    name = match.group("name").lower()
    kind = "code" if name.startswith("code") else "nir" if "cu" in name.split()[-1] or "secu" in name else "password"
    if kind in ("nir", "code") and not re.search(r"\d", value):
        return match.group()
    return match.group("name") + match.group("link") + replace(kind)


def _is_nir(text: str, *, strict: bool = False) -> bool:
    """True for 13 or 15 characters in the form of the number; ``strict``: only 15 whose key is right.

    The key is 97 minus the number modulo 97; in Corsica, 2A counts as 19 and 2B as 18.
    """
    bare = re.sub(r"[\s.\-_/]", "", text).upper()
    if len(bare) not in (13, 15) or not re.fullmatch(r"[123478]\d{4}(?:\d\d|2[AB])\d{6}(?:\d\d)?", bare):
        return False
    month = int(bare[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99):
        return False
    if not strict:
        # Written as the number is written, the form speaks: a mistyped key hides nothing less.
        return True
    if len(bare) == 13:
        return False
    number = int(bare[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - number % 97 == int(bare[13:])


def _is_belgian(text: str) -> bool:
    """True for a national number (NISS): 97 minus the first nine digits (2 before, from 2000) modulo 97 ends it."""
    bare = re.sub(r"\D", "", text)
    if len(bare) != 11 or not 1 <= int(bare[2:4]) % 20 <= 12 or not 1 <= int(bare[4:6]) <= 31:
        return False
    key = int(bare[9:])
    return any(97 - int(prefix + bare[:9]) % 97 == key for prefix in ("", "2"))


def _luhn(text: str) -> bool:
    digits = [int(c) for c in re.sub(r"\D", "", text)][::-1]
    doubled = [d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits)]
    return sum(doubled) % 10 == 0
