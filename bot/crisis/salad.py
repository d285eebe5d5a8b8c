"""Word salads that teach the classifier silence: words with nothing to say must not add up to a danger.

A linear model gives each word a little weight; a handful of stray words, or of pieces of code, may reach a threshold
that no danger ever touched. Calm words thrown together, beginnings of sentences (« elle a », « je vais »), made-up
words, addresses and tags, all labelled « none », take that weight away. Made with a fixed seed: the same corpus gives
the same texts everywhere.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

_SEED = 20261125
_COMMON = 4  # calm sentences a word must stand in to be thrown with others
_WORDS, _PIECES, _MADE_UP = 1500, 2500, 900  # salads of calm words, pieces of calm sentences, texts of made-up words
_BARE = 700  # sentences of little words only
# « je le lui ai dit », « je ne l'ai plus » : who did it to whom, and not a word of what. Dangers are full of these
# little words; alone they are an answer, or the middle of a conversation.
_WHO = ("je", "je ne", "il", "elle", "on", "ils", "il ne", "elle ne", "j'y", "moi je", "lui il", "tu", "vous")
_WHOM = ("l'ai", "lui ai", "le lui ai", "les ai", "l'a", "m'a", "me l'a", "lui a", "nous a", "s'est", "les a")
_DID = (
    *("dit", "fait", "vu", "mis", "donné", "demandé", "laissé", "gardé", "appelé", "montré", "trouvé", "rendu"),
    *("déjà dit", "pas dit", "plus", "pas", "pas fait", "bien dit", "plus vu", "tout dit", "expliqué", "prêté"),
    *("répondu", "envoyé", "signé", "perdu", "oublié", "rangé", "posé", "lu", "raconté", "accompagné", "repris"),
)
_WILL = ("le ferai", "le fais", "lui dirai", "l'appelle", "la garde", "le garde", "le sais", "m'occupe d'elle")
_AFTER = ("", "", "", "", "ça", "hier", "ce matin", "à la maison", "sous la main", "plusieurs fois", "tout seul")
_FRAMES = (
    "{}",
    "{}",
    "{} {}",
    "{} {} {}",
    "je suis {}",
    "je suis le {}",
    "c'est {}",
    "je m'appelle {} {}",
    "mon nom est {}",
    "j'habite à {}",
    "Dites ceci : {}",
    "dites-lui : « {} {} »",
    "écrivez {} à {}",
    "il est {}",
    "elle a {}",
    "ma {} est {}",
    "{} ?",
    "bonjour {}",
    "que veut dire {}",
    "<{} {}='{}'>",
    '"><{} {}={}.{}=1>',
    "<{}>{}.{}=1</{}>",
    "https://www.{}.fr/{}?{}=3",
    "{}@{}.org",
    "{}:{}.__{}=1",
    "{{{{ {} * 7 }}}} {}",
    "{} & {} + 100 % « {} »",
    "{}({}, {});",
    "#{} @{}",
    "06 {} {}",
)
_ONSETS = (*"bcdfghjklmnprstvwxz", "br", "cl", "dr", "fr", "gr", "pl", "st", "tr", "ch", "ph", "qu")
_RHYMES = (*"aeiouy", "an", "en", "in", "on", "ou", "ai", "oi", "eu", "al", "er", "ir", "or", "us", "ax", "iz", "ek")


def _made_up(dice: random.Random) -> str:
    """A word that no dictionary has: syllables, or letters as a fist on the keyboard gives them."""
    if dice.random() < 0.4:
        return "".join(dice.choice("azertyuiopqsdfghjklmwxcvbn") for _ in range(dice.randint(2, 8)))
    return "".join(dice.choice(_ONSETS) + dice.choice(_RHYMES) for _ in range(dice.randint(1, 4)))


def salads(calm: Sequence[str]) -> list[str]:
    """Texts without a meaning, some of the words of ``calm`` (ordinary sentences), some of made-up words."""
    dice = random.Random(_SEED)
    seen = Counter(word for text in calm for word in set(text.split()))
    common = sorted(word for word, count in seen.items() if count >= _COMMON)
    texts = [" ".join(dice.choice(common) for _ in range(dice.randint(2, 14))) for _ in range(_WORDS)]
    spoken = [text.split() for text in calm if len(text.split()) > 1]
    for _ in range(_PIECES):
        words = dice.choice(spoken)
        start = dice.randrange(len(words)) if dice.random() < 0.5 else 0
        texts.append(" ".join(words[start : start + dice.randint(1, 4)]))
    for _ in range(_MADE_UP):
        frame = dice.choice(_FRAMES)
        holes = [dice.choice(common) if dice.random() < 0.2 else _made_up(dice) for _ in range(4)]
        texts.append(frame.format(*holes))
    return texts + [_bare(dice) for _ in range(_BARE)]


def _bare(dice: random.Random) -> str:
    """Little words only, as they stand alone in a conversation."""
    if dice.random() < 0.3:
        return f"{dice.choice(_WHO)} {dice.choice(_WILL)} {dice.choice(_AFTER)}".strip()
    return f"{dice.choice(_WHO)} {dice.choice(_WHOM)} {dice.choice(_DID)} {dice.choice(_AFTER)}".strip()
