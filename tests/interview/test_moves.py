"""Whole sentences that move a questionnaire, and those that only begin like one."""

from __future__ import annotations

import pytest

from bot.interview.understand.moves import plain_move


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("plus tard", "pause"),
        ("Stop !", "pause"),
        ("je voudrais arrêter là", "pause"),
        ("on s'arrête là pour aujourd'hui", "pause"),
        ("pas maintenant, merci", "pause"),
        ("je reprendrai demain", "pause"),
        ("bon je continuerai plus tard", "pause"),
        ("revenir en arrière", "go_back"),
        ("retour", "go_back"),
        ("je me suis trompée", "change_answer"),
        ("je voudrais modifier ma réponse", "change_answer"),
        ("pourquoi ?", "why_ask"),
        ("pourquoi vous me demandez ça", "why_ask"),
        ("à quoi ça sert ?", "why_ask"),
        ("vous pouvez répéter la question", "repeat"),
    ],
)
def test_nothing_but_a_move(text: str, intent: str) -> None:
    assert plain_move(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "plus tard dans l'après-midi",
        "demain matin",
        "arrêter de travailler",
        "retour à la maison",
        "rien",
        "non merci",
        "le soir plutôt",
        "pourquoi mon mari refuse tout",
        "je me suis trompée de mari",
        "",
        "il faut arrêter le portage de repas",
    ],
)
def test_what_says_more_is_no_move(text: str) -> None:
    assert plain_move(text) is None


@pytest.mark.parametrize("text", ["continuer", "on continue", "je voudrais continuer", "reprendre"])
def test_going_on_puts_the_question_again(text: str) -> None:
    assert plain_move(text) == "repeat"


@pytest.mark.parametrize("text", ["continuer plus tard", "je reprendrai demain", "je reviendrai"])
def test_going_on_later_is_a_pause(text: str) -> None:
    assert plain_move(text) == "pause"
