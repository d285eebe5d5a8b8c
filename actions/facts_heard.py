"""What a message tells of the situation: what was read in it, without what was misread."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.understanding import facts as fact_rules
from bot.understanding.bonds import no_bonds
from bot.understanding.choices import yes_or_no
from bot.understanding.persons import plainly_helped
from bot.understanding.places import really_said, resembles
from bot.understanding.roles import cares
from resources_directory.gazetteer import Gazetteer

ADULT = 18  # years
_EXHAUSTED = re.compile(
    r"\bepuise|\ba bout\b|\bbout du rouleau|\ben peux? plus\b|\bextenue|\blessive|\bcraque|\bplus de forces?\b"
)


def heard(
    entities: Sequence[Mapping[str, Any]],
    *,
    text: str,
    normal: str,
    aside: str,
    known: Mapping[str, Any],
    gazetteer: Gazetteer,
) -> dict[str, Any]:
    """The facts of a message, by name; ``denied`` and ``corrects`` among them.

    :param normal: the same ``text``, normalised.
    :param aside: what was written before a caring question and had no answer yet.
    :param known: the facts before this message.
    """
    said = {e["entity"]: e["value"] for e in entities if e.get("extractor") == "facts"}
    if aside:
        said = fact_rules.merge(fact_rules.extract(aside, gazetteer, read=no_bonds), said)
    if said.get("tired") and _EXHAUSTED.search(normal):
        said["tired"] = "exhausted"  # the degree counts: it decides who is called back first
    if said.get("place") and _misread(said["place"], text, aside, known.get("place")):
        del said["place"]
    if _only_named(said, normal, known):
        said = {name: fact for name, fact in said.items() if name not in ("role", "relation")}
    if _names_somebody_else(said, normal, known):
        said = {name: fact for name, fact in said.items() if name not in ("relation", "role", "age", "living")}
    return said


def _misread(place: Mapping[str, Any], text: str, aside: str, known: Mapping[str, Any] | None) -> bool:
    """« nan » is no Nan-sous-Thil, « ché pas » no Chénas; a place that is known gives way to one really said."""
    if known and not known.get("ambiguous") and not really_said(place, text):
        return True
    if not resembles(place, f"{aside} {text}"):
        return True
    return len(text.split()) == 1 and yes_or_no(text) is not None


def _only_named(said: Mapping[str, Any], normal: str, known: Mapping[str, Any]) -> bool:
    """« j'en parle pas à mes parents », of a child who is ill: named, not helped."""
    child = known.get("role") == "patient" and int(known.get("age") or ADULT) < ADULT
    told = {"illness", "age", "living", "help_in_place"} & said.keys()
    return child and said.get("role") == "carer" and not told and not cares(normal)


def _names_somebody_else(said: Mapping[str, Any], normal: str, known: Mapping[str, Any]) -> bool:
    """« mes frères doivent payer aussi », once it is known that the mother is helped, or that it is for oneself."""
    helped, new = known.get("relation"), said.get("relation")
    if not new or said.get("corrects") or (helped is None and known.get("role") != "patient"):
        return False
    return (helped or {}).get("label") != new["label"] and not plainly_helped(normal, no_bonds(normal))
