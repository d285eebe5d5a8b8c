"""A place, through the resolver that the caller gives; several candidates are shown, never chosen between."""

from __future__ import annotations

import re

from bot.interview.understand.numbers import ordinal
from bot.interview.understand.result import Candidates, Interpretation, ResolvePlace, answer, unclear
from bot.interview.understand.words import alike, bare

LEAD = re.compile(
    r"^(?:(?:bonjour|oui|alors|euh|moi|et)[, ]+)*(?:(?:j'|j |je |on |nous |il |elle |ils |elles )?"
    r"(?:(?:habit(?:e|es|ons|ent)|vis|vit|vivons|vivent|suis|sommes|est|réside|resid(?:e|ons))(?: "
    r"bien)?(?: situé[es]*)?)"
    r"|c'est|ça se passe)?\s*(?:tout |juste )?"
    r"(?:à côté de|a cote de|près de|pres de|proche de|aux environs de|du côté de|du cote de|vers|sur"
    r"|à|a|au|aux|dans le|dans la|dans les|"
    r"dans l'|dans|en|le|la|chez moi à)?\s+(?=\S)",
    re.IGNORECASE,
)
MAX_CANDIDATES = 5
MAX_WORDS = 25


def cleaned(text: str) -> str:
    """« j'habite près de Beaune » → « Beaune »."""
    trimmed = text.strip().strip(".!,;")
    match = LEAD.match(trimmed)
    rest = trimmed[match.end() :].strip() if match else trimmed
    return rest or trimmed


def among(candidates: Candidates, text: str) -> Interpretation | None:
    """The one of the proposed places that the text names or counts."""
    if not candidates:
        return None
    words = bare(text)
    place = ordinal(words.split(), len(candidates))
    if place is not None:
        return answer({"code": candidates[place][0], "label": candidates[place][1]}, 0.95)
    near = [
        c for c in candidates if words and (words in bare(c[1]) or alike(words, bare(c[1])) > 0.85 or words == c[0])
    ]
    if len(near) == 1:
        return answer({"code": near[0][0], "label": near[0][1]}, 0.95)
    return None


def interpret(text: str, resolve: ResolvePlace | None, candidates: Candidates = ()) -> Interpretation | None:
    """{"code", "label"}; unclear with candidates when several places fit; None when no place is named."""
    chosen = among(candidates, text)
    if chosen:
        return chosen
    if resolve is None or len(text.split()) > MAX_WORDS:
        return None
    for attempt in dict.fromkeys((cleaned(text), text.strip())):
        found = tuple((str(code), str(label)) for code, label in resolve(attempt))[:MAX_CANDIDATES]
        if len(found) == 1:
            return answer({"code": found[0][0], "label": found[0][1]}, 0.95)
        if found:
            return unclear("clarify_place_several", found)
    return None
