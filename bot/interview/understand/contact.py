"""A phone number or an e-mail address, and a first name, out of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import phonenumbers

from bot.interview.understand.numbers import UNITS, _below_hundred
from bot.interview.understand.result import Interpretation, answer, unclear
from bot.interview.understand.words import bare

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
NAME_LEAD = re.compile(
    r"^(?:(?:bonjour|oui|alors|euh|moi)[, ]+)*(?:je m'appelle|je m appelle|mon prénom (?:c'est|est)"
    r"|mon prenom (?:c'est|est)|"
    r"mon nom (?:c'est|est)|moi c'est|c'est|c est|appelez[- ]moi|je suis|prénom *:|prenom *:)\s+",
    re.IGNORECASE,
)
NAME = re.compile(r"^[^\W\d_]+(?:[-' ][^\W\d_]+){0,5}$")
PARTICLES = re.compile(
    r"(?<=\w)\s+(?:de la|de l'|du|de|des|d'|le|la|van der|van|von|el|ben)\s+(?=[^\W\d_])", re.IGNORECASE
)
MAX_NAME = 40
NOT_NAMES = frozenset(
    [
        "oui",
        "non",
        "ok",
        "merci",
        "pas",
        "rien",
        "personne",
        "je",
        "tu",
        "il",
        "elle",
        "on",
        "nous",
        "vous",
        "ma",
        "mon",
        "mes",
        "mari",
        "mere",
        "pere",
        "femme",
        "fils",
        "fille",
        "aide",
        "pour",
        "dans",
        "avec",
        "sur",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "est",
        "suis",
        "ai",
    ]
)


def spoken_digits(text: str) -> str:
    """« zéro six douze trente-quatre » → « 061234 »: numbers under 100, one after the other."""
    words, digits, at = bare(text).split(), "", 0
    while at < len(words):
        found = _below_hundred(words, at)
        if found is None:
            at += 1
            continue
        value, after = found
        digits += str(value)
        at = after
    return digits


def _regions(region: str) -> Sequence[str]:
    return (region, *(code for code in ("FR", "BE") if code != region))


def phone(text: str, region: str = "FR") -> str | None:
    """The first valid number of the text in international form (« +33612345678 »), or None."""
    attempts: list[str] = [text]
    if sum(c.isdigit() for c in text) < 6 and set(bare(text).split()) & set(UNITS):
        attempts.append(spoken_digits(text))
    for attempt in attempts:
        for code in _regions(region):
            for match in phonenumbers.PhoneNumberMatcher(attempt, code):
                return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return None


def email(text: str) -> str | None:
    """The first e-mail address of the text, « arobase » and « point » understood; None without one."""
    attempt = re.sub(r"\s*(?:\barobase\b|\barobas\b|\(at\)|\bat\b)\s*", "@", text, flags=re.IGNORECASE)
    if "@" in attempt:
        attempt = re.sub(r"\s+point\s+", ".", attempt, flags=re.IGNORECASE)
        attempt = re.sub(r"\s+(?:tiret)\s+", "-", attempt, flags=re.IGNORECASE)
    match = EMAIL.search(attempt)
    return match.group(0).strip(".").lower() if match else None


def interpret_contact(text: str, region: str = "FR") -> Interpretation | None:
    """A phone number (E.164) or an e-mail address; unclear for a number that cannot be called."""
    value = email(text) or phone(text, region)
    if value:
        return answer(value, 0.98)
    looks_like_one = sum(c.isdigit() for c in text) >= 4 or "@" in text
    return unclear("clarify_contact") if looks_like_one else None


def interpret_name(text: str) -> Interpretation | None:
    """A first name, with its capital; None for a sentence."""
    trimmed = re.sub(r"\s+", " ", text.strip().strip(".!,"))
    match = NAME_LEAD.match(trimmed)
    rest = trimmed[match.end() :].strip() if match else trimmed
    # « Jean-Paul de la Tour »: the particles of a family name are no other words.
    said = PARTICLES.sub(" ", rest)
    if len(rest) > MAX_NAME or not NAME.match(rest) or set(bare(said).split()) & NOT_NAMES:
        return None
    words = len(said.split())
    if words > 3:
        return None
    capital = "-".join(part[:1].upper() + part[1:] for part in rest.split("-"))
    return answer(" ".join(p[:1].upper() + p[1:] for p in capital.split(" ")), 0.95 if words <= 2 or match else 0.75)
