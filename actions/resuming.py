"""Words with which a person takes up again what was left, so that « moi j'étais maçon » takes up nothing."""

from __future__ import annotations

import re

_TAKES_UP = re.compile(
    r"repren|repri[st]|continu|poursui|\bcode\b|finir (?!en\b)|finiss|termin|achev|retrouv|revoi|"
    r"\b(?:derniere|autre) fois|\bhier\b|\breven[iu]|\breviens|session|sauvegard|brouillon|\ben (?:etai|etio)|quitt|"
    r"commenc|entam|interromp|mes reponses|recuper|rouvr|moitie|bilan|questionnaire|questions|encore moi|de retour|"
    r"de nouveau|re\b|relanc|remett|remets|remis|embray|enchain|avance|bout\b|semaine passee|souven|rappell?e|pause|"
    r"arrete|\bon (?:fini|etait|repart|retourne|s'y)|\bla suite|suspens|\brestait|partie|deconnect|lunettes|recharge"
)


def takes_up(normal: str) -> bool:
    """Whether a normalised text has one of these words."""
    return bool(_TAKES_UP.search(normal))
