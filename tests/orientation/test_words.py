"""Nothing that a person reads holds a score, a diagnosis, an eligibility or a long sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.interview.readability import sentences, words
from bot.orientation import wording
from bot.orientation.changes import changes
from bot.orientation.plan import plan
from bot.orientation.rulebook import default_rulebook
from tests.orientation.conftest import PERSONAS

BANNED = re.compile(
    r"\bscore|diagnos|d[ée]press|burn[- ]?out|s[ée]v[èe]re|sympt[ôo]me|pathologi|\btroubles?\b|d[ée]pendan|\bGIR\b|"
    r"PHQ|BSFC|EPICES|pr[ée]car|fragil|[ée]ligib|avez droit|\bdoses?\b|d[ée]mence|anxi[ée]t|isolement|niveau \d|"
    r"comprends ce que|sur \d+|\d+ points?",
    re.IGNORECASE,
)


def texts(value, path="") -> Iterator[tuple[str, str]]:
    """Every French text of the rules' data, without the codes and conditions."""
    if isinstance(value, dict):
        if value.get("clinical"):
            return
        for key, child in value.items():
            if key not in ("when", "code", "domain", "questionnaire", "needs", "version", "flags") or path.startswith(
                "plan"
            ):
                yield from texts(child, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from texts(child, path)
    elif isinstance(value, str) and " " in value:
        yield path, value


@pytest.mark.parametrize("name", sorted(default_rulebook().data))
def test_rules_files(name):
    for path, text in texts(default_rulebook().data[name], name):
        assert not BANNED.search(text), (path, text)
        for sentence in sentences(text):
            assert len(words(sentence)) <= 15, (path, sentence)


@pytest.mark.parametrize("name", sorted(PERSONAS))
@pytest.mark.parametrize("easy", [False, True])
def test_whole_result(persona, titles, name, easy):
    found, speaks = persona(name), "they" if name == "officine" else "you"
    said = wording.first_result(found, titles, speaks=speaks, easy=easy)
    lines = plan(found, {}, titles=titles, organisation="l'équipe", speaks=speaks)
    changed = changes({"asked": found.asked, "tones": {"body": 0, "morale": 2}}, found)
    for text in (said, wording.plan_text(lines), *changed):
        assert not BANNED.search(text), text
        assert "{" not in text
    for title in ("Corps :", "Moral :", "Vie sociale :", "Ce qui tient bien :"):
        assert title in said
    if easy:
        assert len(said) < len(wording.first_result(found, titles, speaks=speaks)) or not found.first_needs


def test_a_professional_is_never_told_vous_about_the_person(persona, titles):
    found = persona("officine")
    shown = wording.first_result(found, titles, speaks="they")
    for text in (shown, *(b.label for b in found.branches), *(r.text for n in found.needs for r in n.reasons)):
        assert not re.search(r"\b(vous|votre|vos)\b", text, re.IGNORECASE), text


def test_what_a_branch_adds_is_shorter_and_new(persona, judge, titles):
    from tests.orientation.conftest import BSFC_WORN

    who = PERSONAS["jeanne"]
    before = persona("jeanne").summary()
    after = judge({**who.answers, **{f"bsfc_s.q{n}": a for n, a in enumerate(BSFC_WORN, 1)}}, who.facts)
    said = wording.addition(after, before, titles)
    assert len(said) < len(wording.first_result(after, titles))
    assert "C'est très lourd à porter" in said and "Corps" not in said
    assert "Rien de nouveau" in wording.addition(persona("jeanne"), before, titles)
