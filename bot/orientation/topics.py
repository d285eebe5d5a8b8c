"""How each topic is served, and what to say on the phone: the reader of ``topics.yml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from anyascii import anyascii

from bot.yaml_files import read_yaml

_MINE = {"votre": "mon", "vos": "mes"}
_FEMININE = (
    "femme",
    "conjointe",
    "mère",
    "belle-mère",
    "fille",
    "sœur",
    "grand-mère",
    "tante",
    "nièce",
    "cousine",
    "belle-fille",
    "voisine",
)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return dict(read_yaml(Path(__file__).parent / "topics.yml"))


_AIDS = re.compile(r"^J'aide \{who\}\. ")


def wants_place(need: str) -> bool:
    """True when people who ask this need want a service near them."""
    return need in _data()["local"]


def on_the_phone(need: str, relation_label: str | None, role: str = "carer") -> str | None:
    """A sentence to say when calling (French), or None when the need has none.

    :param relation_label: « votre mari », as facts hold it; None when nobody was named.
    :param role: a patient asks « pour moi », and aids nobody; a professional « pour une personne ».
    """
    pattern = _data()["on_the_phone"].get(need)
    if pattern is None:
        return None
    if role == "prescriber" and _AIDS.match(str(pattern)):
        return None  # who calls is not who helps
    if role == "patient" and not relation_label:
        own = _AIDS.sub("", str(pattern))
        if "{who}" in own and "pour {who}" not in own:
            return None
        words = own.format(who="moi")
    else:
        somebody = "une personne" if role == "prescriber" else "un proche"
        known = relation_label if role != "prescriber" else None
        words = str(pattern).format(who=mine(known) if known else somebody)
    words = words.replace(" de un proche", " d'un proche").replace(" de une personne", " d'une personne")
    return words[0].upper() + words[1:]


def lowered(title: str) -> str:
    """The title of a card in the middle of a sentence: « APA : … » keeps its capitals."""
    return title if title[1:2].isupper() else title[0].lower() + title[1:]


def near_to(place: str) -> str:
    """« près de Beaune », « près d'Orléans »."""
    return f"près d'{place}" if anyascii(place[:1]).lower() in "aeiouyh" else f"près de {place}"


def mine(label: str) -> str:
    """« votre mère » → « ma mère »."""
    own, _, person = label.partition(" ")
    if own == "votre" and person in _FEMININE:
        return f"ma {person}"
    return f"{_MINE.get(own, own)} {person}"
