"""What must always be heard, what must not, and that nothing breaks the detector."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.crisis import Detection, detect, detector, train
from bot.crisis.detection import DANGERS
from bot.crisis.text import sentences

EXPLICIT = [
    "je veux mourir",
    "je vais me suicider ce soir",
    "j'ai envie d'en finir avec la vie",
    "JE VEUX ME TUER",
    "je vais me foutre en l'air",
    "je pense au suicide tous les jours",
    "mon fils dit qu'il veut se suicider",
    "mon mari ne respire plus",
    "elle est inconsciente et ne répond plus",
    "il a une douleur dans la poitrine et dans le bras",
    "il me frappe",
    "mon mari me bat",
    "elle s'étouffe avec un morceau de viande",
    "il fait un arrêt cardiaque",
]
CALM = [
    "bonjour",
    "je suis morte de fatigue",
    "je cherche un accueil de jour pour ma mère",
    "j'habite à Dole",
    "mon père a fait un AVC il y a trois ans, il marche avec une canne",
    "je dors mal",
    "oui",
    "trois fois par semaine",
    "comment demander l'APA",
    "je suis épuisée, il me faudrait quelqu'un deux heures par semaine",
]


@pytest.fixture(scope="module", autouse=True)
def model() -> None:
    """The classifier of the present corpus, trained when it is not there."""
    folder = Path(os.environ.setdefault("RELAIS_MODELS", "models"))
    train.ensure(folder)
    detector._model.cache_clear()


@pytest.fixture
def rules_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No model to load."""
    monkeypatch.setenv("RELAIS_MODELS", str(tmp_path))
    detector._model.cache_clear()
    yield
    detector._model.cache_clear()


@pytest.mark.parametrize("text", EXPLICIT)
def test_explicit_danger_takes_over(text: str) -> None:
    """With the classifier."""
    assert detect(text).outcome == "takeover"


@pytest.mark.parametrize("text", EXPLICIT)
def test_explicit_danger_takes_over_with_the_rules_alone(text: str, rules_alone: None) -> None:
    """Without it."""
    found = detect(text)
    assert found.outcome == "takeover"
    assert found.klass in DANGERS


@pytest.mark.parametrize("text", EXPLICIT)
@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda t: "/" + t,
        lambda t: t.replace("é", "e").replace("è", "e").replace("ê", "e"),
        lambda t: f"{t} 😔😔",
        lambda t: (
            f"ma mère a 84 ans, elle habite à Dole, l'aide vient le mardi. {t}. Voilà, et je cherche "
            "aussi un portage de repas pour la semaine, merci de votre aide."
        ),
    ],
)
def test_the_way_it_is_written_changes_nothing(text: str, change: object) -> None:
    """Capitals, a slash in front, no accents, emojis, the middle of a story."""
    assert detect(change(text)).outcome is not None  # type: ignore[operator]


# One letter lost, doubled, swapped; short forms; what a telephone keyboard does.
MISTYPED = [
    "jveux mourrir",
    "jvais me suiicder ce soir",
    "jai envi de mourir",
    "il respir plus",
    "elle est inconscinete",
    "mon mari me frape",
    "ell a perdu conaissance",
    "il ma étranglé hier soir",
]


@pytest.mark.parametrize("text", MISTYPED)
def test_typing_errors_change_nothing(text: str) -> None:
    """With the classifier; a question is not enough."""
    assert detect(text).outcome == "takeover"


@pytest.mark.parametrize("text", EXPLICIT)
def test_as_the_answer_to_a_question(text: str) -> None:
    """« oui », a number or « plutôt souvent » before it does not hide it."""
    assert detect(f"plutôt souvent, 3 fois par semaine. {text}").outcome == "takeover"


# The same words, without the danger: figures of speech, denials, what is over, law, training.
LOOKALIKES = [
    "elle me bat au scrabble malgré son Parkinson",
    "ma mère me tue avec ses coups de fil à six heures",
    "il ne m'a jamais frappée, c'est un doux",
    "je suis noyée dans la paperasse de la MDPH",
    "formation aux premiers secours : que faire en cas de fausse route ?",
    "mon oncle s'est pendu en 1987, ma mère en parle encore, elle va bien",
    "où trouver le modèle des directives anticipées",
    "il a fait un infarctus en 2015, il voudrait refaire du vélo",
    "overdose de télé-réalité chez mamie",
]


@pytest.mark.parametrize("text", LOOKALIKES)
def test_a_lookalike_is_not_taken_over(text: str) -> None:
    """With the classifier; a question may be asked."""
    assert detect(text).outcome != "takeover"


@pytest.mark.parametrize("text", LOOKALIKES)
def test_a_lookalike_is_not_taken_over_by_the_rules_alone(text: str, rules_alone: None) -> None:
    """The rules know these turns of phrase too."""
    assert detect(text).outcome != "takeover"


@pytest.mark.parametrize(
    ("text", "klass"),
    [
        ("je vais me pendre", "crisis_suicide"),
        ("j'ai frappé ma mère hier", "crisis_harm"),
        ("mon fils me frappe", "crisis_abuse"),
        ("elle ne respire plus", "crisis_medical"),
    ],
)
def test_the_class_is_named(text: str, klass: str) -> None:
    """The reply shown depends on it."""
    assert detect(text).klass == klass


@pytest.mark.parametrize("word", ["signer", "voler", "soigner", "créer", "étranger"])
def test_real_words_are_not_repaired_into_words_of_danger(word: str) -> None:
    """« signer » once became « saigner », and « voler » « violer »."""
    assert sentences(word) == [word.replace("é", "e")]


@pytest.mark.parametrize("text", CALM)
def test_ordinary_messages_pass(text: str) -> None:
    """Nothing is made of them."""
    assert detect(text) == Detection()


def test_cues_hold_no_words_of_the_message() -> None:
    """What fired is named; the text is not."""
    found = detect("je veux mourir, signé Zébulonne")
    assert found.cues
    assert not any("zébulonne" in cue.lower() or cue == "mourir" for cue in found.cues)


def test_a_broken_model_leaves_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with the wrong checksum is not read."""
    from bot.crisis.classifier import load, model_path

    path = model_path(tmp_path)
    path.write_bytes(b"not a model")
    path.with_suffix(".sha256").write_text("0" * 64)
    monkeypatch.setenv("RELAIS_MODELS", str(tmp_path))
    assert load() is None


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_never_raises(text: str) -> None:
    """Whatever is typed."""
    assert detect(text).outcome in (None, "takeover", "caring")


def test_a_very_long_text_is_read() -> None:
    """8 KB of ordinary words with a danger inside."""
    assert detect(
        "il fait beau aujourd'hui à Dole. " * 200 + "je veux mourir. " + "la voisine est passée. " * 20
    ).outcome
