"""Who is helped, among the relatives that a message names; and in what role the writer speaks."""

from __future__ import annotations

import re

from bot.understanding.bonds import Bonds
from bot.understanding.lexicon import Mention, Named, lexicon

_OWN = re.compile(
    r"\b(?:mon|ma|mes|notre|nos)(?: (?:deux|trois|pauvre|petite?|vieille?|vieux|cher|chere|jeune|grande?|"
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
    "homme qui partage ma vie",
    "colocataire",
    "coloc",
}
_SELF_OWNED = ("mon homme", "m'homme")
_ENDS = re.compile(r"$")
_ALONE = {"maman", "papa", "mamie", "papi", "papy", "mamy", "mamman", "moman", "tata", "tonton", "tatie"}
_START = re.compile(r"(?:^|[,.;:!?(] ?|\bpour |\bet |\bje suis de )$")
_NEGATED = re.compile(
    r"\b(?:pas|ni|mort|deces|disparition|perdu|perdre|sans|plus que|remplacer|divorcee? de|feu|"
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
    r"^,? ?(?:(?!de )\w+ )?(?:(?:qui )?(?:vient|passe|m'aide\w*|nous aide\w*|l'aide\w*|aide|prend le relais|"
    r"s'en occupe|s'occupe d|"
    r"me (?:dit|soutient|remplace|relaie|conduit|releve)|(?:fait|font) (?:les courses|le menage|a manger)|"
    r"travaille|"
    r"habite (?:loin|a l'etranger|a paris|a \d+ ?km)|est (?:loin|partie? a|(?:infirmiere?|medecin)(?! (?:et|"
    r"mais) (?:il|elle) a\b)|"
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
_PARENT_OF = re.compile(r"\bje suis (?:la |le )?(?:maman|papa|mere|pere) d(?:'|e |u )")
_NOT_FOR = re.compile(r"\bpas (?:pour |de |d')?(?:mon|ma|mes) $")
_DEAD = re.compile(r"^,? (?:est|vient de|nous a|m'a) (?:mort|decede|mourir|quitte)")
_MARRIED = re.compile(r"\b(?:on est|nous sommes) maries\b|\bmariee? (?:avec|a) (?:lui|elle)\b")
_NEIGHBOURS = re.compile(r"\b(?:nous sommes|on est) voisins\b")
_I_AM = re.compile(
    r"(?:^(?=filleul)|\b(?:je suis|moi|c'est moi|en tant que)(?: (?:moi|donc|aussi))?,? (?:sa|son|"
    r"leur|la (?=bru|filleule)|le (?=filleul)) ?)(?:seule? |petite? )?"
    r"(femme|epouse|compagne|conjointe|mari|epoux|compagnon|conjoint|fille|fils|maman|mere|"
    r"pere|papa|soeur|frere|"
    r"belle-fille|belle fille|gendre|petite-fille|petite fille|petit-fils|petit fils|"
    r"voisine?|niece|neveu|filleule?|bru|amie?)\b"
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
    "bru": Named("parent_in_law", "votre beau-parent"),
    "filleul": Named("other_family", "votre parrain ou votre marraine"),
    "filleule": Named("other_family", "votre parrain ou votre marraine"),
    "niece": Named("other_family", "votre oncle ou votre tante"),
    "neveu": Named("other_family", "votre oncle ou votre tante"),
}
_NOT_A_RELATIVE = re.compile(
    r"^ (?:de menage|de main|de loi|a tout faire|de la maison|au foyer|d'affaires|"
    r"enceinte)"
)
PLAIN, RATHER, ALONE = 5, 4, 3  # scores; words of a message that is the name itself
_AND = re.compile(r"\bet (?:aussi |surtout )?(?:pour |de |d'|a )?(?:mon|ma|notre)? ?$")
_GOES_ON = re.compile(
    r"^(?:$| ?[,.;!?]| (?:qui|aussi|en meme temps|tous les deux|handicap\w*|malades?|agee?s?|de \d+ ans|perd|a [a-z-]+$"
    r"|est (?:aussi|malade|handicape|agee?|seule?|toute seule|dependante?|hospitalise|en fauteuil)"
    r"|a (?:aussi|une?|la|le|des|alzheimer|parkinson))\b)"
)
# « femme, 68 ans » is anybody's; « mari, 78 ans » is one's own.
_ANYBODY = ("enfant", "bebe", "gosse", "femme", "fille", "garcon")


def helped(normal: str, bonds: Bonds) -> Named | None:
    """The relative who is helped, by the clues around each one named; None when none is, or only helpers are."""
    if _PARENT_OF.search(normal):
        return _named("enfant")
    scored = [(score, -mention.start, _who(mention, bonds)) for mention, score in _scored(normal, bonds)]
    best = max(scored, key=lambda item: item[:2], default=None)
    if best is not None and best[0] > 0:
        return best[2]
    if match := _I_AM.search(normal):
        return _MIRROR_NAMED.get(match.group(1)) or _named(_MIRROR[match.group(1)])
    if _MARRIED.search(normal):
        return _named("conjoint")
    return _named("voisin") if _NEIGHBOURS.search(normal) else None


def plainly_helped(normal: str, bonds: Bonds) -> bool:
    """Whether the relative named is plainly the one helped: « pour mon fils », « ma mère est tombée », « ma mère ».

    « mes frères doivent payer aussi », « ma femme dort plus » only name somebody, once it is known who is helped.
    """
    scores = [score for _, score in _scored(normal, bonds)]
    best = max(scores, default=0)
    return best >= PLAIN or (best > 0 and len(normal.split()) <= ALONE)


def several(normal: str, bonds: Bonds) -> list[Named]:
    """The relatives helped, in the order of the text, when there are two or more: « de ma mère et de mon fils »."""
    found: dict[str, Named] = {}
    for mention, score in _scored(normal, bonds):
        named = _who(mention, bonds)
        joined = found and _AND.search(normal[: mention.start]) and _GOES_ON.search(normal[mention.end :])
        if named is not None and score >= (PLAIN if found and not joined else 2 if joined else RATHER):
            found.setdefault(named.code, named)
    return list(found.values()) if len(found) > 1 else []


def denied(normal: str) -> list[str]:
    """Codes of the relatives said not to be the one helped: « ce n'est pas ma mère »."""
    return [m.named.code for m in lexicon("relations").find(normal) if _NOT_FOR.search(normal[: m.start])]


def helpers(normal: str, bonds: Bonds) -> bool:
    """Whether a relative is said to help."""
    return bool(bonds.helping) or any(
        _HELPER.search(normal[m.end :])
        and re.search(r"vien|pass|aide|relais|occupe|remplace|courses", normal[m.end : m.end + 40])
        and _OWN.search(normal[: m.start])
        for m in lexicon("relations").find(normal)
        if m.start not in bonds.helped and not _DEAD.search(normal[m.end :])
    )


def _scored(normal: str, bonds: Bonds) -> list[tuple[Mention, int]]:
    return [
        (mention, score)
        for mention in lexicon("relations").find(normal)
        if _who(mention, bonds) and (score := _score(normal, mention, bonds)) is not None
    ]


def _who(mention: Mention, bonds: Bonds) -> Named | None:
    """The relative named, or the one that two names make; None for somebody else's relative and for a helper."""
    if mention.start in bonds.inner or (mention.start in bonds.helping and mention.start not in bonds.helped):
        return None
    return bonds.compound.get(mention.start, mention.named)


def _named(word: str) -> Named:
    return next(lexicon("relations").find(word)).named


def _score(normal: str, mention: Mention, bonds: Bonds) -> int | None:
    before, after = normal[max(0, mention.start - 40) : mention.start], normal[mention.end : mention.end + 60]
    if _NOT_A_RELATIVE.search(after) or _THIRD.search(before):
        return None
    own = _OWN.search(before) or (_ENDS.search(before) if mention.word in _SELF_OWNED else None)
    lead = before[: own.start()] if own else before
    article = None if own else _ARTICLE.search(before)
    if mention.start in bonds.compound:
        lead = before[: article.start()] if article else lead
        own = own or article
    elif article:
        if mention.word not in _WITH_ARTICLE and mention.start not in bonds.helped:
            return None
        lead = before[: article.start()]
    elif not (own or mention.word in _ALONE or mention.start in bonds.helped) and (
        not _START.search(before) or mention.word in _ANYBODY
    ):
        return None
    score = 3 if own else 1
    score += 5 if bonds.taken_back is not None and mention.start >= bonds.taken_back else 0
    score += 4 if mention.start in bonds.helped or _FOR.search(lead) else -1 if _BESIDE.search(lead) else 0
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
