"""Who is helped, among the relatives that a message names; and in what role the writer speaks."""

from __future__ import annotations

import re

from bot.understanding.lexicon import Mention, Named, lexicon

_OWN = re.compile(
    r"\b(?:mon|ma|mes|notre|nos)(?: (?:pauvre|petite?|vieille?|vieux|cher|chere|jeune|grande?|"
    r"propre|futur|ex))? ?$"
)
_ARTICLE = re.compile(r"\b(?:une?|le|la|du|au|l'|cette|cet?) ?$")
_THIRD = re.compile(r"\b(?:sa|son|ses|leurs?|votre|vos|ta|ton|tes) (?:\w+ )?$")
_WITH_ARTICLE = {
    "mari",
    "maman",
    "papa",
    "mamie",
    "papi",
    "papy",
    "mamy",
    "grand-mere",
    "grand-pere",
    "grand mere",
    "grand pere",
    "belle-mere",
    "beau-pere",
    "belle mere",
    "beau pere",
    "ami",
    "amie",
    "voisin",
    "voisine",
    "tante",
    "oncle",
    "cousin",
    "cousine",
    "neveu",
    "niece",
    "memere",
    "pepere",
    "daronne",
    "daron",
}
_ALONE = {"maman", "papa", "mamie", "papi", "papy", "mamy", "mamman", "moman", "tata", "tonton", "tatie"}
_START = re.compile(r"(?:^|[,.;:!?(] ?|\bpour |\bet |\bje suis de )$")
_NEGATED = re.compile(
    r"\b(?:pas|ni|perdu|perdre|sans|plus que|remplacer|divorcee? de|feu|"
    r"enterre)\b(?: pour| de| avec)? $"
)
_FOR = re.compile(
    r"\b(?:pour|occupe de|occuper de|aide|aider|accompagne|accompagner|soigne|garde|garder|"
    r"veille sur|aidante? de|"
    r"aidante? d'|conduis|charge de|concerne|surveille|lave|porte|gere|mettre|faire venir|"
    r"placer|hospitalise|visite a) $"
)
_BESIDE = re.compile(r"\b(?:avec|chez|grace a|par|et|comme|que|dit a|parle a|demande a) $")
_HELPER = re.compile(
    r"^,? ?(?:\w+ )?(?:(?:qui )?(?:vient|passe|m'aide\w*|nous aide\w*|l'aide\w*|aide|prend le relais|"
    r"s'en occupe|s'occupe d|"
    r"me (?:dit|soutient|remplace|relaie|conduit|releve)|(?:fait|font) (?:les courses|le menage|a manger)|"
    r"travaille|"
    r"habite (?:loin|a l'etranger|a paris|a \d+ ?km)|est (?:loin|partie? a|infirmiere?|medecin|"
    r"pharmacien\w*|au travail)|"
    r"vit (?:loin|a l'etranger)|viennent|passent|m'a dit|ne vient|pense que|trouve que|veut que|veulent|"
    r"ne veut pas (?:m'aider|nous aider)|etait|avait|est (?:mort|decede)\w*|vient de mourir|"
    r"nous a quitte\w*))\b"
)
_NEEDS = re.compile(
    r"^[^.!?]{0,35}\b(?:a|est|ans|vit|perd|perds|tombe\w*|refuse|souffre|atteinte?s?|malade|handicap\w*|"
    r"besoin|sort|rentre|"
    r"hospitalise\w*|oublie|seule?|ne (?:peut|veut|mange|marche)|dependante?|agee?|fait)\b"
)
_IN_LAW = re.compile(
    r"\b(?:la |le |les )?(mere|maman|pere|papa|parents) (?:a|de) (?:mon|ma) "
    r"(?:mari|femme|epouse|epoux|homme|compagne|compagnon|conjointe?|copain|copine)\b"
)
_PARENT_OF = re.compile(r"\bje suis (?:la |le )?(?:maman|papa|mere|pere) d(?:'|e |u )")
_UNCLE = re.compile(
    r"\b(?:la |une )?(soeur) (?:a|de) (?:mon pere|ma mere|maman|papa)\b|\b(?:le |"
    r"un )?(frere) (?:a|de) (?:mon pere|ma mere|maman|papa)\b"
)
_I_AM = re.compile(
    r"\b(?:je suis|moi|c'est moi|en tant que)(?: (?:moi|donc|aussi))?,? (?:sa|son|"
    r"leur) (?:seule? |petite? )?"
    r"(femme|epouse|compagne|conjointe|mari|epoux|compagnon|conjoint|fille|fils|maman|mere|"
    r"pere|papa|soeur|frere|"
    r"belle-fille|belle fille|gendre|petite-fille|petite fille|petit-fils|petit fils|"
    r"voisine?|niece|neveu|amie?)\b"
)
_MIRROR = {
    "femme": "mari",
    "epouse": "mari",
    "compagne": "compagnon",
    "conjointe": "conjoint",
    "mari": "femme",
    "epoux": "femme",
    "compagnon": "compagne",
    "conjoint": "conjointe",
    "maman": "enfant",
    "mere": "enfant",
    "pere": "enfant",
    "papa": "enfant",
    "voisin": "voisin",
    "voisine": "voisine",
    "ami": "ami",
    "amie": "amie",
}
_MIRROR_NAMED = {
    "fille": Named("parent", "votre parent"),
    "fils": Named("parent", "votre parent"),
    "soeur": Named("sibling", "votre frère ou votre sœur"),
    "frere": Named("sibling", "votre frère ou votre sœur"),
    "gendre": Named("parent_in_law", "votre beau-parent"),
    "belle-fille": Named("parent_in_law", "votre beau-parent"),
    "belle fille": Named("parent_in_law", "votre beau-parent"),
    "petite-fille": Named("grandparent", "votre grand-parent"),
    "petite fille": Named("grandparent", "votre grand-parent"),
    "petit-fils": Named("grandparent", "votre grand-parent"),
    "petit fils": Named("grandparent", "votre grand-parent"),
    "niece": Named("other_family", "votre oncle ou votre tante"),
    "neveu": Named("other_family", "votre oncle ou votre tante"),
}
_NOT_A_RELATIVE = re.compile(
    r"^ (?:de menage|de main|de loi|a tout faire|de la maison|au foyer|d'affaires|"
    r"enceinte)"
)
_CHILDREN = ("enfant", "bebe", "gosse")


def helped(normal: str) -> Named | None:
    """The relative who is helped, by the clues around each one named; None when none is, or only helpers are."""
    if match := _IN_LAW.search(normal):
        return _named(
            {"mere": "belle-mere", "maman": "belle-mere", "parents": "beaux-parents"}.get(match.group(1), "beau-pere")
        )
    if _PARENT_OF.search(normal):
        return _named("enfant")
    if match := _UNCLE.search(normal):
        return _named("tante" if match.group(1) else "oncle")
    scored = [
        (score, -mention.start, mention.named)
        for mention in lexicon("relations").find(normal)
        if (score := _score(normal, mention)) is not None
    ]
    best = max(scored, key=lambda item: item[:2], default=None)
    if best is not None and best[0] > 0:
        return best[2]
    if match := _I_AM.search(normal):
        return _MIRROR_NAMED.get(match.group(1)) or _named(_MIRROR[match.group(1)])
    return None


def helpers(normal: str) -> bool:
    """Whether a relative is said to help."""
    return any(
        _HELPER.search(normal[m.end :])
        and re.search(
            r"vien|pass|aide|relais|occupe|remplace|"
            r"courses",
            normal[m.end : m.end + 40],
        )
        and _OWN.search(normal[: m.start])
        for m in lexicon("relations").find(normal)
    )


def _named(word: str) -> Named:
    return next(lexicon("relations").find(word)).named


def _score(normal: str, mention: Mention) -> int | None:
    before, after = normal[max(0, mention.start - 40) : mention.start], normal[mention.end : mention.end + 60]
    if _NOT_A_RELATIVE.search(after) or _THIRD.search(before):
        return None
    own = _OWN.search(before)
    lead = before[: own.start()] if own else before
    article = None if own else _ARTICLE.search(before)
    if article:
        if mention.word not in _WITH_ARTICLE:
            return None
        lead = before[: article.start()]
    elif not own and not (mention.word in _ALONE or (_START.search(before) and mention.word not in _CHILDREN)):
        return None
    score = 3 if own else 1
    score += 4 if _FOR.search(lead) else -1 if _BESIDE.search(lead) else 0
    score += 2 if _NEEDS.search(after) else 0
    score -= 6 if _HELPER.search(after) else 0
    score -= 9 if _NEGATED.search(lead) else 0
    # « mes enfants », « mes amis »: mostly those who are around, not the one who is ill.
    return score - (
        2
        if before.endswith("mes ")
        and mention.word not in ("parents", "beaux-parents", "beaux parents", "grands-parents")
        else 0
    )
