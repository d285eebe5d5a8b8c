"""Who a danger is about: the person who writes, or somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SELF = re.compile(r"(?<![^ ])(?:je|me|moi|mes|ma|mon|nous)(?![^ ])")
_I = re.compile(r"(?<![^ ])(?:je|me|moi)(?![^ ])")
_OTHER = re.compile(r"(?<![^ ])(?:il|elle|ils|elles|lui|leur|se|ses|sa|son)(?![^ ])")
_REPORTED = re.compile(
    r"(?<![^ ])(?:il|elle|ils|mari|femme|mere|pere|maman|papa|fils|fille|frere|soeur|qui|ami|amie|"
    r"voisine?|epouse|epoux|conjoint|mamie|papi|mamy|papy) (?:\S+ ){0,4}(?:dit|repete|ecrit|crie|"
    r"hurle|envoye|menace|confie|avoue|repond|parle|demande)(?![^ ])"
)


def about(klass: str, fixed: str | None, sentence: str, start: int, end: int) -> str:
    """« self » or « other », from what the rule says, reported speech before the match, and the pronouns in it."""
    before, inside = sentence[:start], sentence[start:end]
    if klass == "crisis_harm":
        return "self"
    if (
        klass == "crisis_suicide"
        and _REPORTED.search(before + inside)
        and not re.search(r"je (?:\w+ )?(?:lui|leur) ", before)
    ):
        return "other"
    if fixed is not None:
        return fixed
    return guess(klass, inside if (_SELF.search(inside) or _OTHER.search(inside)) else sentence)


def guess(klass: str, words: str) -> str:
    """The likeliest subject of a sentence from its pronouns alone, when no rule tells."""
    if klass == "crisis_harm":
        return "self"
    if klass == "crisis_abuse":
        return "self" if _I.search(words) else "other"
    mine, others = len(_I.findall(words)), len(_OTHER.findall(words))
    return "self" if mine and mine >= others else "other"


_CHILD = re.compile(
    r"(?<![^ ])(?:(?:le|la|un|une|mon|ma|son|sa|notre) (?:\w+ )?(?:bebe|nourrisson|enfant|gamine?|gosse|ado|mineure?)"
    r"|(?:devant|frappe|tape|bat) (?:les|nos|mes) (?:\w+ )?enfants|(?:les|des|deux|trois) (?:gamins|gosses|bebes|ados)"
    r"|adolescente?|petit frere|petite soeur|mon petit|ma petite|la petite"
    r"|(?<!y )(?:ai|a|de|age) (?:[1-9]|1[0-7]) ans|ecole|creche|college|collegien\w*|lycee"
    r"|lyceen\w*|ime)(?![^ ])(?! (?:de (?!l)|que |plus ))"
)


def child(said: Sequence[str]) -> bool:
    """True when somebody under eighteen seems to be spoken of, or to write."""
    return any(_CHILD.search(sentence) for sentence in said)
