"""What may be said to any question: pass, « je ne sais pas », « ça dépend », a question of one's own, an
act."""

from __future__ import annotations

import re

from bot.interview.understand.words import bare

HESITATION = r"(?:(?:euh|heu|ben|bah|bon|oh|ah|alors|franchement|honnetement|desole|desolee|moi|non|mais|la|pff) )*"
POLITE = r"(?: (?:desole|desolee|merci|svp|stp|s il vous plait|pardon|alors|la|hein))*"

SKIP = re.compile(
    rf"^{HESITATION}(?:"
    r"(?:je )?(?:passer?|passe|passez|passons|skip|joker|suivante?|suivant)"
    r"|(?:la |je passe a la |a la )?question suivante|(?:je )?(?:passer?|passe|passons)(?: a)? "
    r"(?:cette|la|cette la)"
    r" (?:question|suivante)"
    r"|(?:on|je) (?:la )?(?:saute|passe)(?: (?:cette|la) question)?|sauter(?: cette question)?"
    r"|(?:je )?(?:ne )?(?:prefere|prefererais|prefererai|aime mieux|aimerais mieux) (?:ne )?pas(?: "
    r"(?:vous |le |en )?"
    r"(?:dire|repondre|parler|en parler))?(?: a (?:ca|cette question|cela))?"
    r"|(?:je |j )?(?:n )?(?:ai )?pas envie (?:de (?:repondre|le dire|vous le dire|dire ca|en parler)"
    r"|d en parler)"
    r"(?: (?:a|de) .{1,20})?"
    r"|(?:je )?(?:ne )?(?:veux|souhaite|desire|voudrais|tiens) pas (?:a )?(?:vous )?(?:le "
    r")?(?:repondre|dire|en parler"
    r"|parler de ca)(?: .{1,20})?"
    r"|(?:c est )?(?:trop )?(?:prive|personnel|intime|indiscret)|(?:ca|cela) ne (?:vous )?regarde "
    r"(?:pas|personne)"
    r"(?: .{1,10})?|sans (?:reponse|avis)|pas de reponse|non communique|je m abstiens|secret"
    rf"){POLITE}$"
)
DECLINED = re.compile(
    rf"^{HESITATION}(?:non (?:merci|pas la peine|ca ira|finalement|en fait)|finalement non|en fait non)"
    r"(?: beaucoup| bien)?$"
)
UNKNOWN = re.compile(
    rf"^{HESITATION}(?:"
    r"(?:je |j |on )?(?:ne |n en |n )?(?:le )?(?:sais?|sait|c|saurais) (?:vraiment |trop |meme "
    r")?(?:pas|plus|po)"
    r"(?: (?:trop|vraiment|bien|du tout|exactement|encore|vous dire|dire|le dire|quoi (?:dire"
    r"|repondre|vous dire)))*"
    r"|(?:je )?(?:chais|sais|ch|c) (?:pas|plus|po)|j(?:e )?sp|nsp|j en sais rien|j n en sais rien|je "
    r"n en sais rien"
    r"|jen sais rien|aucune idee|pas (?:la moindre )?idee|(?:je |j )?(?:n )?(?:en )?(?:ai )?(?:aucune|pas d) idee"
    r"|no idea|mystere|"
    r"(?:ne )?sait (?:pas|plus)|inconnue?|j ignore|je l ignore|aucun souvenir|(?:je )?(?:ne )?(?:me "
    r")?(?:souviens|"
    r"rappelle) (?:pas|plus)(?: .{1,15})?|difficile a dire|dur a dire|impossible a dire|pas facile a dire|"
    r"(?:je )?(?:ne )?(?:comprends?|saisis) (?:pas|rien)(?: la question)?|(?:je )?(?:ne )?(?:peux"
    r"|pourrais|saurais) pas"
    r" (?:vous )?(?:le )?dire|bonne question|qui sait|va savoir|allez savoir"
    rf"){POLITE}$"
)
DEPENDS = re.compile(
    r"\b(?:(?:ca|cela|sa|tout|cella) (?:depend|depends|varie|change)|depend(?:s|ent)? (?:des?|du|si|de)"
    r"|c est (?:variable|selon)|oui et non|ni oui ni non|parfois oui parfois non|entre les "
    r"deux|mitige"
    r"|des fois oui des fois non|un jour oui un jour non|moitie moitie|peut etre|plus ou moins"
    r"|(?:tout )?depend)\b"
    r"|^(?:bof|mouais|couci couca|moyen|moyennement|depend|variable|selon|hum|mmm?|pfff?)$"
)
ACTS = frozenset(
    bare(text)
    for text in [
        "bonjour",
        "bonsoir",
        "salut",
        "coucou",
        "merci",
        "merci beaucoup",
        "au revoir",
        "stop",
        "arrêter",
        "arrête",
        "arrêtez",
        "j'arrête",
        "je veux arrêter",
        "on arrête",
        "on arrête là",
        "quitter",
        "annuler",
        "plus tard",
        "je reprendrai plus tard",
        "on continue plus tard",
        "pas maintenant",
        "pause",
        "faire une pause",
        "revenir",
        "retour",
        "retour en arrière",
        "revenir en arrière",
        "question précédente",
        "précédent",
        "précédente",
        "revenir à la question précédente",
        "modifier",
        "je me suis trompé",
        "je me suis trompée",
        "corriger",
        "modifier ma réponse",
        "changer ma réponse",
        "pourquoi",
        "pourquoi cette question",
        "aide",
        "aidez moi",
        "au secours",
        "help",
        "menu",
        "recommencer",
        "répéter",
        "répétez",
        "effacer",
        "efface mes données",
        "supprimer mes données",
        "effacez tout",
        "efface tout",
        "parler à quelqu'un",
        "je veux parler à quelqu'un",
        "un humain",
        "un conseiller",
        "j'ai une question",
        "je veux reprendre",
        "reprendre",
        "c'est trop long",
        "vous êtes un robot",
        "allô",
    ]
)
QUESTION_START = re.compile(
    r"^(?:et |mais |dites |dis |euh |bonjour |pardon |au fait )*(?:pourquoi|comment|combien|qui "
    r"(?:est|a|peut|va|verra|voit|lit)|ou (?:est|sont|se|puis|peut"
    r"|trouver|aller)|quand (?:est|puis|peut|aurai)|quel(?:le)?s?|lequel|laquelle|qu est ce|c est "
    r"quoi|est ce qu|"
    r"est ce que|que (?:faire|veut|signifie|faites|dois|puis)|a quoi (?:ca )?sert|vous (?:pouvez"
    r"|savez|avez|etes)|"
    r"pouvez vous|peut on|peut il|avez vous|existe t il|y a t il|dois je|puis je|ai je droit|suis je"
    r"|connaissez vous"
    r"|je (?:voudrais|cherche|veux savoir|voulais savoir|me demande|peux avoir)|j aimerais|j ai "
    r"besoin d|il me faut"
    r"|quelles? sont|faut il)\b"
)
# « et l'apa c'est quoi au juste »: asked at the end, as people speak.
ASKS_WHAT = re.compile(r"\b(?:(?:c est|cest|c|ca veut dire|ca sert a) (?:quoi|koi|kwa)|qu est ce qu\w*)\b")


ASKING = re.compile(
    r"^(?:et |mais |dites |euh |bonjour |pardon |au fait )*(?:c est quoi|qu est ce que? "
    r"|comment (?:on|je|faire|avoir|obtenir|ca marche|demander)|ou (?:est|sont|puis|trouver)|est ce (?:que|qu))\b"
)
WISH = re.compile(r"^(?:moi )?(?:je voudrais|j aimerais|j ai besoin d|il me faut|il me faudrait|je cherche)\b")


def asks(text: str) -> bool:
    """A question that cannot be taken for an answer, whatever words it holds."""
    return bool(ASKING.match(bare(text)))


HOW_LONG = re.compile(
    r"\bcombien (?:de questions?|de temps|encore|il (?:en )?reste)\b|\bil (?:en )?reste (?:combien|encore)\b"
    r"|\bencore (?:beaucoup|longtemps|combien)\b|\bbientot (?:fini|la fin|termine)\b"
)


def asks_how_long(text: str) -> bool:
    """« combien de questions encore ? »"""
    return bool(HOW_LONG.search(bare(text))) and len(bare(text).split()) <= 10


def is_wish(text: str) -> bool:
    """« j'aimerais souffler »: asked what weighs, it is an answer."""
    return bool(WISH.match(bare(text))) and "?" not in text


def is_act(text: str) -> bool:
    """« revenir », « arrêter », « bonjour »: an act of the dialogue, not an answer."""
    return bare(text) in ACTS


def is_question(text: str) -> bool:
    """A question or a request of one's own."""
    words = bare(text)
    return bool(QUESTION_START.match(words) or ASKS_WHAT.search(words)) or ("?" in text and len(words.split()) > 3)


def declines(text: str) -> bool:
    """« non merci »: to anything but a yes or no, the question is passed over, and nothing is denied."""
    return bool(DECLINED.match(bare(text)))


def special(text: str) -> str | None:
    """« skip », « unknown » or None, for a message that says nothing else."""
    words = bare(text)
    if SKIP.match(words):
        return "skip"
    if UNKNOWN.match(words):
        return "unknown"
    return None


def depends(text: str) -> bool:
    """« ça dépend », « oui et non »: an answer that decides nothing."""
    return bool(DEPENDS.search(bare(text)))
