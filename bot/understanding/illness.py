"""The illness that is named, and whose it is. Nothing is inferred: no name, no illness."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.lexicon import Named, lexicon

_WINDOW = 45  # characters looked at before the name
_LINK = (
    r"(?:(?:de|du|d'|la|le|l'|les|un|une|son|sa|encore|vraiment|eu|maladie|malade|diagnostic|avoir|a|"
    r"atteinte?)[ ']*)*$"
)
_NOT = re.compile(r"\b(?:pas|jamais|ni|sans|aucune?|plutot que|contrairement a) ?" + _LINK)
_DOUBT = re.compile(
    r"\b(?:peur|crains|crainte|soupcons?|suspicion|suspecte|est-ce|serait|si c'est|"
    r"peut-etre|peut etre|"
    r"se demande|me demande|ressemble a|pense a|penser a)\b[^.!?,]{0,30}$"
)
_OURS = re.compile(
    r"(?:\b(?:j'ai|jai|j'avais|j'aurais|je suis|je souffre|je vis|vivre avec|^moi|et moi|chez moi|on m'a|m'ont|me suis|"
    r"je fais|mon|ma|mes)\b[^.!?]{0,28})$"
)
_THEIRS = re.compile(
    r"\b(?:il|elle|qui|lui|est|sont|mari|femme|epouse|epoux|mere|maman|pere|papa|fils|"
    r"fille|frere|soeur|"
    r"tante|oncle|conjointe?|compagn\w+|copa?in\w*|parents?|enfant|voisine?|amie?|mamie?|"
    r"papi|neveu|niece|"
    r"cousine?|patiente?|garcon|petite?|malade d)\b"
)


@dataclass(frozen=True)
class Illness:
    """A named illness; ``ours`` when the writer says that it is his or hers."""

    named: Named
    ours: bool


def illnesses_of(normal: str) -> list[Illness]:
    """The illnesses that a normalised text affirms, in order; misspelt long names only when nothing else is named."""
    words = lexicon("illnesses")
    mentions = list(words.find(normal)) or list(words.find_misspelt(normal))
    found = []
    for mention in mentions:
        before = normal[max(0, mention.start - _WINDOW) : mention.start]
        if _NOT.search(before) or _DOUBT.search(before):
            continue
        ours = _OURS.search(before)
        # « ma mère a un cancer »: « ma » governs the mother, not the cancer.
        found.append(Illness(mention.named, bool(ours) and not _THEIRS.search(ours.group())))  # type: ignore[union-attr]
    return found
