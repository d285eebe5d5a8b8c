"""Our needs in the words of data·inclusion, FINESS and HSDS, and back. The data are in `mapping.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .wording import NEEDS

FILE = Path(__file__).with_name("mapping.yml")
# The taxonomies that an HSDS attribute may name.
RELAIS, DATA_INCLUSION, FINESS = "relais-needs", "data-inclusion-v1", "finess-categories"


@dataclass(frozen=True)
class Kind:
    """What a FINESS category or activity is for us. `whole`: it serves its whole département."""

    type: str
    needs: tuple[str, ...]
    reach: str
    audience: tuple[str, ...] = ()
    conditions: str = ""
    whole: bool = False


class Vocabulary:
    """The mapping, both ways. Lists keep their order: the main word first."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.needs: dict[str, Mapping[str, Any]] = data["needs"]
        self.themes: dict[str, Mapping[str, Any]] = data["themes"]
        self.categories = {code: _kind(k) for code, k in data["finess_categories"].items()}
        self.activities = {code: _kind(k) for code, k in data["finess_activities"].items()}
        self.refused: dict[str, str] = data["finess_refused"]
        self.publics: Mapping[str, Any] = data["publics"]
        self.modes: dict[str, str] = data["modes"]
        self.informers = {kind: frozenset(needs) for kind, needs in data["informers"].items()}
        self.from_afar: frozenset[str] = frozenset(data["from_afar"])

    def themes_of(self, needs: Iterable[str]) -> list[str]:
        """data·inclusion themes under which these needs are published."""
        return list(dict.fromkeys(t for n in needs if n in self.needs for t in self.needs[n]["themes"]))

    def type_of(self, needs: Iterable[str]) -> str | None:
        """data·inclusion type of a service: that of its main need."""
        return next((self.needs[n]["type"] for n in needs if n in self.needs), None)

    def needs_of_themes(self, themes: Iterable[str], type_: str | None = None) -> tuple[str, ...]:
        """Our needs met by a service with these data·inclusion themes and this type; empty when it is not for us."""
        found: list[str] = []
        for theme in themes:
            entry = self.themes.get(theme, {})
            found += entry.get("by_type", {}).get(type_ or "", entry.get("needs", []))
        return tuple(dict.fromkeys(found))

    def informs(self, type_: str, national: bool, need: str) -> bool:
        """True when such a service does not meet the need itself, but says who does."""
        own = self.informers.get(type_)
        return need not in own if own is not None else national and need not in self.from_afar

    def hsds_name(self, need: str) -> str:
        """English name of a need, for HSDS."""
        return str(self.needs[need]["hsds"])

    def needs_of_hsds(self, taxonomy: str, code: str) -> tuple[str, ...]:
        """Our needs behind an HSDS taxonomy term of ours, of data·inclusion or of FINESS; empty when unknown."""
        if taxonomy == RELAIS:
            return (code,) if code in NEEDS else ()
        if taxonomy == DATA_INCLUSION:
            return self.needs_of_themes([code])
        kind = self.categories.get(code) if taxonomy == FINESS else None
        return kind.needs if kind else ()

    def publics_of(self, audience: Iterable[str]) -> list[str]:
        """data·inclusion publics of our audiences; « tous-publics » when there is none."""
        ours = self.publics["ours"]
        return list(dict.fromkeys(ours[a] for a in audience if a in ours)) or ["tous-publics"]

    def audience_of(self, publics: Iterable[str], themes: Iterable[str]) -> tuple[str, ...] | None:
        """Our audiences of data·inclusion publics, empty for everybody; None when the service is for others only."""
        asked = list(publics)
        if asked and set(asked) <= set(self.publics["others"]) and not set(themes) & set(self.publics["for_all"]):
            return None
        read = self.publics["read"]
        if any(p not in read for p in asked):  # open to others too: no filter
            return ()
        # Carers look for their relative.
        return tuple(dict.fromkeys(["carer", *(read[p] for p in asked)])) if asked else ()


def _kind(data: Mapping[str, Any]) -> Kind:
    return Kind(
        type=data["type"],
        needs=tuple(data["needs"]),
        reach=data["reach"],
        audience=tuple(data.get("audience", ())),
        conditions=data.get("conditions", ""),
        whole=bool(data.get("whole", False)),
    )


@cache
def mapping() -> Vocabulary:
    """The mapping that the project ships."""
    return Vocabulary(yaml.safe_load(FILE.read_text(encoding="utf-8")))
