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
    return texts
