"""What a conversation leaves in the counts before any consent: codes and numbers."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.counts.models import DailyCount
from bot.database import Database
from tests.conversations.stack import Person, Stack


@pytest.fixture
def counts(stack: Stack) -> Counter[tuple[str, str, str]]:
    return _read(stack)


def _read(stack: Stack) -> Counter[tuple[str, str, str]]:
    with Database(stack.settings.database_url).session() as session:
        return Counter({(row.kind, row.key, row.detail): row.number for row in session.query(DailyCount)})


def _since(stack: Stack, before: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str, str]]:
    return _read(stack) - before


def test_a_message_that_was_not_understood(stack: Stack, person: Person, counts: Counter[tuple[str, str, str]]) -> None:
    person.say("il y a le truc là")
    found = _since(stack, counts)
    assert found[("conversation", "web", "")] == 1
    unanswered = [key for kind, key, _ in found if kind == "unanswered"]
    assert len(unanswered) == 1
    person.press("Ce n'est pas ça")
    assert _since(stack, counts)[("settled", unanswered[0], "not_that")] == 1


def test_the_questions_of_the_essential(stack: Stack, person: Person, counts: Counter[tuple[str, str, str]]) -> None:
    person.say("faire le point sur ma situation")
    person.press("Oui")
    found = _since(stack, counts)
    assert found[("started", "stock", "")] == 1 and found[("finished", "stock", "")] == 0
    asked = [key for kind, key, _ in found if kind == "asked" and key.startswith("essential.")]
    assert len(asked) == 1
    person.say("pourquoi cette question ?")
    assert _since(stack, counts)[("asked", asked[0], "")] == 1  # put again, counted once
    person.press("Passer")
    after = _since(stack, counts)
    assert after[("answered", asked[0], "")] == 1
    assert len([key for kind, key, _ in after if kind == "asked" and key.startswith("essential.")]) == 2
