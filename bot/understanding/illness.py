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
_NOT = re.compile(r"\b(?:pas|jamais|ni|sans|aucune?|plutot que|contrairement a|ecarte|exclu|elimine) ?" + _LINK)
# Denied of the person: what was noted before is to be taken back; « pas un cancer » of a list is not enough.
_DENIED = re.compile(r"\b(?:n'a|n'ai|n'est|a|est|c'est|n'avait|ont|n'ont) (?:donc |finalement )?pas ?" + _LINK)
# Over, somebody else's, or only spoken about.
_ABOUT = re.compile(
    r"\b(?:gueri\w*|remis\w*|morte?s?|mourue?|decede\w*|parti\w*|deces|emporte\w*|mort) (?:\w+ )?(?:d[eu]|"
    r"d'|par) ?(?:la |l'|une? |son |sa )?"
    r"(?:maladie d[eu'] ?)?$|"
    r"\b(?:article|livre|film|reportage|emission|conference|lu|journee|association|recherche|"
    r"bus)s? (?:\w+ )?(?:sur|de|contre|autour d) ?"
    r"(?:la maladie )?(?:l'|d[eu'] ?)?$|"
    r"\b(?:c'est quoi|qu'est-ce que(?: c'est)?|que veut dire|ca veut dire quoi|definition d[eu'])[^.!?,]{0,25}$|"
    r"\b(?:chat|chatte|chien|chienne|patron|patronne|collegue|chef|cheval|lapin|son pere|sa mere|son frere|"
    r"sa soeur) [^.!?,]{0,20}$"
)
_DOUBT = re.compile(
    r"\b(?:peur|crains|crainte|soupcons?|suspicion|suspecte|est-ce|serait|si c'est|on craint|redoute|"
    r"suspectent|soupconne\w*|"
    r"peut-etre|peut etre|"
    r"se demande|me demande|ressemble a|pense a|penser a)\b[^.!?,]{0,30}$"
)
_OURS = re.compile(
    r"(?:\b(?:j'ai|jai|j'avais|j'aurais|je suis|je souffre|je vis|vivre avec|^moi|et moi|chez moi|on m'a|"
    r"m'ont|me suis|"
    r"je fais|mon|ma|mes)\b[^.!?]{0,28})$"
)
_THEIRS = re.compile(
    r"\b(?:il|elle|qui|lui|(?<!c')est|sont|mari|femme|epouse|epoux|mere|maman|pere|papa|fils|"
    r"fille|frere|soeur|"
    r"tante|oncle|conjointe?|compagn\w+|copa?in\w*|parents?|enfant|voisine?|amie?|mamie?|"
    r"papi|neveu|niece|"
    r"cousine?|patiente?|garcon|petite?|malade d)\b"
)


@dataclass(frozen=True)
class Illness:
    """A named illness; ``ours`` when the writer says that it is his or hers; ``start`` where it is named."""

    named: Named
    ours: bool
    start: int = 0


def illnesses_of(normal: str) -> list[Illness]:
    """The illnesses that a normalised text affirms, in order; misspelt long names only when nothing else is named."""
    words = lexicon("illnesses")
    mentions = list(words.find(normal)) or list(words.find_misspelt(normal))
    found = []
    for mention in mentions:
        before = normal[max(0, mention.start - _WINDOW) : mention.start]
        if _NOT.search(before) or _DOUBT.search(before) or _ABOUT.search(before):
            continue
        ours = _OURS.search(before)
        theirs = _THEIRS.search(ours.group()) if ours else None
        # « ma mère a un cancer »: « ma » governs the mother, not the cancer.
        found.append(Illness(mention.named, bool(ours) and theirs is None, mention.start))
    return found


def denied(normal: str) -> list[str]:
    """Codes of the illnesses that the message says not to be there: « il n'a pas alzheimer »."""
    return [
        mention.named.code
        for mention in lexicon("illnesses").find(normal)
        if _DENIED.search(normal[max(0, mention.start - _WINDOW) : mention.start])
    ]
