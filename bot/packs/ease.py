"""Signs that screens are hard for who writes: said in words, or shown by the way of writing. Modest: it only offers."""

from __future__ import annotations

import re

from bot.understanding.text import normalise

_SAYS_SO = re.compile(
    r"\b(?:je (?:ne )?(?:sais|arrive|peux) pas (?:bien )?(?:envoyer|utiliser|me servir|aller sur|faire (?:sur|avec))|"
    r"j'y arrive pas (?:sur|avec) |"
    r"je (?:n'y )?(?:connais|comprends) rien (?:a|en|aux?) (?:l'informatique|l'ordi\w*|informatique|ordi\w*|internet|"
    r"tout ca)|"
    r"je suis nulle? (?:en|avec|sur) (?:informatique|l'ordi\w*|internet|les ordi\w*|ca)|"
    r"je suis pas (?:douee?|a l'aise) (?:en|avec|sur) |je ne suis pas (?:douee?|a l'aise) (?:en|avec|sur) |"
    r"(?:j'ai pas|je n'ai pas|pas) (?:d'|de |l')?(?:internet|ordi\w*|smartphone|adresse mail|mail|tablette)|"
    r"(?:l'ordi\w*|internet|le numerique) (?:et moi|c'est pas pour moi|me fait peur)|"
    r"je (?:n'ai|ai) (?:qu'un|que le|juste le|que mon) (?:telephone fixe|fixe))\b"
)
_WORDS_IN_CAPITALS, _MISSES = 5, 2
_DICTATED = re.compile(r"\b(?:virgule|point a la ligne|point d'interrogation|a la ligne)\b")


def ease(text: str, misses: int = 0) -> str:
    """« low » when the person says so; « unsure » when the way of writing suggests to offer the phone; else empty.

    :param misses: messages in a row that were not understood. Alone, capitals or dictation say nothing of a person:
        they only count together with something that went wrong.
    """
    if _SAYS_SO.search(normalise(text)):
        return "low"
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals = len(words) >= _WORDS_IN_CAPITALS and text.upper() == text
    dictated = bool(_DICTATED.search(normalise(text)))
    return "unsure" if misses >= _MISSES or (misses >= 1 and (capitals or dictated)) else ""
