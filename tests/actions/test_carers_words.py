"""What carers type between two questions: leave is taken in its own words, a refusal asks for nothing, « c'est loin ? »."""

from __future__ import annotations

import re

import pytest

from actions import about_us, costs, followup, human, refusing, sending, shown
from actions.contact_change import other_person
from actions.facts_heard import _names_somebody_else
from actions.leaving import _LEAVES
from actions.resuming import takes_up
from bot.understanding.text import normalise


def heard(pattern: re.Pattern[str], text: str) -> bool:
    return bool(pattern.search(normalise(text).strip(" .!?,")))


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("au revoir madame", True),
        ("bonne journée", True),
        ("ce sera tout", True),
        ("à plus", True),
        ("bon", False),
        ("bah", False),
        ("son arrêt maladie c'est fini bientôt", False),
    ],
)
def test_leave_is_taken_in_words_of_leave(text: str, leaves: bool) -> None:
    assert heard(_LEAVES, text) is leaves


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("je voudrais reprendre", True),
        ("j'en étais à la cinquième", True),
        ("j'ai un code", True),
        ("moi j'étais maçon", False),
        ("j'ai peur de finir en maison", False),
    ],
)
def test_what_was_left_is_taken_up_in_words_that_say_so(text: str, taken: bool) -> None:
    assert takes_up(normalise(text)) is taken


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (shown._FAR, "c'est loin ?", True),
        (shown._FAR, "c'est à combien de kilomètres", True),
        (shown._ANOTHER, "c'est trop loin", True),
        (shown._ANOTHER, "c'est loin ?", False),
        (shown._ANOTHER, "y a pas plus près ?", True),
        (shown._OF_THEM, "ils prennent alzheimer ?", True),
        (shown._OF_THEM, "il faut une ordonnance ?", True),
        (shown._OF_THEM, "et à domicile ?", True),
        (shown._OF_THEM, "je cherche une aide à domicile", False),
        (shown._REACH, "et l'adresse", True),
        (shown._REACH, "c koi ladresse", True),
        (about_us._SOURCES, "d'où vous sortez ces numéros ?", True),
        (about_us._SOURCES, "est-ce que c'est fiable votre truc", True),
        (about_us._SOURCES, "d'où vient sa maladie", False),
        (costs._OF_US, "c'est payant ?", True),
        (costs._OF_US, "c'est payant l'accueil de jour ?", False),
        (sending._SENDS, "et vous me l'envoyez comment ?", True),
        (sending._SENDS, "par courrier c'est possible ?", True),
        (sending._SENDS, "je sais pas envoyer un mail pour le docteur", False),
        (refusing._REFUSES, "je ne veux pas faire le point", True),
        (refusing._REFUSES, "pas d'aide à domicile, j'ai pas confiance", True),
        (refusing._REFUSES, "elle ne veut pas d'aide", False),
        (human._CALL_ME, "oui je veux bien que quelqu'un me téléphone", True),
        (human._CALL_ME, "c'est quand qu'on m'appelle ?", False),
        (human._THE_LINE, "c'est qui au bout du fil ?", True),
        (human._NO_ANSWER, "ça répond pas", True),
        (human._NO_ANSWER, "il ne me répond pas quand je lui parle", False),
        (followup._ABOUT_IT, "et alors ?", False),
        (followup._ABOUT_IT, "où en est ma demande", True),
    ],
)
def test_words_are_heard(pattern: re.Pattern[str], text: str, expected: bool) -> None:
    assert heard(pattern, text) is expected


def test_the_last_word_says_who_is_called() -> None:
    assert other_person("finalement appelez ma mère") == "ma mère"
    assert other_person("finalement appelez ma mère, non en fait appelez-moi moi") == ""


@pytest.mark.parametrize(
    ("text", "known", "kept"),
    [
        ("mes frères doivent payer aussi ?", {"relation": {"label": "votre mère"}}, False),
        ("et pour mon frère ?", {"relation": {"label": "votre mère"}}, True),
        ("mes frères doivent payer aussi ?", {}, True),
        ("mes enfants sont loin", {"role": "patient"}, False),
    ],
)
def test_a_relative_named_in_passing_is_left_out(text: str, known: dict[str, object], kept: bool) -> None:
    said = {"relation": {"label": "votre frère"}, "role": "carer", "place": {"code": "21054"}}
    assert _names_somebody_else(said, normalise(text), known) is not kept
