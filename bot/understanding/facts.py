"""Facts that a person gives in passing: who is helped, since when ill of what, how old, where, living together or not.

Rules over folded text and word lists in ``data/``: what is not said is not guessed, and no illness is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import yaml

from bot.understanding.text import normalise

HERE = Path(__file__).parent / "data"
_OWN = r"(?:mon|ma|mes|notre|nos|le|la|les|l'|du|au|de|d'|un|une|une?\s+vieille?)"
_AGE = re.compile(r"\b(\d{1,3}) ?(?:ans|an)\b")
_SELF_ILL = re.compile(
    r"\b(?:j'ai|je suis|je vis avec|on m'a (?:diagnostique|annonce|decouvert|trouve)|atteinte? d|"
    r"ma (?:maladie|sep|rch|mici|chimio|poche|stomie)|mon (?:crohn|cancer|avc|diabete|parkinson|handicap)|je souffre d|"
    r"vivre avec (?:une|la|un|mon|ma))")
_CARE = re.compile(
    r"\b(?:je (?:m'occupe|l'aide|la lave|le lave|l'accompagne|veille|soigne|gere tout|fais tout|garde|le porte|la porte)|"
    r"j'aide|on s'occupe|j'accompagne|je vis avec (?:mon|ma)|c'est moi qui|a ma charge|a charge|aidante?s?\b|"
    r"m'occupe de|m'occuper de|occupe de lui|occupe d'elle)")
_PROFESSIONAL = re.compile(
    r"\b(?:je suis (?:infirmier|infirmiere|pharmacien|pharmacienne|assistante? sociale?|medecin|ide\b|ergotherapeute|"
    r"aide[- ]soignante?|auxiliaire|kinesitherapeute|travailleur social|travailleuse sociale|conseillere? france services|"
    r"secretaire de mairie|professionnel|professionnelle|idel|coordinatrice|coordinateur)|ma patiente|mon patient\b|"
    r"une patiente|un patient|pour (?:une?|ma|mon) (?:patiente?|usagere?|beneficiaire)|une beneficiaire)")
_TOGETHER = re.compile(r"\b(?:vit|vis|vivons|habite|habitons|loge)\w* (?:avec (?:moi|nous|lui|elle|mon|ma|mes)|chez (?:moi|nous)|"
                       r"ensemble)|sous le meme toit|a la maison avec moi|on vit (?:tous les deux|ensemble|a deux)")
_ALONE = re.compile(r"\b(?:(?:il|elle|qui|maman|papa|mere|pere|tante|voisine?) (?:vit|habite|est|vie) (?:toute? )?seule?|"
                    r"vit (?:toute? )?seule?|(?:toute? )?seule? (?:chez (?:lui|elle)|dans sa (?:grande )?maison|dans son appart\w*))")
_I_LIVE_ALONE = re.compile(r"\bje (?:vis|suis|habite) (?:toute? )?seule?\b")
_TIRED = re.compile(r"\b(?:epuise\w*|fatigue\w*|a bout|crevee?|claquee?|lessivee?|n'en peux plus|en peut plus|en peux plus|"
                    r"tiens plus|dors (?:plus|mal|pas|peu)|sans dormir|plus de force|burn ?-?out|h\.?s\.?\b|rincee?|nazes?)")
_HELP_IN_PLACE = {
    "home_help": re.compile(r"\b(?:aide[- ](?:a domicile|menagere)|auxiliaire de vie|femme de menage|aide familiale)s?\b.{0,30}"
                            r"\b(?:vient|passe|deja|heures|fois)|\b(?:on a|j'ai|il a|elle a|nous avons) (?:deja )?(?:une|des) "
                            r"(?:aide|auxiliaire)"),
    "home_nursing": re.compile(r"\binfirmi\w+\b.{0,30}\b(?:vient|passe|deja|matin|jour|fois)|\bssiad (?:vient|passe)"),
    "day_care": re.compile(r"\b(?:va|il y va|est) (?:a|en|a l'|au) ?accueil de jour\b"),
    "meal_delivery": re.compile(r"\b(?:portage|repas) .{0,25}(?:deja|tous les jours|livre)"),
}
_NO_HELP = re.compile(r"\b(?:aucune aide|pas d'aide|personne (?:ne )?(?:m'|vient|nous )aide|sans aide|toute? seule? pour tout|"
                      r"j'ai personne|on n?'?a personne|pas de personne pour m'aider)")
_REFUSES = re.compile(r"\b(?:refuse|veut (?:pas|rien|personne)|accepte pas|veux pas d'aide|ne veut (?:pas|personne))")


class Locator(Protocol):
    """What finds places in a sentence (``resources_directory.gazetteer.Gazetteer``)."""

    def resolve(self, text: str) -> Any:
        """Return a resolution with ``candidates`` (best first), ``ambiguous`` and ``corrected``."""


@dataclass(frozen=True)
class Named:
    """A code of our lists and the French words that stand for it."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    subject: str = ""


@lru_cache(maxsize=1)
def relations() -> tuple[tuple[re.Pattern[str], Named], ...]:
    """The patterns of ``relations.yml``, the longest words first (« belle mère » before « mère »)."""
    return _patterns("relations", _OWN)


@lru_cache(maxsize=1)
def illnesses() -> tuple[tuple[re.Pattern[str], Named], ...]:
    """The patterns of ``illnesses.yml``."""
    return _patterns("illnesses", "")


def _patterns(name: str, before: str) -> tuple[tuple[re.Pattern[str], Named], ...]:
    raw = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))[name]
    found = []
    for entry in raw:
        named = Named(entry["code"], entry["label"], tuple(entry["words"]), entry.get("subject", ""))
        for word in named.words:
            lead = rf"\b{before} ?(?:\w+ )?" if before else r"\b"
            found.append((len(word), re.compile(rf"{lead}{re.escape(normalise(word))}s?\b"), named))
    return tuple((pattern, named) for _, pattern, named in sorted(found, key=lambda item: -item[0]))


def extract(text: str, locator: Locator | None = None) -> dict[str, Any]:
    """Facts of one message as plain data; only what was said is present.

    Keys: ``role`` (carer | patient | prescriber), ``relation`` {code, label, subject}, ``illness`` {code, label},
    ``age`` (years, of the person helped), ``place`` {code, label, departement, ambiguous, candidates}, ``living``
    (together | alone), ``tired``, ``refuses``, ``help_in_place`` [need codes] or [] when said to be none.
    """
    normal = normalise(text)
    facts: dict[str, Any] = {}
    relation = _first(relations(), normal)
    illness = _first(illnesses(), normal)
    if relation is not None:
        facts["relation"] = {"code": relation.code, "label": relation.label, "subject": relation.subject}
    if illness is not None:
        facts["illness"] = {"code": illness.code, "label": illness.label}
    role = _role(normal, relation, illness)
    if role:
        facts["role"] = role
    age = _age(normal)
    if age is not None:
        facts["age"] = age
    if _TOGETHER.search(normal):
        facts["living"] = "together"
    elif _ALONE.search(normal) or role == "patient" and _I_LIVE_ALONE.search(normal):
        facts["living"] = "alone"
    if _TIRED.search(normal):
        facts["tired"] = True
    if relation is not None and _REFUSES.search(normal):
        facts["refuses"] = True
    in_place = [need for need, pattern in _HELP_IN_PLACE.items() if pattern.search(normal)]
    if in_place or _NO_HELP.search(normal):
        facts["help_in_place"] = in_place
    if locator is not None:
        place = _place(locator, text)
        if place:
            facts["place"] = place
    return facts


def merge(known: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What is known after a further message: the newest word wins, a sure place is not lost to an unsure one."""
    merged = {**known, **new}
    if known.get("place") and new.get("place", {}).get("ambiguous") and not known["place"].get("ambiguous"):
        merged["place"] = known["place"]
    if known.get("role") == "prescriber":
        merged["role"] = "prescriber"
    if new.get("relation") and "role" not in new and known.get("role") != "prescriber":
        merged["role"] = known.get("role", "carer")
    return merged


def place_fact(candidates: Sequence[Any], ambiguous: bool) -> dict[str, Any]:
    """The place as plain data: the best candidate, and up to five when it must be asked back."""
    best = candidates[0]
    fact: dict[str, Any] = {"code": best.code, "label": best.label, "departement": best.departement,
                            "ambiguous": ambiguous}
    if ambiguous:
        fact["candidates"] = [{"code": c.code, "label": c.label} for c in candidates[:5]]
    return fact


def as_entities(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts in the form of NLU entities, for ``understand`` and the dialogue's tracker."""
    return [{"entity": name, "value": value, "extractor": "facts"} for name, value in facts.items()]


def _place(locator: Locator, text: str) -> dict[str, Any] | None:
    found = locator.resolve(text)
    return place_fact(found.candidates, found.ambiguous) if found.candidates else None


def _first(patterns: Sequence[tuple[re.Pattern[str], Named]], normal: str) -> Named | None:
    hits = [(match.start(), -len(match.group()), named) for pattern, named in patterns
            if (match := pattern.search(normal))]
    return min(hits, key=lambda hit: hit[:2])[2] if hits else None


def _role(normal: str, relation: Named | None, illness: Named | None) -> str | None:
    if _PROFESSIONAL.search(normal):
        return "prescriber"
    if relation is not None:
        return "carer"
    if _CARE.search(normal):
        return "carer"
    if illness is not None and _SELF_ILL.search(normal):
        return "patient"
    return None


def _age(normal: str) -> int | None:
    ages = [int(found) for found in _AGE.findall(normal) if int(found) <= 115]
    # « je m'en occupe depuis 3 ans »: a duration, not an age.
    ages = [age for age in ages if not re.search(rf"\b(?:depuis|pendant|il y a|ca fait|dans|mariee?s?) (?:\w+ )?{age} ans", normal)]
    return ages[0] if ages else None


__all__ = ["Locator", "Named", "as_entities", "extract", "illnesses", "merge", "place_fact", "relations"]
