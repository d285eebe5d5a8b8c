"""A procedure as a questionnaire of the engine, one question a step: pause, back, why and digressions come with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.packs.model import Item

DONE, STUCK, LATER = "done", "stuck", "later"
# Shared by all procedures: how people say that a step is done, or is not.
_WORDS: Mapping[str, tuple[str, list[str]]] = {
    DONE: (
        "C'est fait",
        ["oui", "fait", "ok", "c'est bon", "voilà", "j'ai réussi", "réussi", "déjà fait", "je l'ai", "ça y est",
         "c'est fait", "terminé", "j'y suis", "oui c'est fait", "oui je l'ai", "c est fait"],
    ),
    STUCK: (
        "Je suis bloqué",
        ["non", "bloqué", "bloquée", "je suis bloquée", "ça ne marche pas", "je n'y arrive pas", "j'y arrive pas",
         "impossible", "problème", "ça marche pas", "je ne trouve pas", "je trouve pas", "je ne l'ai pas", "au secours",
         "je ne sais pas faire", "je sais pas faire", "je comprends pas", "je ne comprends pas", "perdu",
         "je ne sais pas", "je sais pas", "sais pas", "aucune idée", "pas trouvé", "pas du tout"],
    ),
    LATER: ("Plus tard", ["plus tard", "pas maintenant", "demain", "une autre fois", "je reviendrai", "on verra"]),
}  # fmt: skip


def questionnaire_data(pack: str, item: Item) -> dict[str, Any]:
    """The content of the questionnaire file that this procedure would be."""
    count = len(item.steps)
    return {
        "id": f"{pack}_{item.id}",
        "version": "1.0",
        "title": item.label,
        "audience": ["carer", "patient", "prescriber"],
        "subject": "respondent",
        "kind": "social",
        "wording": "official",
        "licence": "MIT",
        "source": f"Relais, pack {pack}",
        "length": f"{count} question{'s' if count > 1 else ''}, {count} minute{'s' if count > 1 else ''}",
        "questions": [
            {
                "id": step.id,
                "type": "single_choice",
                "short": step.memo,
                "text": step.do,
                "why": step.why,
                **({"easy": step.easy} if step.easy else {}),
                **({"text_third_person": step.do_third_person} if step.do_third_person else {}),
                "options": [
                    {"id": name, "label": label, "words": [*words, *(step.done_words if name == DONE else ())]}
                    for name, (label, words) in _WORDS.items()
                ],
                "skip": False,
            }
            for step in item.steps
        ],
    }
