"""Facts that a person gives in passing: who is helped, ill of what, how old, where, living together or not.

Rules over normalised text and the word lists of ``data/``: what is not said is not guessed, and no illness is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from bot.understanding import illness, persons, situation
from bot.understanding.ages import ages_of
from bot.understanding.bonds import Bonds, bonds_of
from bot.understanding.illness import Illness, illnesses_of
from bot.understanding.lexicon import Named, lexicon
from bot.understanding.roles import role_of, says_ill
from bot.understanding.text import normalise

# The digits of a phone number are no postcode, « jp@orange.fr » is no Orange.
_NO_PLACE = re.compile(r"\S+@\S*|\+?\d(?:[ .-]?\d){8,}")


class Locator(Protocol):
    """What finds places in a sentence (``resources_directory.gazetteer.Gazetteer``)."""

    def resolve(self, text: str) -> Any:
        """Return a resolution with ``candidates`` (best first), ``ambiguous`` and ``corrected``."""


def extract(
    text: str, locator: Locator | None = None, today: date | None = None, read: Callable[[str], Bonds] = bonds_of
) -> dict[str, Any]:
    """Facts of one message as plain data; only what was said is present.

    Keys: ``role`` (carer | patient | prescriber), ``relation`` {code, label, subject}, ``illness`` {code, label},
    ``age`` (years, of the person helped or of the patient), ``carer_age`` (years), ``own_age`` (years,
        of a writer whose
    role is not known yet), ``place`` {code, label, departement, ambiguous, candidates}, ``living`` (together | alone),
    ``frequency`` (constant | daily | weekly | occasional), ``tired``, ``refuses``, ``help_in_place`` [need codes and
    « family »], [] when said to be none; ``denied`` {fact: [codes]} said not to be, which :func:`merge` takes back.
    ``corrects`` True when the words take back what was said before. ``today`` serves birth years;
    ``read`` tells who helps whom (another one is measured in ``compare_facts``).
    """
    normal = normalise(text)
    bonds = read(normal) if any(lexicon("relations").find(normal)) else Bonds()
    relation, named = persons.helped(normal, bonds), illnesses_of(normal)
    if relation is None and None in bonds.compound.values():
        named = []  # « le mari de ma voisine a … »: somebody else's affair
    ages = ages_of(normal, today)
    own = next((age.years for age in ages if age.own), None)
    others = [age.years for age in ages if not age.own]
    # Two ages of « mes parents »: neither is the one.
    other = None if relation and relation.subject == "ils" and len(set(others)) > 1 else next(iter(others), None)
    role = role_of(normal, relation is not None, named, own, bool(bonds.helping))
    if role == "patient" and says_ill(normal):
        relation = None
    facts: dict[str, Any] = {}
    if role:
        facts["role"] = role
    if relation is not None:
        facts["relation"] = {"code": relation.code, "label": relation.label, "subject": relation.subject}
    if (ill := _illness(named, role)) is not None:
        facts["illness"] = {"code": ill.code, "label": ill.label}
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
    if persons.helpers(normal, bonds):
        helped_by = [*(helped_by or []), "family"]
    if helped_by is not None:
        facts["help_in_place"] = helped_by
    if locator is not None and (place := _place(locator, text)):
        facts["place"] = place
    if taken_back := _denied(normal, facts):
        facts["denied"] = taken_back
    if facts and bonds.taken_back is not None:
        facts["corrects"] = True
    return facts


def merge(known: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What is known after a further message: the newest word wins, what it denies is forgotten, and a sure place is
    not lost to an unsure one."""
    held = _changed_role(_without(known, new.get("denied") or {}), new)
    merged = {**held, **{name: fact for name, fact in new.items() if name not in ("denied", "corrects")}}
    if held.get("place") and new.get("place", {}).get("ambiguous") and not held["place"].get("ambiguous"):
        merged["place"] = held["place"]
    if held.get("role") == "prescriber":
        merged["role"] = "prescriber"
    if new.get("relation") and "role" not in new and held.get("role") != "prescriber":
        merged["role"] = held.get("role", "carer")
    if held.get("help_in_place") and new.get("help_in_place"):
        merged["help_in_place"] = list(dict.fromkeys([*held["help_in_place"], *new["help_in_place"]]))
    # The age of a writer whose role was not known finds its owner once the role is.
    if "own_age" in merged and merged.get("role") in ("carer", "patient"):
        merged["age" if merged["role"] == "patient" else "carer_age"] = merged.pop("own_age")
    return merged


def _without(known: dict[str, Any], denied: dict[str, list[str]]) -> dict[str, Any]:
    return {
        name: fact
        for name, fact in known.items()
        if (fact["code"] if isinstance(fact, dict) and "code" in fact else fact) not in denied.get(name, ())
    }


def _changed_role(known: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Who took the writer for the one who is ill, or the other way round: what was said of oneself stays one's own."""
    change = (known.get("role"), new.get("role"))
    if change == ("patient", "carer"):
        kept = {name: fact for name, fact in known.items() if name not in ("age", "illness", "living")}
        return kept | ({"carer_age": known["age"]} if "age" in known else {})
    if change == ("carer", "patient"):
        kept = {
            name: fact
            for name, fact in known.items()
            if name not in ("relation", "age", "carer_age", "illness", "frequency")
        }
        return kept | ({"age": known["carer_age"]} if "carer_age" in known else {})
    return known


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


def _denied(normal: str, facts: dict[str, Any]) -> dict[str, list[str]]:
    found = {
        "relation": persons.denied(normal),
        "illness": illness.denied(normal),
        "living": situation.not_living(normal),
    }
    return {name: codes for name, codes in found.items() if codes and name not in facts}


def _illness(named: Sequence[Illness], role: str | None) -> Named | None:
    # A carer's own illness is not that of the person helped.
    return next((one.named for one in named if role != "carer" or not one.ours), None)


def _ages(role: str | None, own: int | None, other: int | None) -> dict[str, int]:
    if role == "patient":
        age = own if own is not None else other
        return {} if age is None else {"age": age}
    found = {} if other is None else {"age": other}
    if own is not None:
        found["carer_age" if role == "carer" else "own_age"] = own
    return found


def _place(locator: Locator, text: str) -> dict[str, Any] | None:
    found = locator.resolve(_NO_PLACE.sub(" ", text))
    return place_fact(found.candidates, found.ambiguous) if found.candidates else None


__all__ = ["Locator", "as_entities", "extract", "merge", "place_fact"]
