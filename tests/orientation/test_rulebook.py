"""The rules files: sound, and their mistakes named."""

from __future__ import annotations

import shutil

import pytest
import yaml

from bot.orientation.rulebook import HERE, Rulebook, RulesError, default_rulebook, problems


@pytest.fixture()
def folder(tmp_path):
    return shutil.copytree(HERE, tmp_path / "rules")


def test_shipped_rules_name_only_what_exists(library):
    assert list(problems(default_rulebook(), library)) == []


def test_needs_are_topics(titles):
    topics = set(titles)
    book = default_rulebook()
    assert {need for rule in book.signals for need in rule.more.get("needs", {})} <= topics
    assert set(book.data["plan"]["what"]) == topics


def test_branches_and_answers_exist(library):
    book = default_rulebook()
    assert all(rule.code in library for rule in book.branches)
    for_value = {"essential.needs": "relay", "essential.tired": "exhausted"}
    assert all(library.question(ref).option(value) for ref, value in for_value.items())


def test_a_value_that_no_option_has_is_found(library):
    """Every « question == "value" » of the rules is an option of that question."""
    import re

    for name in ("signals", "level", "dimensions", "pair", "branches"):
        text = (HERE / f"{name}.yml").read_text(encoding="utf-8")
        for ref, values in re.findall(r'([a-z_0-9]+\.[a-z_0-9]+) (?:==|contains|in) (\[[^]]*\]|"[^"]*")', text):
            question = library.question(ref)
            if question is not None:
                assert all(question.option(v) for v in re.findall(r'"([^"]+)"', values)), (name, ref, values)


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("level", lambda d: d["levels"][0].update(when="signal.unknown"), "signal.unknown"),
        ("level", lambda d: d["levels"][0].update(when="count.domains >="), "ne peut pas être lue"),
        ("signals", lambda d: d.pop("signals"), "signals"),
        ("pair", lambda d: d["tensions"][0].update(when="flag.nothing"), "flag.nothing"),
    ],
)
def test_a_wrong_file_is_named(folder, file, change, says):
    path = folder / f"{file}.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(RulesError, match=says) as raised:
        Rulebook.load(folder)
    assert f"{file}.yml" in str(raised.value)


def test_a_missing_or_broken_file_is_named(folder):
    (folder / "plan.yml").write_text("what: [", encoding="utf-8")
    with pytest.raises(RulesError, match=r"plan\.yml"):
        Rulebook.load(folder)
    (folder / "plan.yml").unlink()
    with pytest.raises(RulesError, match=r"plan\.yml"):
        Rulebook.load(folder)
