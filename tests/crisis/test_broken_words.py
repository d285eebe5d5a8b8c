"""Wanting to die, by construction: who learnt French by ear, who types with one thumb, and who writes another tongue."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.crisis import detect, detector, train


def _each(words: str) -> list[str]:
    return words.split("|")


WANT = _each(
    "je veux|je veut|je veu|je ve|jveux|jveu|jve|j'veux|moi veut|moi veux|moi vouloir|moi je veux|moi je veut|je voudrai"
    "|je voudrais|jvoudré|veux|je vouloir|jaimerai|j'ai envie de|jai envi de|jé envie de|g envie de|g envi 2|jai anvi de"
    "|jé anvi 2|ai envie de|moi envie de|moi avoir envie|je pense a|jpense a|je pence a|moi pense a"
)
DIE = _each(
    "mourir|mourrir|mourire|morir|mouri|crever|me tuer|me tué|mtuer|me suicider|me suicidé|me suissider|msuicider"
    "|me pendre|mpandre|en finir avec la vie"
)
WANT_NO_MORE = _each(
    "je veux plus|je veu plu|jveu plu|jveu pu|je ne veux plus|je veut plus|moi plus vouloir|moi veut plus|je veux pas"
    "|jve plu|j'veux plus|jai plu envi de"
)
LIVE = ("vivre", "vivr", "viv", "exister")
OTHER_TONGUES = _each(
    "quiero morir|yo quiero morir|ya no quiero vivir|quero morrer|não quero mais viver|voglio morire"
    "|non voglio più vivere|chcę umrzeć|vreau sa mor|ölmek istiyorum|أريد أن أموت|хочу умереть|i wanna die"
    "|i dont want to live|moi tuer moi|je vais tuer moi|je fais suicide|je va faire suicide|je me tu ce soir"
    "|je veux la mort|moi veut etre mort|veu mouri|jve me tué|jvai me foutre en lair"
)
SAID = [
    *(f"{want} {die}" for want, die in product(WANT, DIE)),
    *(f"{no_more} {live}" for no_more, live in product(WANT_NO_MORE, LIVE)),
    *OTHER_TONGUES,
]
AROUND = ("{}", "bonjour, {}", "{} svp", "{} aidez moi", "mari malade moi fatigué, {}", "{} 😭", "/{}", "{}!!!")
# The same beginnings, and nobody wants to die.
OTHERWISE = [
    "je veut vivre",
    "moi veut vivre ici avec ma fille",
    "je veux plus vivre ici, je cherche un appartement",
    "moi plus vouloir vivre seul, je cherche foyer",
    "jveu plu voir le kiné",
    "moi veut pas mourir",
    "je veux mourir dans ma maison, pas à l'hôpital, comment faire les papiers",
    "moi vouloir aide pour mon mari",
    "yo quiero vivir",
    "хочу жить",
    "jai envi de dormir",
    "g envi de crever les pneus du voisin lol",
]


@pytest.fixture(params=["with the classifier", "rules alone"])
def hearing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Both ways of hearing: what is explicit depends on no model."""
    if request.param == "rules alone":
        monkeypatch.setenv("RELAIS_MODELS", str(tmp_path))
    else:
        train.ensure(Path(os.environ.setdefault("RELAIS_MODELS", "models")))
    detector._model.cache_clear()
    yield request.param
    detector._model.cache_clear()


def _missed(texts: list[str]) -> list[str]:
    found = ((text, detect(text)) for text in texts)
    return [text for text, heard in found if (heard.outcome, heard.klass) != ("takeover", "crisis_suicide")]


def test_each_spelling_is_taken_over(hearing: str) -> None:
    """Every way of wanting with every way of dying."""
    assert _missed(SAID) == []


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_changes_nothing(hearing: str, around: str) -> None:
    """A greeting before, a cry for help behind."""
    assert _missed([around.format(text) for text in SAID[::7]]) == []


@given(text=st.sampled_from(SAID), data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_capitals_accents_and_stuttered_letters_change_nothing(text: str, data: st.DataObject) -> None:
    """With the classifier of the environment, or without: a letter held down, capitals anywhere."""
    place = data.draw(st.integers(0, len(text) - 1))
    stuttered = text[:place] + text[place] * (3 if text[place].isascii() and text[place].isalpha() else 1) + text[place + 1 :]
    shouted = "".join(c.upper() if data.draw(st.booleans()) else c for c in stuttered)
    assert detect(shouted).outcome == "takeover"


@pytest.mark.parametrize("text", OTHERWISE)
def test_the_same_beginning_is_not_taken_over(hearing: str, text: str) -> None:
    """Nor by the rules alone."""
    assert detect(text).outcome != "takeover"
