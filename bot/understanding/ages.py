"""Ages said in a message, and whose: the writer's or the other person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.understanding.numbers import in_digits

OLDEST = 115
_YEARS = re.compile(
    r"\b(\d{1,3}) ?(?:ans?|piges|berges)\b(?! (?:de (?:mariage|vie|boite|metier|carriere|"
    r"service|travail|"
    r"soins|galere|maladie|lutte|combat)|que|qu'|plus tard|apres|d'anciennete|ensemble))"
)
_DURATION = re.compile(
    r"\b(?:depuis|pendant|il y a|ca fait|cela fait|voila|dans|durant|mariee?s?|apres|en|"
    r"bientot|hui|"
    r"environ|presque|(?<!a )plus de|moins de|tous les|deja)(?: \w+){0,2} $"
)
_SOON = re.compile(
    r"\b(?:aura|avoir|va sur ses|bientot|presque|environ|a plus de|a moins de|a deja|"
    r"a au moins)(?: \w+)? $"
)
_SINCE = re.compile(r"\b(?:depuis|pendant|il y a|ca fait|cela fait|voila|dans|durant)\b(?: \w+){0,2} $")
_SELF = re.compile(
    r"\b(?:j'ai|jai|j'en ai|j'aurai|j'approche|moi|moi qui ai|je suis agee? de|je vais avoir|"
    r"je viens d'avoir|"
    r"mes|a mon age|je vais sur mes)(?: (?:moi(?:-meme)?|bientot|presque|deja|aussi|"
    r"quand meme|de|,))* ?,? $"
)
_OTHER = (
    r"\b(?:il|elle|lui|mari|femme|epouse|epoux|mere|maman|pere|papa|fils|fille|frere|soeur|tante|"
    r"oncle|mamie|papi|"
    r"conjointe?|compagne|compagnon|homme|fiston|patiente?|monsieur|madame|voisine?|belle-mere|beau-pere|"
    r"belle mere|beau pere|"
    r"grand-mere|grand-pere|grand mere|grand pere)"
)
_BARE = re.compile(
    _OTHER + r",? (?:en a |a bientot |a presque |a deja |a |va avoir |aura |de |va sur ses |"
    r"vient d'avoir )?(\d{2,3})"
    r"(?=$| ?[,.;!?)]| (?:et|mais|il|elle|avec|qui|depuis|atteinte?|alzheimer|"
    r"parkinson|je|j'))"
)
# « et moi 55 », « moi j'en ai 63 »: the unit is understood; « qui en a 93 » is the other's.
_MINE = re.compile(
    r"\b(?:et moi|(?<=, )moi|moi,? j'en ai|moi,? j'ai|j'en ai|moi c'est)(?: (?:bientot|deja|presque))?,? (\d{2,3})(?=$|"
    r" ?[,.;!?)]| (?:et|mais|ans|je|il|elle|mon|ma)\b)"
)
_THEIRS = re.compile(
    r"\b(?:qui|il|elle|mari|femme|mere|pere) en a (?:deja )?(\d{2,3})\b(?! ?(?:euros?|km|fois|heures?|pour))"
)
_LIKE_ME = re.compile(r"\b(\d{1,3}) ans comme moi\b")
# A bare number that corrects the one before it: « pardon, 80 ».
_CORRECTED = re.compile(
    r"^(?:ah |euh )?(?:non|pardon|plutot|en fait|enfin|erreur|correction|je voulais dire|je me suis trompee?)[ ,:]*"
    r"(?:(?:non|plutot|c'est|il a|elle a|je voulais dire)[ ,]*)*(\d{1,3})(?: ans)?[ .!]*$"
)
_NEARLY = re.compile(
    r"\b(?:bientot|presque|va sur ses|va avoir|vient d'avoir|fete ses|aura) (\d{2,3})(?=$|"
    r" ?[,.;!?)]| \w+)"
    r"(?! ?(?:euros?|km|kilos?|kg|heures?|minutes?|jours?|mois|semaines?|%))"
)
_BORN = re.compile(r"\bnee?s? (?:en |le [\w/ .]{3,18}?)?(19[0-9]{2}|20[0-2][0-9])\b")
_BORN_SELF = re.compile(r"\b(?:je suis|suis|moi) (?:\w+ )?$")


@dataclass(frozen=True)
class Age:
    """Years; ``own`` when it is the writer's."""

    years: int
    own: bool
    start: int


def ages_of(normal: str, today: date | None = None) -> list[Age]:
    """The ages of a normalised text, in order; durations (« depuis 3 ans ») are not ages."""
    text = in_digits(normal)
    if not any(c.isdigit() for c in text):
        return []
    found: dict[int, Age] = {}

    def keep(start: int, years: int) -> None:
        before = text[max(0, start - 40) : start]
        if 0 < years <= OLDEST and start not in found:
            found[start] = Age(years, bool(_SELF.search(before)), start)

    for match in _YEARS.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if before.endswith("fois "):
            continue  # « quatre fois vingt ans »
        if not _DURATION.search(before) or (_SOON.search(before) and not _SINCE.search(before)):
            keep(match.start(1), int(match.group(1)))
    for pattern in (_BARE, _NEARLY):
        for match in pattern.finditer(text):
            if not _SINCE.search(text[: match.start(1)][-40:]) and int(match.group(1)) > 12:
                keep(match.start(1), int(match.group(1)))
    for match in [*_MINE.finditer(text), *_LIKE_ME.finditer(text)]:
        # One number may be the age of both: the writer's is kept beside it.
        place = match.start(1) if match.re is _MINE else match.end()
        found[place] = Age(int(match.group(1)), True, place)
    for match in [*_THEIRS.finditer(text), *_CORRECTED.finditer(text)]:
        if 0 < int(match.group(1)) <= OLDEST:
            found.setdefault(match.start(1), Age(int(match.group(1)), False, match.start(1)))
    for match in _BORN.finditer(text):
        years = (today or date.today()).year - int(match.group(1))
        if 0 < years <= OLDEST:
            found[match.start()] = Age(
                years, bool(_BORN_SELF.search(text[max(0, match.start() - 15) : match.start()])), match.start()
            )
    return [found[start] for start in sorted(found)]
