"""The caring question fits what is feared, and « yes » to it is answered by the reply of the same danger."""

from __future__ import annotations

import pytest

from bot import crisis
from bot.content import Content
from bot.crisis import Detection
from bot.crisis.detection import ABUSE, CARING, GREY, HARM, MEDICAL, MISSING, SUICIDE
from bot.gateway import conversation, crisis_reply
from tests.gateway.conftest import Door

FEARED = {
    (SUICIDE, "self"): ("pensées de mort", "tel:3114"),
    (SUICIDE, "other"): ("veut mourir", "tel:3114"),
    (HARM, "self"): ("peur de faire du mal", "tel:15"),
    (ABUSE, "self"): ("vous fait-il du mal", "tel:17"),
    (ABUSE, "other"): ("du mal à cette personne", "tel:17"),
    (MEDICAL, "self"): ("très mal", "tel:15"),
    (MEDICAL, "other"): ("très mal", "tel:15"),
    (GREY, "self"): ("pensées de mort", "tel:3114"),
}


@pytest.mark.parametrize(("feared", "expected"), FEARED.items())
@pytest.mark.parametrize("easy", [False, True])
def test_one_question_that_fits_with_its_lines(
    content: Content, feared: tuple[str, str], expected: tuple[str, str], easy: bool
) -> None:
    """One question, about what is feared and nothing else; a line of that danger; nobody reads this live."""
    asked = crisis_reply.caring(content, Detection(feared[0], CARING, feared[1]), "FR", easy)
    words = asked["text"].split("\n\n")[0]
    assert words.count("?") == 1 and "Personne ne lit ce message en direct" in words
    assert easy or expected[0] in words
    assert ("mourir" in words or "mort" in words) == (feared[0] in (SUICIDE, GREY)), "death is named for that fear only"
    assert expected[1] in [link["href"] for link in asked["links"]]
    assert [button["label"] for button in asked["buttons"]] == ["Oui", "Non"]


@pytest.mark.parametrize("feared", FEARED)
def test_yes_means_what_was_asked(feared: tuple[str, str]) -> None:
    """A grey sign becomes the fear of a suicide; the others stay what they are."""
    klass, about = feared
    meant = crisis_reply.confirmed(crisis_reply.asked(Detection(klass, CARING, about)))
    assert meant is not None and meant.outcome == "takeover"
    assert (meant.klass, meant.about) == (SUICIDE if klass == GREY else klass, about)


def test_somebody_missing_is_not_forgotten() -> None:
    """The situation goes with the question."""
    meant = crisis_reply.confirmed(crisis_reply.asked(Detection(MEDICAL, CARING, "other", situation=MISSING)))
    assert meant is not None and meant.name == f"{MEDICAL}_{MISSING}"


def test_another_payload_confirms_nothing() -> None:
    """« no », and what the dialogue issues."""
    assert crisis_reply.confirmed(crisis_reply.NO) is None
    assert crisis_reply.confirmed("/affirm") is None


@pytest.mark.parametrize("pressed", [True, False])
async def test_yes_to_a_fear_of_violence_is_answered_on_violence(
    door: Door, monkeypatch: pytest.MonkeyPatch, pressed: bool
) -> None:
    """By its button or in words: the police and the lines for violence, not a reply on suicide."""
    said = "il regarde mon téléphone et il compte les kilomètres"

    def heard(text: str) -> Detection:
        return Detection(ABUSE, CARING, "self") if text == said else crisis.detect(text)

    monkeypatch.setattr(conversation, "detect", heard)
    (asked,) = await door.say(said)
    assert "vous fait-il du mal" in asked["text"]
    (answer,) = await door.press(asked, "Oui") if pressed else await door.say("oui")
    assert "ce n'est pas votre faute" in answer["text"] and door.rasa.turns == []
    assert "tel:17" in [link["href"] for link in answer["links"]]
