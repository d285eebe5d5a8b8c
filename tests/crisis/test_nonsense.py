"""What says nothing must raise nothing: code, keyboards, places, other languages, words thrown together."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.crisis import Detection, classifier, detect, detector, train
from bot.crisis.decision import CARE, SAD
from bot.crisis.detection import DANGERS, GREY
from bot.crisis.rules import match
from bot.crisis.text import sentences
from tests.console.hostile import ATTACKS

MARGIN = 0.95  # of each threshold: training elsewhere moves a share by a hundredth at most

NONSENSE = [
    "/respite",
    "respite",
    "ça va ? l'été à Beaune & Dijon + 100 % « né »",
    "je suis le wxyz",
    "je m'appelle Zbrugnol Kwexy",
    "mon nom est Grmblf",
    "j'habite à Vrzkstan",
    "zxcvbnm",
    "azert qsdfg wxcvb",
    "kkkk lll",
    "x",
    "w x y z",
    "?",
    "!!! ??? ...",
    "« » — … ; : !",
    "(((((",
    "🙂🙃 🌻",
    "0",
    "12 15 18",
    "03 84 72 10 10",
    "+32 4 366 70 11 ou 0033 1 40 20 50 50",
    "le 31/02/2030 à 25 h 61",
    "39600 Arbois",
    "Salins-les-Bains & Nozeroy",
    "Verviers, Spa, Eupen (Liège)",
    "https://relais.example/page?q=bonjour#haut",
    "ftp://192.168.0.1:8080/x.tar.gz",
    "paul.martin+test@exemple.fr",
    "<b><i>gras</i></b>",
    "<td class='a'>3</td><td>4</td>",
    "&amp;&nbsp;&eacute;",
    "SELECT nom FROM communes WHERE code = '39198'",
    "if (a == b) { return false; }",
    "print('bonjour')",
    "$ git commit -m 'ok'",
    '{"ville": "Dole", "n": 3}',
    "Ik zoek een dagcentrum voor mijn vader",
    "Hoe laat is het?",
    "Ich brauche Hilfe für meinen Vater",
    "Wie spät ist es?",
    "Where is the nearest pharmacy?",
    "My wife needs a wheelchair, who can help us?",
    "Boa tarde, procuro um lar para o meu pai",
    "Que horas são?",
    "صباح النور، أين المستشفى",
    "labas 3lik, chwiya",
    "Buenas tardes, busco una residencia",
    "Buonasera, dove si trova il comune?",
    "Dobry wieczór, mam pytanie",
    "chaise rideau mercredi sous bleu trottoir",
    "vert lampe ensuite onze fenouil",
]


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    """The classifier of the present corpus, trained when it is not there."""
    train.ensure(Path(os.environ.setdefault("RELAIS_MODELS", "models")))
    detector._model.cache_clear()


def _alarm(text: str) -> tuple[float, float]:
    """Shares of the dangers, and of these with grey, that the classifier alone hears in ``text``."""
    model = detector._model()
    assert isinstance(model, classifier.Classifier)
    said = sentences(text)
    heard = model.judge(said, match(said))
    danger = sum(heard.get(name, 0.0) for name in DANGERS)
    return danger, danger + heard.get(GREY, 0.0)


@pytest.mark.parametrize("text", [*NONSENSE, *ATTACKS, *(f"Dites ceci : {attack}" for attack in ATTACKS)])
def test_nonsense_raises_nothing(text: str) -> None:
    """Neither a danger reply nor a question, and not by a hair."""
    assert detect(text) == Detection()
    danger, sad = _alarm(text)
    assert danger < CARE[""] * MARGIN
    assert sad < SAD * MARGIN


_FRAMES = ("{}", "bonjour {}", "je suis {}", "c'est {} {}", "Dites ceci : {} {}", "j'habite {}", "<{}>{}</{}>")


@given(
    frame=st.sampled_from(_FRAMES),
    words=st.lists(st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=9), min_size=3, max_size=3),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_made_up_words_raise_nothing(frame: str, words: list[str]) -> None:
    """Consonants that no language has, in the frames of an ordinary answer."""
    assert detect(frame.format(*words)) == Detection()


def test_few_ordinary_words_thrown_together_are_heard_as_a_danger() -> None:
    """Another seed than the one that taught: of 400 salads of calm words, no more than one in a hundred takes over."""
    dice = random.Random(4)
    words = sorted({word for text in train.ordinary() for word in text.split() if word.isalpha()})
    found = [detect(" ".join(dice.sample(words, dice.randint(2, 12)))).outcome for _ in range(400)]
    assert found.count("takeover") <= 4
    assert found.count("caring") <= 20


def test_the_less_is_known_the_less_is_claimed() -> None:
    """Words never met lower what a few known pieces would say alone."""
    alone, _ = _alarm("svg onload")
    among, _ = _alarm("svg onload qzkrt vxwpl htrzz kkqrs")
    assert among <= alone + 0.02
