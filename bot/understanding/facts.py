"""Facts that a person gives in passing: who is helped, ill of what, how old, where, living together or not.

Rules over normalised text and the word lists of ``data/``: what is not said is not guessed, and no illness is inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from bot.understanding import persons, situation
from bot.understanding.ages import ages_of
from bot.understanding.illness import Illness, illnesses_of
from bot.understanding.lexicon import Named
from bot.understanding.roles import role_of, says_ill
from bot.understanding.text import normalise


class Locator(Protocol):
    """What finds places in a sentence (``resources_directory.gazetteer.Gazetteer``)."""

    def resolve(self, text: str) -> Any:
        """Return a resolution with ``candidates`` (best first), ``ambiguous`` and ``corrected``."""


def extract(text: str, locator: Locator | None = None, today: date | None = None) -> dict[str, Any]:
    """Facts of one message as plain data; only what was said is present.

    Keys: ``role`` (carer | patient | prescriber), ``relation`` {code, label, subject}, ``illness`` {code, label},
    ``age`` (years, of the person helped or of the patient), ``carer_age`` (years), ``own_age`` (years,
        of a writer whose
    role is not known yet), ``place`` {code, label, departement, ambiguous, candidates}, ``living`` (together | alone),
    ``frequency`` (constant | daily | weekly | occasional), ``tired``, ``refuses``, ``help_in_place`` [need codes and
    « family »], [] when said to be none. ``today`` serves birth years.
    """
    normal = normalise(text)
    relation, named = persons.helped(normal), illnesses_of(normal)
    ages = ages_of(normal, today)
    own = next((age.years for age in ages if age.own), None)
    other = next((age.years for age in ages if not age.own), None)
    role = role_of(normal, relation is not None, named, own)
    if role == "patient" and says_ill(normal):
        relation = None
    facts: dict[str, Any] = {}
    if role:
        facts["role"] = role
    if relation is not None:
        facts["relation"] = {"code": relation.code, "label": relation.label, "subject": relation.subject}
    illness = _illness(named, role)
    if illness is not None:
        facts["illness"] = {"code": illness.code, "label": illness.label}
    facts.update(_ages(role, own, other))
    home = situation.living(normal, role == "patient")
    if home:
        facts["living"] = home
    if role == "carer" and (often := situation.frequency(normal)):
        facts["frequency"] = often
    if situation.tired(normal):
        facts["tired"] = True
    if relation is not None and situation.refuses(normal):
        facts["refuses"] = True
    helped_by = situation.in_place(normal)
    if persons.helpers(normal):
        helped_by = [*(helped_by or []), "family"]
    if helped_by is not None:
        facts["help_in_place"] = helped_by
    if locator is not None and (place := _place(locator, text)):
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
    if known.get("help_in_place") and new.get("help_in_place"):
        merged["help_in_place"] = list(dict.fromkeys([*known["help_in_place"], *new["help_in_place"]]))
    # The age of a writer whose role was not known finds its owner once the role is.
    if "own_age" in merged and merged.get("role") in ("carer", "patient"):
        merged["age" if merged["role"] == "patient" else "carer_age"] = merged.pop("own_age")
    return merged


def place_fact(candidates: Sequence[Any], ambiguous: bool) -> dict[str, Any]:
    """The place as plain data: the best candidate, and up to five when it must be asked back."""
    best = candidates[0]
    fact: dict[str, Any] = {
        "code": best.code,
        "label": best.label,
        "departement": best.departement,
        "ambiguous": ambiguous,
    }
    if ambiguous:
        fact["candidates"] = [{"code": c.code, "label": c.label} for c in candidates[:5]]
    return fact


def as_entities(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts in the form of NLU entities, for ``understand`` and the dialogue's tracker."""
    return [{"entity": name, "value": value, "extractor": "facts"} for name, value in facts.items()]


def _illness(named: Sequence[Illness], role: str | None) -> Named | None:
    # A carer's own illness is not that of the person helped.
    return next((illness.named for illness in named if role != "carer" or not illness.ours), None)


def _ages(role: str | None, own: int | None, other: int | None) -> dict[str, int]:
    if role == "patient":
        age = own if own is not None else other
        return {} if age is None else {"age": age}
    found = {} if other is None else {"age": other}
    if own is not None:
        found["carer_age" if role == "carer" else "own_age"] = own
    return found


def _place(locator: Locator, text: str) -> dict[str, Any] | None:
    found = locator.resolve(text)
    return place_fact(found.candidates, found.ambiguous) if found.candidates else None


__all__ = ["Locator", "as_entities", "extract", "merge", "place_fact"]
