"""« vous avez le numéro du CCAS de Dole ? », « je cherche une HAD »: a service asked for by its name."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.understanding.text import normalise
from resources_directory.gazetteer.normalise import plain
from resources_directory.named import Named, one_called, split_at_name

_REACH = (
    r"\b(?:numeros?|num|telephones?|tel|coordonnees|adresses?|mails?|horaires|joindre|joins|joint|contacter|contacts?"
    r"|ou (?:est|sont|se trouve|se situe|trouver))\b"
)
# Before the name. « je dois appeler la MDPH » may be told, and its number helps all the same.
_ASKS = re.compile(
    _REACH + r"|\b(?:appeler|telephoner|m adresser|s adresser|trouver|trouve|cherch\w+|recherch\w+|besoin|connai\w+"
    r"|voudrais|voudrait|veux|veut|souhait\w+|aimerai\w*|faudrait|faut|avez vous|vous avez|auriez|vous auriez|existe"
    r"|y a t il|y a t y|y a il|il y a|y aurait|ya|qui (?:est|sont)|le plus proche|quel|quelle)\b"
)
_AFTER = re.compile(_REACH + r"|\bcomment (?:les? |la |l )?(?:appeler|appelle)\b")
# What the name is part of is told, or asked to be explained, or complained of: no search.
_TOLD = re.compile(
    r"\b(?:c est quoi (?!(?:le|l|les|leurs?) (?:numero|num|tel|telephone|adresse|mail|horaires|coordonnees))"
    r"|qu est ce|keske|veut dire|signifie|difference|a quoi (?:ca )?ser\w+|definition|explique\w*"
    r"|(?:ma|mes|une) demandes?|dossiers?|formulaires?|remplir|contest\w+|recours|sort\w*|rentr\w+|quitt\w+"
    r"|faux|fausse|marche (?:pas|plus)|repond\w* (?:pas|plus|jamais)|erreur|erronee?|n est (?:pas|plus) (?:bon|valable)"
    r"|(?:ne |n )?(?:veux|veut|voulons|voulez|voudrait|faut) (?:pas|plus)|pas besoin|refus\w+"
    r"|(?:m|nous|lui|leur) (?:a|ont) (?:dit|envoye\w*|conseille\w*|donne\w*|demande\w*|refuse\w*|appele\w*))\b"
)
# « on m'a dit de voir la MAIA, vous avez leur numéro ? »: told in one part, asked in another.
_THEIRS = re.compile(
    r"\b(?:leurs?|son|ses|le|les|un|l) (?:numeros?|num|telephones?|tel|coordonnees|adresse|contacts?)\b"
    r"|\b(?:le|la|les) (?:joindre|contacter|trouver|appeler)\b"
)
_CLAUSE = re.compile(r"[,;:.!?\n]+\s|\b(?:mais|car|parce|alors que|depuis que|vu que)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:bonjour|bonsoir|svp|stp|s|il|vous|plait|te|merci|madame|monsieur|le|la|les|l|un|une|du|de|des|d|et|a|au|aux"
    r"|dans|sur|pres|vers|pour|chez|moi|nous|ici|mon|ma|notre|votre|secteur|ville|commune)$"
)
_FOR_WHOM = re.compile(r"\bpour (?:ma|mon|mes|une?|notre) [a-z]+$")
_FAR = 5  # words between what asks and the name
_BARE_NO = frozenset({"dac"})  # « dac » alone is « d'accord »
# A name of one's own needs a word that says little else.
_COMMON = re.compile(
    r"^(?:aide|aidant|domicile|service|maison|centre|association|plateforme|repit|soin|infirmier|infirmiere|medecin"
    r"|docteur|hopital|mairie|personne|agee|accueil|jour|famille|quelqu|malade|numero|telephone|mere|pere|mari|femme"
    r"|fille|fils|frere|soeur|enfant|voisin|voisine|vous|nous|pompier|police|samu|urgence)s?$"
)
_OWN = re.compile(
    r"\b(?:numeros?|telephones?|tel|coordonnees|adresse|horaires|joindre|contacter|appeler) "
    r"(?:de telephone |mail )?(?:de |du |des |d |la |le |les |l )*(?P<name>[a-z0-9][a-z0-9 ]{2,60})$"
)
_LEAST, _MOST = 3, 4  # letters of a word, words of a name


def asked_by_name(text: str, place: Collection[str] = ()) -> Named | None:
    """The kind of service that a sentence asks for by its name; None when it names none, or only speaks of it.

    :param place: the folded words of the place that the sentence names.
    """
    clauses = _CLAUSE.split(text)
    for number, clause in enumerate(clauses):
        # « un epahd » is known to who writes it whole, « dac » only to who does not.
        found = split_at_name(clause) or split_at_name(normalise(clause))
        if found is None:
            continue
        before, kind, after = found
        asks = _asks(before) or _AFTER.search(after) or _bare(before, after, plain(text), place)
        if asks and not _TOLD.search(plain(clause)):
            return kind
        rest = [plain(other) for other in clauses[number + 1 :]]
        if any(_THEIRS.search(other) and not _TOLD.search(other) for other in rest):
            return kind
    return None


def _asks(before: str) -> bool:
    """« je cherche, près de chez moi, une … »: what asks stands shortly before the name."""
    last = max((found.end() for found in _ASKS.finditer(before)), default=-1)
    return last >= 0 and len(before[last:].split()) <= _FAR


def reached_by_name(text: str) -> bool:
    """Whether what is asked of the service is how to reach it: its number, its address."""
    return bool(re.search(_REACH, plain(text)))


def _bare(before: str, after: str, whole: str, place: Collection[str]) -> bool:
    """« CCAS Dole », « la MAIA de Besançon »: the name, a place (misspelled, one word of it), and nothing else."""
    words = f"{before} {_FOR_WHOM.sub('', after)}".split()
    rest = [w for w in words if w not in place and not _POLITE.match(w)]
    return whole not in _BARE_NO and len(rest) <= bool(place)


def own_name(text: str, place: Collection[str] = ()) -> Named | None:
    """« le numéro de l'Unafam »: services by the name that they bear. None when the words could be anything.

    :param place: the folded words of the place that the sentence names: no part of the name.
    """
    found = next((f for clause in _CLAUSE.split(text) if (f := _OWN.search(plain(clause)))), None)
    if found is None or _TOLD.search(plain(text)):
        return None
    said = [w for w in found["name"].split() if len(w) >= _LEAST and w not in place and not _POLITE.match(w)]
    words = [w for w in said if not _COMMON.match(w)]
    return one_called(words) if 0 < len(words) <= _MOST else None
